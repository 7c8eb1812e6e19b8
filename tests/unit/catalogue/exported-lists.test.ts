import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recognise } from '../../../src/domain/catalogue/layout/recognise.js';
import type { KeyedMapping, SupplierMapping } from '../../../src/domain/catalogue/mappings/mapping.js';
import { readPriceList } from '../../../src/domain/catalogue/rows/read-price-list.js';
import { BUILT_IN } from '../../../src/domain/catalogue/suppliers/built-in.js';
import type { ListSheet } from '../../../src/domain/list-sheets.js';
import { exportedFile, productsOf } from '../../support/catalogue/exported-files.js';
import { mappingOf, readAll, readUnder, sampleFile, sheetOf, sheetsOf } from '../../support/catalogue/price-lists.js';

const FORMATS = ['csv', 'xlsx'] as const;

/** What a file of the catalogue says of its products, under the supplier that is wanted. */
function readBack(sheets: readonly ListSheet[], wanted: string | null, mappings: readonly KeyedMapping[] = BUILT_IN) {
  const { key, mapping, isExport } = mappingOf(recognise(sheets, mappings, wanted));
  assert.ok(isExport);
  return { rows: [...readPriceList(sheets, mapping, key)], key };
}

/** A supplier whose lists leave out and call otherwise whatever they can. */
const ODD: SupplierMapping = {
  ...(BUILT_IN[0]?.mapping as SupplierMapping),
  brandName: 'House',
  priceBasis: 'inc_gst',
  columns: {
    product_name: ['Item'],
    strength: ['Strength'],
    thc: ['THC'],
    cbd: ['CBD'],
    pack: ['Pack'],
    wholesale_price: ['Price inc GST'],
    availability: ['Status'],
    dose_form: ['Form'],
  },
  units: { strength: '%', thc: '%', cbd: '%', pack: 'g' },
  defaults: { category: 'House list', dose_form: 'flower' },
  sheets: { include: ['Price*'], exclude: [], defaults: {} },
  codePattern: null,
  stockWords: { low: 'in_stock', 'in stock': 'low' },
};
const odd = { key: 'odd', mapping: ODD };

