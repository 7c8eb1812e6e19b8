import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BUILT_IN } from '../../../src/domain/catalogue/suppliers/built-in.js';
import type { ListRow, ListSheet } from '../../../src/domain/list-sheets.js';
import { readAll, sampleFile, sheetsOf } from '../../support/catalogue/price-lists.js';

type Change = (rows: readonly ListRow[], headerAt: number) => readonly ListRow[];

const row = (cells: readonly string[]): ListRow => ({ row: 0, isHidden: false, cells, marks: {} });
const numbered = (rows: readonly ListRow[]) => rows.map((one, at) => ({ ...one, row: at + 1 }));
const eachCell = (rows: readonly ListRow[], change: (cell: string) => string) =>
  rows.map((one) => ({ ...one, cells: one.cells.map(change) }));
const changeHead = (rows: readonly ListRow[], at: number, change: (cells: readonly string[]) => readonly ListRow[]) => [
  ...rows.slice(0, at),
  ...change(rows[at]?.cells ?? []),
  ...rows.slice(at + 1),
];

/** The same list as another program, or another month, has it. */
const VARIANTS: Readonly<Record<string, Change>> = {
  'headings in capitals, with breaks and dots': (rows, at) =>
    changeHead(rows, at, (cells) => [row(cells.map((cell) => ` ${cell.toUpperCase().replaceAll(' ', '\n')}. `))]),
  'a title and notes above': (rows) => [row(['Price list']), row(['', 'Call us', 'any time']), row(['']), ...rows],
  'headings over two rows': (rows, at) =>
    changeHead(rows, at, (cells) => [
      row(cells.map((cell) => cell.split(' ')[0] ?? '')),
      row(cells.map((cell) => cell.split(' ').slice(1).join(' '))),
    ]),
  'groups above the headings': (rows, at) =>
    changeHead(rows, at, (cells) => [
      row(cells.map((_, index) => (index % 4 === 0 ? `Group ${index}` : ''))),
      row(cells),
    ]),
  'columns in another order': (rows) => rows.map((one) => ({ ...one, cells: padded(rows, one).toReversed() })),
  'an empty column before': (rows) => rows.map((one) => ({ ...one, cells: ['', ...one.cells] })),
  'the headings again every tenth row': (rows, at) =>
    rows.flatMap((one, index) => (index > at && index % 10 === 0 ? [one, row(rows[at]?.cells ?? [])] : [one])),
  'no-break blanks': (rows) => eachCell(rows, (cell) => cell.replaceAll(' ', '\u00a0')),
  'marks of footnotes': (rows, at) =>
    rows.map((one, index) =>
      index === at + 1 ? { ...one, cells: one.cells.map((cell) => (/[a-z]/i.test(cell) ? `${cell}*` : cell)) } : one,
    ),
  'each row twice': (rows, at) => rows.flatMap((one, index) => (index > at ? [one, one] : [one])),
  'notes below': (rows) => [
    ...rows,
    row(['* Prices may change without notice']),
    row(['', 'Subtotal', '', '60 lines']),
  ],
};

function padded(rows: readonly ListRow[], { cells }: ListRow): readonly string[] {
  const width = Math.max(...rows.map((one) => one.cells.length));
  return Array.from({ length: width }, (_, at) => cells[at] ?? '');
}

const counts = (sheets: readonly ListSheet[], wanted: string | null) => {
  const { rows, key } = readAll(sheets, wanted);
  const codes = rows.flatMap(({ problems }) =>
    problems.filter(({ severity }) => severity === 'error').map(({ code }) => code),
  );
  const valid = rows.filter(({ outcome }) => typeof outcome === 'object').length;
  return { key, valid, invalid: rows.filter(({ outcome }) => outcome === 'invalid').length, codes };
};

describe('a sample list as somebody else would have made it', () => {
  for (const { key } of BUILT_IN) {
    it(`of ${key} has the same products and the same bad rows`, async () => {
      const sheets = await sheetsOf(sampleFile(`${key}.xlsx`));
      for (const wanted of [key, null]) {
        const expected = counts(sheets, wanted);
        for (const [name, change] of Object.entries(VARIANTS)) {
          const changed = sheets.map((sheet) => {
            const headerAt = sheet.rows.findIndex(({ cells }) => cells.filter((cell) => cell !== '').length > 3);
            return { ...sheet, rows: numbered(change(sheet.rows, headerAt)) };
          });
          assert.deepEqual(counts(changed, wanted), expected, name);
        }
      }
    });
  }
});
