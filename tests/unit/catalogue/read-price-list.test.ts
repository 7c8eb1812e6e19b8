import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ReadRow } from '../../../src/domain/catalogue/list.js';
import type { SupplierMapping } from '../../../src/domain/catalogue/mappings/mapping.js';
import { readMapping } from '../../../src/domain/catalogue/mappings/read-mapping.js';
import type { ListRow, ListSheet } from '../../../src/domain/list-sheets.js';
import { readUnder, sheetOf } from '../../support/catalogue/price-lists.js';

const COLUMNS = {
  product_code: ['Code'],
  product_name: ['Product'],
  strength: ['Strength'],
  dose_form: ['Form'],
  pack: ['Pack'],
  category: ['Category'],
  poison_schedule: ['Schedule'],
  wholesale_price: ['Wholesale'],
  retail_price: ['RRP'],
  stock_quantity: ['Stock'],
  gtin: ['GTIN'],
};
const mapping = (more: Readonly<Record<string, unknown>> = {}): SupplierMapping =>
  readMapping({ supplier_name: 'Acme', currency: 'aud', price_basis: 'ex_gst', columns: COLUMNS, ...more });
const HEAD = [
  'Code',
  'Product',
  'Strength',
  'Form',
  'Pack',
  'Category',
  'Schedule',
  'Wholesale',
  'RRP',
  'Stock',
  'GTIN',
];
const GOOD = [
  'A1',
  'Oil',
  'THC 10 mg/mL : CBD 10 mg/mL',
  'oil',
  '30 mL',
  '3',
  'S8',
  '$90.00',
  '120',
  '40',
  '9312340000017',
];
const MAPPING = mapping();

const only = (cells: readonly string[], marks: ListRow['marks'] = {}, using = MAPPING) => {
  const list = sheetOf([HEAD, cells]);
  const rows = list.rows.map((row) => (row.row === 2 ? { ...row, marks } : row));
  const [read] = readUnder([{ ...list, rows }], using).rows;
  assert.ok(read);
  return read;
};
const put = (changes: Readonly<Record<string, string>>) => GOOD.map((cell, at) => changes[HEAD[at] ?? ''] ?? cell);
const with_ = (changes: Readonly<Record<string, string>>, using = MAPPING) => only(put(changes), {}, using);
const codesOf = (row: ReadRow) => row.problems.map(({ column, code }) => `${column ?? '-'} ${code}`);
const saidOf = (row: ReadRow | undefined) => {
  assert.ok(row && typeof row.outcome === 'object', JSON.stringify(row));
  return row.outcome;
};
const outcomes = (...sheets: ListSheet[]) =>
  readUnder(sheets, MAPPING).rows.map(({ outcome }) => (typeof outcome === 'object' ? 'valid' : outcome));

