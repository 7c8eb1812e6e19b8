import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ListSummary, ReadRow } from '../../../src/domain/formulary/imports/list.js';
import { readList } from '../../../src/domain/formulary/imports/read-list.js';
import type { ListRow, ListSheet } from '../../../src/domain/list-sheets.js';

const TODAY = '2026-12-01';
const sheet = (rows: readonly (readonly string[])[], more: Partial<ListSheet> = {}): ListSheet => ({
  name: 'List',
  state: 'read',
  rows: rows.map((cells, at): ListRow => ({ row: at + 1, isHidden: false, cells, marks: {} })),
  mergedDown: [],
  ...more,
});
const read = (...sheets: ListSheet[]) => {
  const reading = readList(sheets, TODAY);
  const rows: ReadRow[] = [];
  for (;;) {
    const next = reading.next();
    if (next.done) return { rows, summary: next.value satisfies ListSummary };
    rows.push(next.value);
  }
};
const HEAD = ['Item code', 'Drug name', 'Form/strength', 'ATC', 'Brand', 'Pack', 'Schedule'];
const GOOD = ['1215Y', 'RAMIPRIL', 'Tablet 5 mg', 'C09AA05', 'Ramitest', '30', 'S4'];
const only = (cells: readonly string[], head = HEAD) => read(sheet([head, cells])).rows[0];
const saidOf = (row: ReadRow | undefined): Readonly<Record<string, unknown>> => {
  assert.ok(row && typeof row.outcome === 'object', JSON.stringify(row));
  return { ...row.outcome };
};
const codesOf = (row: ReadRow | undefined) => row?.problems.map(({ column, code }) => `${column} ${code}`);

