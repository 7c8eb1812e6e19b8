import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recognise } from '../../../src/domain/catalogue/layout/recognise.js';
import type { ReadRow } from '../../../src/domain/catalogue/list.js';
import { BUILT_IN } from '../../../src/domain/catalogue/suppliers/built-in.js';
import { readAll, sampleFile, sheetsOf } from '../../support/catalogue/price-lists.js';

interface Expected {
  readonly valid_rows: number;
  readonly invalid_rows: number;
}
const EXPECTED: Readonly<Record<string, Expected>> = JSON.parse(Buffer.from(sampleFile('expected.json')).toString());

/** Sheet, row, column and code of each error. */
const BAD: Readonly<Record<string, readonly string[]>> = {
  botanitech: [
    'Price list 7 K price_invalid',
    'Price list 9 H schedule_conflict',
    'Price list 24 K price_invalid',
    'Price list 32 H schedule_conflict',
    'Price list 41 K price_invalid',
    'Price list 55 H schedule_conflict',
    'Price list 58 K price_invalid',
  ],
  medreleaf: [
    'Sheet1 7 B identity_missing',
    'Sheet1 14 M stock_invalid',
    'Sheet1 22 B identity_missing',
    'Sheet1 37 M stock_invalid',
    'Sheet1 38 B identity_missing',
  ],
  alma: [
    'Alma 13 J price_invalid',
    'Alma 13 K price_invalid',
    'Alma 37 J price_invalid',
    'Alma 37 K price_invalid',
    'Alma 60 J price_invalid',
    'Alma 60 K price_invalid',
  ],
  phytoca: ['Sheet1 33 - duplicate_row'],
  tasmanianBotanics: ['Tasmanian Botanics 6 C strength_unreadable', 'Tasmanian Botanics 43 C strength_unreadable'],
};

const count = (rows: readonly ReadRow[], outcome: 'valid' | 'invalid' | 'skipped') =>
  rows.filter((row) => (typeof row.outcome === 'string' ? row.outcome : 'valid') === outcome).length;
const problems = (rows: readonly ReadRow[], severity: 'error' | 'warning') =>
  rows.flatMap((row) => row.problems.filter((one) => one.severity === severity));

describe('the sample lists of the five suppliers', () => {
  for (const [supplier, expected] of Object.entries(EXPECTED)) {
    it(`${supplier} is recognised, and each bad row is named`, async () => {
      const sheets = await sheetsOf(sampleFile(`${supplier}.xlsx`));
      for (const wanted of [supplier, null]) {
        const { rows, key } = readAll(sheets, wanted);
        assert.equal(key, supplier);
        assert.deepEqual([count(rows, 'valid'), count(rows, 'invalid')], [expected.valid_rows, expected.invalid_rows]);
        const named = problems(rows, 'error').map(
          ({ sheet, row, column, code }) => `${sheet} ${row} ${column ?? '-'} ${code}`,
        );
        assert.deepEqual(named, BAD[supplier]);
      }
    });

    it(`${supplier} is not imported as another supplier's`, async () => {
      const sheets = await sheetsOf(sampleFile(`${supplier}.xlsx`));
      for (const { key } of BUILT_IN.filter((one) => one.key !== supplier)) {
        assert.deepEqual(recognise(sheets, BUILT_IN, key), { failure: 'layout_mismatch', recognised: supplier });
      }
    });
  }

  it('a title, a section and a total are skipped, and the date of a list is known', async () => {
    const read = async (supplier: string) => readAll(await sheetsOf(sampleFile(`${supplier}.xlsx`)), supplier);
    const [medreleaf, alma, tasmanian] = [await read('medreleaf'), await read('alma'), await read('tasmanianBotanics')];
    assert.equal(medreleaf.summary.effectiveFrom, '2026-11-01');
    assert.deepEqual(
      medreleaf.summary.sheets.map(({ headings, ...sheet }) => [sheet, headings.length]),
      [
        [{ name: 'Flower', state: 'read', headerRow: 4, rows: 14 }, 14],
        [{ name: 'Sheet1', state: 'read', headerRow: 4, rows: 46 }, 14],
      ],
    );
    assert.equal(count(alma.rows, 'skipped'), 6);
    assert.deepEqual(
      tasmanian.rows.filter(({ outcome }) => outcome === 'skipped').map(({ row }) => row),
      [67],
    );
  });

  it('products have what their row says', async () => {
    const product = async (supplier: string, wanted: number) => {
      const { rows } = readAll(await sheetsOf(sampleFile(`${supplier}.xlsx`)), null);
      const found = rows.find(({ row, outcome }) => row === wanted && typeof outcome === 'object');
      return { said: found?.outcome, key: found?.key, warnings: found?.problems.map(({ code }) => code) };
    };
    assert.deepEqual(await product('botanitech', 21), {
      key: 'code:bt-drie-0019',
      warnings: [],
      said: {
        productCode: 'BT-DRIE-0019',
        productName: 'Botanitech Blue Quoll 19',
        brandName: 'Botanitech',
        genericName: 'medicinal cannabis',
        strength: 'THC 24.8 % : CBD 0.2 %',
        thc: 248,
        cbd: 2,
        thcBound: 'exact',
        cbdBound: 'exact',
        strengthUnit: 'mg/g',
        artgNo: null,
        category: 'Category 5',
        tgaCategory: 5,
        accessMechanism: 'Authorised Prescriber',
        poisonSchedule: 'S8',
        doseForm: 'dried_herb',
        pack: { size: 10, unit: 'g', text: '10 g' },
        wholesalePrice: 14_443,
        retailPrice: 19_498,
        stockQuantity: 40,
        stockStatus: 'in_stock',
      },
    });
    const capsule = await product('medreleaf', 45);
    assert.deepEqual(capsule.warnings, ['unit_unusual']);
    const oil = await product('alma', 10);
    assert.equal(oil.key, 'name:alma|almasaltbush6|thc49.5%cbd<1%|30ml');
    assert.deepEqual(oil.warnings, ['unit_unusual']);
    const plus = await product('phytoca', 2);
    assert.ok(typeof plus.said === 'object' && plus.said.productName === '+Phytoca Coral Kush 0');
    assert.ok(!('retailPrice' in plus.said) && plus.said.terpenes === 'linalool; pinene');
    const thousand = await product('tasmanianBotanics', 9);
    assert.ok(typeof thousand.said === 'object' && thousand.said.stockQuantity === 1_000);
    assert.deepEqual(thousand.said.activeIngredients, ['THC 40.0 mg/mL', 'CBD 10.0 mg/mL']);
  });

  it('nothing but units that do not fit their form is warned of', async () => {
    for (const { key } of BUILT_IN) {
      const { rows } = readAll(await sheetsOf(sampleFile(`${key}.xlsx`)), key);
      const codes = new Set(problems(rows, 'warning').map(({ code }) => code));
      assert.deepEqual([...codes], key === 'botanitech' || key === 'tasmanianBotanics' ? [] : ['unit_unusual'], key);
    }
  });
});