describe('a row of a price list', () => {
  it('is a product where nothing is wrong', () => {
    const row = only(GOOD);
    assert.deepEqual(row.problems, []);
    assert.equal(saidOf(row).wholesalePrice, 9_000);
    assert.equal(row.key, 'code:a1');
    assert.deepEqual(row.raw, Object.fromEntries(HEAD.map((heading, at) => [heading, GOOD[at]])));
  });

  it('is kept out by what is wrong in it, with the place and the cell', () => {
    for (const [changes, expected] of [
      [{ Code: '', Product: '' }, ['B identity_missing']],
      [{ Wholesale: '' }, ['H price_missing']],
      [{ Wholesale: 'TBC' }, ['H price_missing']],
      [{ Wholesale: '10-12' }, ['H price_invalid']],
      [{ Wholesale: '90 inc GST' }, ['H price_invalid']],
      [{ Wholesale: '€90' }, ['H currency_conflict']],
      [{ RRP: '-1' }, ['I price_invalid']],
      [{ RRP: '£1' }, ['I currency_conflict']],
      [{ Stock: '-5' }, ['J stock_invalid']],
      [{ Stock: '1.5' }, ['J stock_invalid']],
      [{ Schedule: 'S4' }, ['G schedule_conflict']],
      [{ Category: '1' }, ['G schedule_conflict', 'F category_conflict']],
      [{ Category: '5' }, ['F category_conflict']],
      [{ Strength: 'see label', Category: '-' }, ['C strength_unreadable']],
      [{ Code: '9.31E+12' }, ['A code_damaged']],
      [{ Product: 'x'.repeat(501) }, ['B text_too_long']],
      [{ Wholesale: '#REF!' }, ['H cell_error']],
      [{ Code: '#N/A' }, ['A cell_error']],
      [{ Wholesale: 'POA', Stock: '-5' }, ['H price_invalid', 'J stock_invalid']],
    ] as const) {
      const row = with_(changes);
      assert.equal(row.outcome, 'invalid', JSON.stringify(changes));
      assert.deepEqual(codesOf(row).toSorted(), [...expected].toSorted());
    }
    const [problem] = with_({ Wholesale: '10-12' }).problems;
    assert.deepEqual(problem, {
      severity: 'error',
      sheet: 'List',
      row: 2,
      column: 'H',
      heading: 'Wholesale',
      field: 'wholesale_price',
      value: '10-12',
      code: 'price_invalid',
      reason: 'The price is a range or more than one amount: there must be one.',
    });
  });

  it('is imported with a warning where a person should look at it', () => {
    for (const [changes, expected] of [
      [{ Form: 'capsule', Pack: '60' }, ['C unit_unusual']],
      [{ Stock: 'next week' }, ['J stock_unreadable']],
      [{ RRP: 'ask' }, ['I retail_unreadable']],
      [{ Strength: 'THC 18-22 %' }, ['C strength_unclear']],
      [{ Strength: 'T10:C10' }, ['C strength_unclear']],
      [{ GTIN: '9312340000018' }, ['K gtin_invalid']],
      [{ Stock: '#N/A' }, ['J stock_unreadable']],
    ] as const) {
      const row = with_(changes);
      assert.deepEqual(codesOf(row), expected);
      saidOf(row);
    }
    assert.deepEqual(codesOf(with_({}, mapping({ code_pattern: '^B\\d+$' }))), ['A code_unusual']);
  });

  it('takes no date and no formula without a value for what it should be', () => {
    assert.deepEqual(codesOf(only(put({ Code: '10-Mar' }), { 0: 'date' })), ['A code_damaged']);
    assert.deepEqual(codesOf(only(put({ Wholesale: '' }), { 7: 'no_value' })), ['H cell_error']);
    assert.equal(only(put({ Wholesale: '10/12' }), { 7: 'date' }).outcome, 'invalid');
    const error = only(put({ Strength: '#VALUE!' }), { 2: 'error' });
    assert.deepEqual(codesOf(error), []);
    // What an error of Excel hides stays as it was: it is not cleared.
    assert.ok(!('strength' in saidOf(error)));
    const retail = only(put({ RRP: '#N/A' }), { 8: 'error' });
    assert.deepEqual([codesOf(retail), 'retailPrice' in saidOf(retail)], [['I retail_unreadable'], false]);
    assert.equal(saidOf(with_({ RRP: 'ask' })).retailPrice, null);
  });

  it('has its strength in the unit of its form, or none', () => {
    const strength = (changes: Readonly<Record<string, string>>, using = MAPPING) => {
      const { thc, cbd, strengthUnit } = saidOf(with_(changes, using));
      return `${thc} ${cbd} ${strengthUnit}`;
    };
    const herb = { Form: 'flower', Pack: '10 g', Category: '5' };
    assert.equal(strength({ ...herb, Strength: 'THC 22 % CBD < 1 %' }), '220 10 mg/g');
    assert.equal(strength({ ...herb, Strength: 'T22' }), '220 null mg/g');
    assert.equal(strength({ ...herb, Strength: 'T220' }), 'null null null');
    const full = { ...herb, Category: '4' };
    assert.equal(strength({ ...full, Strength: 'THC 800 mg/g CBD 210 mg/g' }), '800 210 mg/g');
    assert.equal(strength({ ...full, Strength: 'THC 800 mg/g CBD 211 mg/g' }), 'null null null');
    assert.equal(strength({ ...herb, Strength: '22 %' }), 'null null null');
    assert.equal(strength({ Strength: 'T10:C10' }), '10 10 null');
    assert.equal(strength({ Strength: 'T10:C10' }, mapping({ units: { strength: 'mg/mL' } })), '10 10 mg/mL');
    assert.equal(strength({ Strength: 'THC 10 mg : CBD 10 mg', Form: 'capsule', Pack: '60' }), '10 10 mg/unit');
    assert.equal(strength({ Strength: 'THC 10 mg : CBD 10 mg' }), '10 10 null');
    assert.equal(strength({ Strength: 'THC 1 % w/v CBD 1 % w/v' }), '10 10 mg/mL');
  });

  it('is found again without a code by brand, name, strength and pack', () => {
    const key = (changes: Readonly<Record<string, string>>) =>
      with_({ Code: '', ...changes }, mapping({ brand_name: 'Acmé' })).key;
    assert.equal(key({}), 'name:acme|oil|thc10mg/ml:cbd10mg/ml|30ml');
    assert.equal(key({ Product: 'OIL ', Pack: '30mL' }), key({}));
    assert.notEqual(key({ Strength: 'THC 10 mg/mL : CBD < 10 mg/mL' }), key({}));
    assert.equal(key({ Wholesale: 'POA' }), key({}));
    assert.equal(key({ Product: '' }), null);
    assert.equal(with_({ Code: '9.31E+12' }).key, null);
    const columns = { product_name: ['Product'], thc: ['THC'], cbd: ['CBD'], wholesale_price: ['Wholesale'] };
    const rows = ['10', '20'].map((thc) => ['Oil', `${thc} mg/mL`, '5 mg/mL', '90']);
    const list = sheetOf([['Product', 'THC', 'CBD', 'Wholesale'], ...rows]);
    assert.deepEqual(
      readUnder([list], mapping({ columns })).rows.map((row) => row.key),
      ['name:|oil|10mg/ml:5mg/ml|', 'name:|oil|20mg/ml:5mg/ml|'],
    );
    const halves = sheetOf([
      ['Product', 'THC', 'CBD', 'Wholesale'],
      ['Oil', '10 mg/mL', '', '90'],
      ['Oil', '', '10 mg/mL', '90'],
    ]);
    assert.deepEqual(
      readUnder([halves], mapping({ columns })).rows.map((row) => row.key),
      ['name:|oil|10mg/ml:|', 'name:|oil|:10mg/ml|'],
      'THC is not CBD',
    );
  });

  it('has texts of 500 characters at most', () => {
    for (const sign of ['x', '\u{1f33f}']) {
      assert.equal(saidOf(with_({ Product: sign.repeat(500) })).productName, sign.repeat(500));
      assert.deepEqual(codesOf(with_({ Product: sign.repeat(501) })), ['B text_too_long']);
    }
  });
});

