export type CsvValue = string | number | boolean | null;

/**
 * Words that a spreadsheet would take for a formula: it runs them when somebody opens the file. The wide forms of the signs count as
 * the signs where the spreadsheet's language is Japanese or Chinese (OWASP, CSV injection). Apostrophes in front belong to the text:
 * without one more, the reader would take them for ours.
 */
const LIKE_FORMULA = /^'*(?:\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/;
const FIGURE = /^-?\d+(\.\d+)?$/;
/** The comma, and what a reader that guesses may take for the separator. */
const QUOTED = /[",;|\t\r\n]/;

/** By this mark in front Excel knows that a CSV file is UTF-8; without it, it reads `é` as two letters. */
export const CSV_MARK = '\ufeff';

/** Records as CSV, with a heading. */
export function csvText<Column extends string>(
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, CsvValue>>[],
): string {
  return csvTable(
    columns,
    rows.map((row) => columns.map((column) => row[column])),
  );
}

/** Rows as CSV (RFC 4180) below their headings, without the mark of UTF-8 that a file begins with. */
export function csvTable(headings: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return csvRows([headings, ...rows]);
}

/** Further rows of a table that is written piece by piece. */
export function csvRows(rows: readonly (readonly CsvValue[])[]): string {
  return rows.map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}

/** A text cell of a CSV file as it was before `csvText` kept a spreadsheet from running it. */
export function withoutGuard(text: string): string {
  return text.startsWith("'") && LIKE_FORMULA.test(text.slice(1)) ? text.slice(1) : text;
}

/** Words that look like a formula are marked as text; figures, negative ones too, stay figures. */
function csvField(value: CsvValue): string {
  const text = String(value ?? '');
  const safe = !FIGURE.test(text) && LIKE_FORMULA.test(text) ? `'${text}` : text;
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
