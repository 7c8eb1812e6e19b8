import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { errorCsv, errorSheets } from '../../../src/domain/catalogue/error-sheets.js';
import { recognise } from '../../../src/domain/catalogue/layout/recognise.js';
import { readMapping } from '../../../src/domain/catalogue/mappings/read-mapping.js';
import { mappingOf, readUnder, sheetOf, sheetsOf } from '../../support/catalogue/price-lists.js';

const MAPPING = readMapping({
  supplier_name: 'Made up',
  currency: 'aud',
  price_basis: 'ex_gst',
  section_field: 'dose_form',
  columns: {
    product_code: ['Code'],
    product_name: ['Name'],
    strength: ['Strength'],
    pack: ['Pack'],
    wholesale_price: ['Price'],
  },
});
const HEAD = ['Price', 'Code', 'Remark', 'Name', 'Remark', 'Strength', 'Pack'];
const row = (price: string, code: string) => [price, code, 'a', `Product ${code}`, 'b', 'THC 10 mg/mL', '30 mL'];

/** What becomes of a list, as it is staged. */
function staged(sheets: Parameters<typeof readUnder>[0]) {
  const { rows, summary } = readUnder(sheets, MAPPING);
  return { rows, summary, invalid: rows.filter(({ outcome }) => outcome === 'invalid') };
}