describe('a list of medicines', () => {
  it('has its headings in one of its first rows, in any order, case and spelling', () => {
    for (const head of [
      HEAD,
      HEAD.map((heading) => `  ${heading.toUpperCase()} `.replace('/', ' / ')),
      [...HEAD].map((one) => one.replace('Item', 'PBS Item')),
    ]) {
      const { rows, summary } = read(sheet([['Price list'], [''], head, GOOD]));
      assert.deepEqual(summary.sheets, [{ name: 'List', state: 'read', headerRow: 3, rows: 1 }]);
      assert.deepEqual(rows[0]?.outcome, {
        name: 'Ramitest 5 mg tablet, 30',
        genericName: 'ramipril',
        activeIngredient: 'ramipril',
        form: 'tablet',
        strength: '5 mg',
        pack: { size: 30, unit: 'unit' },
        pbsCode: '1215Y',
        brandName: 'Ramitest',
        atc: 'C09AA05',
        schedule: 'S4',
        sources: [{ field: 'schedule', source: 'A list that the clinic has imported', asOf: TODAY }],
      });
      assert.equal(rows[0]?.key, 'pbs 1215Y|ramitest');
    }
  });

  it('fails without headings, and without a row that is a medicine', () => {
    assert.equal(read(sheet([['a', 'b'], GOOD])).summary.failure?.code, 'no_header');
    assert.equal(
      read(sheet([...Array.from({ length: 15 }, () => ['x']), HEAD, GOOD])).summary.failure?.code,
      'no_header',
    );
    assert.equal(read(sheet([HEAD, ['00000A', ...GOOD.slice(1)]])).summary.failure?.code, 'no_products');
    assert.equal(read(sheet([HEAD, GOOD])).summary.failure, null);
  });

  it('says nothing of what it has no column for, and takes away what it leaves empty', () => {
    const row = only(['RAMIPRIL', 'Tablet 5 mg'], ['Drug name', 'Form/strength']);
    assert.deepEqual(Object.keys(row?.outcome ?? {}), ['name', 'genericName', 'activeIngredient', 'form', 'strength']);
    const emptied = saidOf(only(['1215Y', 'RAMIPRIL', 'Tablet 5 mg', '-', 'N/A', '', '']));
    assert.deepEqual([emptied.brandName, emptied.atc], [null, null]);
    const { absentFields, columns } = read(
      sheet([
        ['Drug name', 'Form/strength', 'Shelf'],
        ['X', 'Tablet 1 mg', '7'],
      ]),
    ).summary;
    assert.ok(absentFields.includes('brand_name') && !absentFields.includes('generic_name'));
    assert.deepEqual(columns[2], { heading: 'Shelf', field: null });
  });

  it('names each cell that is wrong, and keeps such a row out', () => {
    const wrong = (at: number, value: string) => only(GOOD.map((cell, index) => (index === at ? value : cell)));
    for (const [at, value, code] of [
      [0, '00000A', 'A pbs_code_invalid'],
      [0, '1215Z', 'A pbs_code_invalid'],
      [0, '1.2E+15', 'A code_damaged'],
      [1, '', 'B identity_missing'],
      [2, 'x'.repeat(501), 'C text_too_long'],
      [6, 'S9', 'G schedule_invalid'],
    ] as const) {
      const row = wrong(at, value);
      assert.equal(row?.outcome, 'invalid', code);
      assert.ok(codesOf(row)?.includes(code), `${code}: ${codesOf(row)}`);
    }
    for (const [at, value, code] of [
      [3, 'C09?', 'D atc_unreadable'],
      [5, 'some', 'F pack_unclear'],
      [2, 'Bandage 5 cm', 'C strength_unclear'],
    ] as const) {
      const row = wrong(at, value);
      assert.deepEqual([typeof row?.outcome, codesOf(row)], ['object', [code]]);
    }
  });

  it('takes no error of a spreadsheet, no date and no formula without a value for what it should be', () => {
    const marked = (column: number, mark: 'error' | 'date' | 'no_value') => {
      const list = sheet([HEAD, GOOD]);
      const rows = list.rows.map((row) => (row.row === 2 ? { ...row, marks: { [column]: mark } } : row));
      return codesOf(read({ ...list, rows }).rows[0]);
    };
    assert.deepEqual(marked(0, 'date'), ['A code_damaged']);
    assert.deepEqual(marked(1, 'error'), ['B cell_error', 'B identity_missing']);
    assert.deepEqual(marked(4, 'no_value'), ['E cell_error']);
  });

  it('of two rows of one medicine the first counts; a repeat, a note and the headings again are skipped', () => {
    const other = ['1215Y', 'RAMIPRIL', 'Tablet 10 mg', 'C09AA05', 'Ramitest', '30', 'S4'];
    const { rows } = read(sheet([HEAD, GOOD, GOOD, other, ['', 'Heart', '', '', '', '', ''], HEAD]));
    assert.deepEqual(
      rows.map(({ row, outcome }) => [row, typeof outcome === 'string' ? outcome : 'item']),
      [
        [2, 'item'],
        [3, 'skipped'],
        [4, 'invalid'],
        [5, 'skipped'],
        [6, 'skipped'],
      ],
    );
    assert.match(rows[2]?.problems[0]?.reason ?? '', /row 2 already/);
    const two = read(sheet([HEAD, GOOD]), sheet([HEAD, other], { name: 'More' }));
    assert.match(two.rows[1]?.problems[0]?.reason ?? '', /row 2 of the sheet List already/);
  });

  it('takes what is merged downwards for each of its rows, but for codes', () => {
    const head = ['SKU', 'Drug name', 'Form/strength'];
    const list = sheet([head, ['A1', 'RAMIPRIL', 'Tablet 5 mg'], ['', '', 'Tablet 10 mg'], ['', '', 'Tablet 2.5 mg']], {
      mergedDown: [
        { column: 0, firstRow: 2, lastRow: 3 },
        { column: 1, firstRow: 2, lastRow: 3 },
      ],
    });
    const [, merged, apart] = read(list).rows;
    const { genericName, localCode } = saidOf(merged);
    assert.deepEqual([genericName, localCode], ['ramipril', null]);
    assert.equal(apart?.outcome, 'skipped');
  });

  it('reads hidden rows and says so, and no hidden sheet', () => {
    const list = sheet([HEAD, GOOD]);
    const rows = list.rows.map((row) => ({ ...row, isHidden: row.row === 2 }));
    const { rows: found, summary } = read({ ...list, rows }, sheet([], { name: 'Old', state: 'hidden' }));
    assert.deepEqual(codesOf(found[0]), ['null row_hidden']);
    assert.deepEqual(summary.sheets[1], { name: 'Old', state: 'hidden', headerRow: null, rows: 0 });
  });

  it('takes several ingredients apart, however they are joined', () => {
    for (const name of [
      'AMOXICILLIN + CLAVULANIC ACID',
      'AMOXICILLIN with CLAVULANIC ACID',
      'AMOXICILLIN (&) CLAVULANIC ACID',
    ]) {
      const said = saidOf(only(['1215Y', name, 'Tablet 500 mg-125 mg', '', '', '', '']));
      assert.deepEqual([said.activeIngredient, said.strength], ['amoxicillin + clavulanic acid', '500 mg + 125 mg']);
    }
  });
});
