import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { errorSheets, joinedSheet } from '../../../src/domain/catalogue/error-sheets.js';
import { readMapping } from '../../../src/domain/catalogue/mappings/read-mapping.js';
import { readUnder, sheetOf } from '../../support/catalogue/price-lists.js';

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
    const joined = joinedSheet(sheets);
    assert.deepEqual(joined.headings, [...(sheets[0]?.headings.slice(0, -1) ?? []), 'Size', 'Problem']);
    assert.deepEqual(joined.rows.at(-1)?.slice(0, 4), ['', '', '', 'Wafer']);
    assert.equal(joined.rows.at(-1)?.at(-2), '10');
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