describe('the rows of a price list', () => {
  it('are skipped where they are no products', () => {
    const other = put({ Code: 'A2' });
    assert.deepEqual(
      outcomes(
        sheetOf([
          HEAD,
          GOOD,
          ['', 'Capsules'],
          HEAD.map((heading) => heading.toUpperCase()),
          GOOD,
          other,
          ['', 'TOTAL', '', '', '', '', '', '', '', '60 lines'],
          ['Subtotal', '', '', '', '', '', '', '', '', '80'],
          put({ Code: 'A3', Product: 'Total Relief', Wholesale: '' }),
        ]),
      ),
      ['valid', 'skipped', 'skipped', 'skipped', 'valid', 'skipped', 'skipped', 'invalid'],
    );
  });

  it('of one product count once: the first', () => {
    const { rows } = readUnder([sheetOf([HEAD, GOOD, put({ Code: 'a1', Wholesale: '80' })])], MAPPING);
    assert.deepEqual(codesOf(rows[1] ?? only(GOOD)), ['- duplicate_row']);
    assert.match(rows[1]?.problems[0]?.reason ?? '', /stands in row 2 already/);
    const two = readUnder(
      [sheetOf([HEAD, put({ Wholesale: 'POA' })], { name: 'Oils' }), sheetOf([HEAD, GOOD], { name: 'New' })],
      MAPPING,
    );
    assert.match(two.rows[1]?.problems[0]?.reason ?? '', /row 2 of the sheet Oils/);
    const other = put({ Wholesale: '80' });
    assert.deepEqual(outcomes(sheetOf([HEAD, GOOD, other, other, GOOD])), ['valid', 'invalid', 'skipped', 'skipped']);
    const nameless = put({ Code: '', Product: '', Form: '' });
    const sections = readUnder(
      [sheetOf([HEAD, ['Capsules'], nameless, ['Oils'], nameless])],
      mapping({ section_field: 'dose_form' }),
    );
    const found = sections.rows.filter(({ outcome }) => outcome === 'invalid').map(codesOf);
    assert.ok(
      found.length === 2 && !found.flat().includes('- duplicate_row'),
      'nobody can say that they are one product',
    );
  });

  it('share a cell that is merged downwards, but not a code', () => {
    const rows = [HEAD, GOOD, put({ Code: '', Product: '', Strength: '', Wholesale: '95' })];
    const mergedDown = [0, 1, 2].map((column) => ({ column, firstRow: 2, lastRow: 3 }));
    const read = readUnder([sheetOf(rows, { mergedDown })], MAPPING).rows[1];
    const { productCode, productName, thc, wholesalePrice } = saidOf(read);
    assert.deepEqual([productCode, productName, thc, wholesalePrice], [null, 'Oil', 10, 9_500]);
    const ofOne = put({ Code: 'A2', GTIN: '' });
    const gtin = sheetOf([HEAD, GOOD, ofOne], { mergedDown: [{ column: 10, firstRow: 2, lastRow: 3 }] });
    assert.equal(saidOf(readUnder([gtin], MAPPING).rows[1]).gtin, null, 'nor a GTIN');
    const ended = [...rows, put({ Code: 'A9', Product: '' })];
    assert.equal(saidOf(readUnder([sheetOf(ended, { mergedDown })], MAPPING).rows[2]).productName, null);
  });

  it('that a filter hides are read with a warning, or skipped by the mapping', () => {
    const list = sheetOf([HEAD, GOOD]);
    const hidden = { ...list, rows: list.rows.map((row) => ({ ...row, isHidden: row.row === 2 })) };
    const [row] = readUnder([hidden], MAPPING).rows;
    assert.deepEqual([codesOf(row ?? only(GOOD)), typeof row?.outcome], [['- row_hidden'], 'object']);
    assert.equal(readUnder([hidden], mapping({ hidden_rows: 'skip' })).rows[0]?.outcome, 'skipped');
  });

  it('take from their section, their sheet and the mapping what they do not say', () => {
    const rows = [
      HEAD,
      put({ Form: '' }),
      ['Capsule range'],
      put({ Code: 'A2', Form: '' }),
      ['Prices may change'],
      put({ Code: 'A3', Form: '' }),
    ];
    const using = mapping({
      defaults: { dose_form: 'oil', access_mechanism: 'SAS-B' },
      section_field: 'dose_form',
      sheets: { defaults: { 'Vape*': { dose_form: 'vape' } } },
    });
    const forms = (name: string) =>
      readUnder([sheetOf(rows, { name })], using).rows.flatMap(({ outcome }) =>
        typeof outcome === 'object' ? [outcome.doseForm, outcome.accessMechanism] : [],
      );
    assert.deepEqual(forms('List'), ['oral_liquid', 'SAS-B', 'capsule', 'SAS-B', 'capsule', 'SAS-B']);
    assert.equal(forms('Vapes')[0], 'inhalation_liquid');
  });

  it('say nothing of what the list has no column for, and clear what they leave empty', () => {
    const { rows, summary } = readUnder(
      [
        sheetOf([
          ['Code', 'Wholesale', 'RRP'],
          ['A1', '90', ''],
        ]),
      ],
      MAPPING,
    );
    assert.deepEqual(rows[0]?.outcome, { productCode: 'A1', retailPrice: null, wholesalePrice: 9_000 });
    assert.ok(summary.absentFields.includes('product_name') && !summary.absentFields.includes('retail_price'));
  });

  it('come from the sheets that the mapping reads', () => {
    const sheets = [
      sheetOf([HEAD, GOOD], { name: 'Oils' }),
      sheetOf([HEAD, GOOD], { name: 'Discontinued 2025' }),
      sheetOf([['Notes']], { name: 'Notes' }),
      sheetOf([], { name: 'Old', state: 'hidden' }),
      sheetOf([], { name: 'Chart', state: 'chart' }),
    ];
    const { summary, rows } = readUnder(sheets, mapping({ sheets: { exclude: ['disc*'] } }));
    assert.equal(rows.length, 1);
    assert.deepEqual(
      summary.sheets.map(({ name, state }) => `${name} ${state}`),
      ['Oils read', 'Discontinued 2025 excluded', 'Notes no_header', 'Old hidden', 'Chart chart'],
    );
  });
});
