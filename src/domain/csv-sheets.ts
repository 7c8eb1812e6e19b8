import { csvRows } from './csv-text.js';
import type { ListRow, ListSheet } from './list-sheets.js';

/** What the table of a CSV is called that has no sheets. */
export const CSV_SHEET = 'CSV';
/** The last column of a file that goes back to a supplier; no mapping has a field for it, so that it says nothing when it comes again. */
export const PROBLEM = 'Problem';
const TITLE = /^Sheet: (.+)$/s;

export interface CsvSheet {
  readonly name: string;
  /** With `Problem`. */
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Sheets as one CSV text: below each other, each under its own headings and a row with its name. */
export function csvOfSheets(sheets: readonly CsvSheet[]): string {
  const width = Math.max(...sheets.map(({ headings }) => headings.length));
  const lines = sheets.flatMap(({ name, headings, rows }) => [[`Sheet: ${name}`], headings, ...rows]);
  // Rows of one length, so that whoever reads the text can tell what separates their cells.
  return csvRows(lines.map((line) => Array.from({ length: width }, (_, at) => line[at] ?? '')));
}

/** The sheets of a CSV that `csvOfSheets` has written, also where somebody has corrected it; any other is one table without a name. */
export function sheetsOfCsv(rows: readonly ListRow[]): readonly ListSheet[] {
  const titles = rows.flatMap((row, at) => {
    const name = nameIn(row, rows[at + 1]);
    return name === null ? [] : [{ at, name, row: row.row }];
  });
  if (titles[0]?.at !== 0) return [{ name: CSV_SHEET, isNameless: true, state: 'read', rows, mergedDown: [] }];
  return titles.map(({ at, name, row }, index) => ({
    name,
    firstRow: row + 1,
    state: 'read',
    rows: rows.slice(at + 1, titles[index + 1]?.at),
    mergedDown: [],
  }));
}

/** A title stands alone in its row, above headings of ours. */
function nameIn({ cells: [title = '', ...others] }: ListRow, below: ListRow | undefined): string | null {
  if (others.some((cell) => cell !== '') || !below?.cells.includes(PROBLEM)) return null;
  return TITLE.exec(title)?.[1] ?? null;
}