describe('the rows in error of a list', () => {
  const oils = sheetOf([HEAD, ['Oral liquid'], row('9.00', 'A1'), row('POA', 'A2'), row('8.00', 'A1')], {
    name: 'Oils',
  });
  const others = sheetOf(
    [
      ['Name', 'Price', 'Size'],
      ['Wafer', '', '10'],
    ],
    { name: 'Others' },
  );

  it('stand under their own headings, in the order of the columns, with what is wrong behind them', () => {
    const { summary, invalid } = staged([
      oils,
      sheetOf(
        [
          ['Price', 'Name'],
          ['1', 'Tea'],
        ],
        { name: 'Good' },
      ),
      others,
    ]);
    const sheets = errorSheets(summary.sheets, invalid);
    assert.deepEqual(
      sheets.map(({ name, headings }) => [name, headings]),
      [
        ['Oils', ['Price', 'Code', 'Remark', 'Name', 'Remark (2)', 'Strength', 'Pack', 'dose_form', 'Problem']],
        ['Others', ['Name', 'Price', 'Size', 'dose_form', 'Problem']],
      ],
    );
    const [first, second] = sheets[0]?.rows ?? [];
    assert.deepEqual(first?.slice(0, -1), [...row('POA', 'A2'), 'Oral liquid']);
    assert.match(first?.at(-1) ?? '', /^Price: /);
    assert.deepEqual(second?.slice(0, 2), ['8.00', 'A1']);
    assert.match(second?.at(-1) ?? '', /row 3/);
  });

  it('are a list once more: what was not corrected is wrong again, and what is wrong is said anew', () => {
    const { summary, invalid } = staged([oils]);
    const [sheet] = errorSheets(summary.sheets, invalid);
    assert.ok(sheet);
    const again = staged([
      sheetOf(
        [sheet.headings, ...sheet.rows].map((cells) => [...cells]),
        { name: 'Oils' },
      ),
    ]);
    assert.deepEqual(
      again.rows.map(({ outcome }) => typeof outcome),
      ['string', 'object'],
      'the price is no better; the other row is no longer the second one of its product',
    );
    assert.deepEqual(errorSheets(again.summary.sheets, again.invalid), [{ ...sheet, rows: [sheet.rows[0]] }]);
    const mended = sheet.rows.map((cells) => cells.map((cell) => (cell === 'POA' ? '7.50' : cell)));
    const { rows } = staged([sheetOf([[...sheet.headings], ...mended], { name: 'Oils' })]);
    const [outcome] = rows.map((one) => one.outcome);
    assert.ok(typeof outcome === 'object');
    const { productCode, wholesalePrice, doseForm } = outcome;
    assert.deepEqual([productCode, wholesalePrice, doseForm], ['A2', 750, 'oral_liquid'], 'also what its section said');
  });

  const SHEETS = {
    supplier_name: 'Made up',
    currency: 'aud',
    price_basis: 'ex_gst',
    columns: {
      product_name: ['Name', 'Item'],
      brand_name: ['Brand'],
      thc: ['THC'],
      pack: ['Pack'],
      wholesale_price: ['Price', 'Buy price'],
      stock_quantity: ['Stock'],
    },
    sheets: { include: ['Price*'], exclude: ['*old'], defaults: { 'Price oils': { brand_name: 'Quoll' } } },
  };
  const priced = (name: string, rows: readonly (readonly string[])[]) => sheetOf(rows, { name });
  const priceOils = priced('Price oils', [
    ['Name', 'THC (mg/mL)', 'Pack', 'Price', 'Stock'],
    ['Ember', '10', '30 mL', 'POA', ''],
    ['Tide', '20', '30 mL', '', '7'],
  ]);
  const priceHerbs = priced('Price herbs', [
    ['Item', 'THC %', 'Pack', 'Buy price', 'Brand'],
    ['Ember', '22', '10 g', 'POA', 'Saltbush'],
  ]);

  const otherHerbs = priced('Price herbs 2', [
    ['Item', 'THC %', 'Pack', 'Buy price', 'Brand'],
    ['Tea', '22', '10 g', 'POA', ''],
  ]);

  for (const [title, lists, isTitled] of [
    ['of sheets that have values of their own', [priceOils], true],
    ['of sheets with other headings, units and values', [priceOils, priceHerbs], true],
    ['of one sheet that has nothing of its own', [priceHerbs], false],
    ['of sheets that are alike', [priceHerbs, otherHerbs], false],
  ] as const) {
    it(`are the same products when they come back as CSV: ${title}`, async () => {
      const mapping = readMapping(SHEETS);
      const { rows, summary } = readUnder(lists, mapping);
      assert.ok(rows.every(({ outcome }) => outcome === 'invalid'));
      const text = errorCsv(errorSheets(summary.sheets, rows), mapping);
      assert.equal(text.startsWith('Sheet: '), isTitled);
      const corrected = text.replaceAll('POA', '12.50').replace(',30 mL,,7,', ',30 mL,9.00,7,');
      const correctedLists = lists.map((list) => ({
        ...list,
        rows: list.rows.map((one) => {
          const cells = one.cells.map((cell) => (cell === 'POA' ? '12.50' : cell));
          return { ...one, cells: cells[0] === 'Tide' ? cells.with(3, '9.00') : cells };
        }),
      }));
      for (const saved of [corrected, corrected.replaceAll(',', ';')]) {
        const again = readUnder(await sheetsOf(Buffer.from(`\ufeff${saved}`)), mapping);
        const wanted = readUnder(correctedLists, mapping);
        const said = (list: typeof again) => list.rows.map(({ key, outcome }) => ({ key, outcome }));
        assert.deepEqual(said(again), said(wanted));
        assert.ok(again.rows.every(({ outcome }) => typeof outcome === 'object' || outcome === 'skipped'));
      }
    });
  }

  it('are found by the sheets of a CSV that begin far below its first row, under their rows as Excel counts', async () => {
    const mapping = readMapping(SHEETS);
    const many = Array.from({ length: 40 }, (_, at) => [`Oil ${at}`, '10', '30 mL', 'POA', '1']);
    const long = priced('Price oils', [['Name', 'THC (mg/mL)', 'Pack', 'Price', 'Stock'], ...many]);
    const { rows, summary } = readUnder([long, priceHerbs], mapping);
    const text = errorCsv(errorSheets(summary.sheets, rows), mapping);
    const again = readUnder(await sheetsOf(Buffer.from(text)), mapping);
    assert.deepEqual(
      again.summary.sheets.map((sheet) => [sheet.name, sheet.state, sheet.headerRow, sheet.rows]),
      [
        ['Price oils', 'read', 2, 40],
        ['Price herbs', 'read', 44, 1],
      ],
    );
    assert.equal(again.rows.at(-1)?.row, 45);
    assert.ok('key' in mappingOf(recognise(await sheetsOf(Buffer.from(text)), [{ key: 'made', mapping }], null)));
  });

  it('are one table under a note that only looks like the title of a sheet', async () => {
    const text = 'Sheet: Price oils,,\nName,Pack,Price\nEmber,30 mL,9.00\n';
    assert.deepEqual(
      (await sheetsOf(Buffer.from(text))).map(({ name, rows }) => [name, rows.length]),
      [['CSV', 3]],
    );
  });

  it('have no code of which Excel has made a date: its text would be taken for a code', () => {
    const list = sheetOf([HEAD, row('9.00', '1-Mar')], { name: 'Oils' });
    const dated = {
      ...list,
      rows: list.rows.map((one) => (one.row === 2 ? { ...one, marks: { 1: 'date' as const } } : one)),
    };
    const { summary, invalid } = staged([dated]);
    const [sheet] = errorSheets(summary.sheets, invalid);
    assert.equal(sheet?.rows[0]?.[1], '#N/A');
    assert.match(sheet?.rows[0]?.at(-1) ?? '', /1-Mar/);
    const again = staged([sheetOf([[...(sheet?.headings ?? [])], [...(sheet?.rows[0] ?? [])]], { name: 'Oils' })]);
    assert.equal(again.rows[0]?.outcome, 'invalid');
  });

  it('are none where nothing is wrong, or nothing could be read', () => {
    const { summary, invalid } = staged([sheetOf([HEAD, row('9.00', 'A1')], { name: 'Oils' })]);
    assert.deepEqual(errorSheets(summary.sheets, invalid)[0]?.rows, []);
    assert.deepEqual(errorSheets([], []), [{ name: 'Errors', headings: ['Problem'], rows: [] }]);
  });
});
