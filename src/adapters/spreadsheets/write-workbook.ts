import { type WriteSheet, writeXlsx } from 'hucre';
import type { WrittenSheet } from './port.js';
import { TEXT_FORMAT, writtenText } from './written-text.js';

/** `#N/A` and the like: hucre 1.0.0 makes an error of Excel of such a text, unless it is given in runs, as a text of several fonts. */
const LIKE_ERROR = /^#[A-Z0-9/_]+[!?]?$/;

/** Writes a workbook where it stands: for the thread that is made for it. */
export function writeWorkbook(sheets: readonly WrittenSheet[]): Promise<Uint8Array> {
  return writeXlsx({ sheets: sheets.map(sheetOf), stringMode: 'inline' });
}

function sheetOf({ name, headings, rows }: WrittenSheet): WriteSheet {
  const cells: NonNullable<WriteSheet['cells']> = new Map();
  const texts = [headings, ...rows].map((row, at) =>
    row.map((value, column) => {
      if (typeof value !== 'string') return value;
      const text = writtenText(value);
      if (LIKE_ERROR.test(text)) cells.set(`${at},${column}`, { richText: [{ text }], style: { numFmt: TEXT_FORMAT } });
      return text;
    }),
  );
  const hasNumbers = (column: number) => rows.some((row) => typeof row[column] === 'number');
  const columns = headings.map((_, column) => (hasNumbers(column) ? {} : { numFmt: TEXT_FORMAT }));
  return { name, columns, rows: texts, cells, freezePane: { rows: 1 } };
}