describe('a file of the catalogue', () => {
  for (const { key, mapping } of BUILT_IN) {
    for (const format of FORMATS) {
      it(`says of every product of ${key} what it is, as ${format}`, async () => {
        const { rows } = readAll(await sheetsOf(sampleFile(`${key}.xlsx`)), key);
        const products = productsOf(rows, { key, mapping });
        const sheets = await sheetsOf(await exportedFile(products, format));
        for (const wanted of [key, null]) {
          const again = readBack(sheets, wanted);
          assert.equal(again.key, key);
          assert.deepEqual(
            again.rows.flatMap(({ problems }) => problems.filter(({ severity }) => severity === 'error')),
            [],
          );
          assert.deepEqual(productsOf(again.rows, { key, mapping }), products);
        }
      });
    }
  }

  for (const format of FORMATS) {
    it(`takes GST from no price twice, and needs none of what the supplier leaves out, as ${format}`, async () => {
      const list = sheetOf(
        [
          ['Item', 'Strength', 'THC', 'CBD', 'Pack', 'Price inc GST', 'Status', 'Form'],
          ['Ember', 'THC 22 CBD 1', '', '', '10', '110.00', 'in stock', ''],
          ['Amber', '', '18', '< 1', 'one jar', '55.05', 'low', 'flower or oil'],
          ['Quoll [1] *', 'THC 22 CBD 1', '20', '1', '2 x 5 g', '33', 'out of stock', 'capsule'],
          ['=HYPERLINK("http://x","y")', 'CBD 1 % : CBG 9 %', '', '', '10', '1,000.01', '', ''],
        ],
        { name: 'Price list' },
      );
      const { rows } = readUnder([list], ODD);
      const products = productsOf(rows, odd);
      assert.deepEqual(
        products.map(({ content }) => [content.wholesalePrice, content.thc, content.stockStatus, content.pack?.size]),
        [
          [10_000, 220, 'low', 10],
          [5_005, 180, 'in_stock', undefined],
          [3_000, null, 'out_of_stock', 10],
          [90_910, null, 'unknown', 10],
        ],
      );
      const sheets = await sheetsOf(await exportedFile(products, format));
      assert.deepEqual(productsOf(readBack(sheets, 'odd', [odd]).rows, odd), products);
    });
  }

  it('holds products of several suppliers, and is read for one of them', async () => {
    const [alma, phytoca] = await Promise.all(
      ['alma', 'phytoca'].map(async (key) => {
        const keyed = mappingOf(recognise(await sheetsOf(sampleFile(`${key}.xlsx`)), BUILT_IN, key));
        return productsOf(readAll(await sheetsOf(sampleFile(`${key}.xlsx`)), key).rows, keyed);
      }),
    );
    assert.ok(alma && phytoca);
    const sheets = await sheetsOf(await exportedFile([...alma, ...phytoca], 'csv'));
    const { rows } = readBack(sheets, 'phytoca');
    assert.equal(rows.filter(({ outcome }) => typeof outcome === 'object').length, phytoca.length);
    assert.equal(rows.filter(({ outcome }) => outcome === 'skipped').length, alma.length);
    assert.deepEqual(recognise(sheets, BUILT_IN, 'medreleaf'), { failure: 'layout_mismatch', recognised: 'alma' });
    const unsaid = recognise(sheets, BUILT_IN, null);
    assert.equal('failure' in unsaid && unsaid.failure, 'layout_unknown');
  });

  const changed = async (change: (row: Record<string, string>) => void) => {
    const { key, mapping } = mappingOf(recognise(await sheetsOf(sampleFile('phytoca.xlsx')), BUILT_IN, null));
    const [product] = productsOf(readAll(await sheetsOf(sampleFile('phytoca.xlsx')), key).rows, { key, mapping });
    assert.ok(product);
    const [sheet] = await sheetsOf(await exportedFile([product], 'csv'));
    const [headings = [], cells = []] = sheet?.rows.map((row) => row.cells) ?? [];
    const named = Object.fromEntries(headings.map((heading, at) => [heading, cells[at] ?? '']));
    change(named);
    const [row] = readBack([sheetOf([Object.keys(named), Object.values(named)])], 'phytoca').rows;
    return { row, product };
  };

  it('says what somebody has changed in it, by the rules of every list', async () => {
    const { row } = await changed((cells) => {
      Object.assign(cells, { wholesale_price: '77.7', pack: '50 mL', thc: '< 15', retail_price: '$99' });
    });
    assert.ok(row && typeof row.outcome === 'object', JSON.stringify(row));
    const { wholesalePrice, pack, thc, thcBound, retailPrice } = row.outcome;
    assert.deepEqual(
      [wholesalePrice, pack, thc, thcBound, retailPrice],
      [7_770, { size: 50, unit: 'mL', text: '50 mL' }, 15, 'below', 9_900],
    );
  });

  for (const [what, cells, code] of [
    ['a price in words', { wholesale_price: 'POA' }, 'price_invalid'],
    ['a price with GST', { price_basis: 'inc_gst' }, 'price_invalid'],
    ['another currency', { currency: 'usd' }, 'currency_conflict'],
    [
      'a category that the strength contradicts',
      { thc: '1', cbd: '40', category: '5', poison_schedule: 'S8' },
      'category_conflict',
    ],
    ['neither code nor name', { product_code: '', product_name: '' }, 'identity_missing'],
    ['an error of Excel as its code', { product_code: '#REF!' }, 'cell_error'],
  ] as const) {
    it(`has a row in error with ${what}`, async () => {
      const { row } = await changed((all) => Object.assign(all, cells));
      assert.equal(row?.outcome, 'invalid');
      assert.deepEqual(
        [...new Set(row?.problems.flatMap((one) => (one.severity === 'error' ? one.code : [])))],
        [code],
      );
    });
  }

  it('leaves what it has no column for, and products that are not active, as they are', async () => {
    const { row, product } = await changed((cells) => {
      for (const heading of ['thc', 'cbd', 'terpenes', 'pack']) delete cells[heading];
    });
    assert.ok(row && typeof row.outcome === 'object');
    assert.equal(row.key, product.key);
    for (const member of ['thc', 'cbdBound', 'terpenes', 'pack']) assert.ok(!(member in row.outcome), member);
    const inactive = await changed((cells) => Object.assign(cells, { active: 'FALSE' }));
    assert.equal(inactive.row?.outcome, 'skipped');
  });
});
