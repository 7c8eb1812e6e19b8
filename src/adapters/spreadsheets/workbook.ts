import { type Cell, EncryptedFileError, formatValue, type Sheet as HucreSheet, readXlsx, streamXlsxRows } from 'hucre';
import { MOST_COLUMNS } from './csv.js';
import { type CellMark, type MergedCells, type OnRows, type Sheet, type SheetRow, SpreadsheetRefused } from './port.js';
import { shownNumber } from './shown-number.js';
import { readable, readableName } from './shown-text.js';

/**
 * What the cells of a sheet may hold: 50,000 rows of 50 columns and of a thousand characters. A text that a file holds once may stand in
 * half a million cells, so that the size of the file says nothing of it.
 */
const MOST_CELLS = 2_500_000;
export const MOST_TEXT = 50_000_000;
/** Rows between two words of how many were found. */
const REPORT = 1_000;
/** How many rows a workbook may have, and how many have been found in it. */
interface Budget {
  readonly maxRows: number;
  found: number;
  /** Hears how many were found. */
  readonly onRows: OnRows;
}

interface Extent {
  /** Rows with something in them. */
  readonly filled: number;
  /** As Excel counts. */
  readonly lastRow: number;
  readonly lastColumn: number;
}

/**
 * The visible sheets of an XLSX file. hucre 1.0.0 makes a dense rectangle of a sheet, so a first pass finds the last row and column
 * that hold something. A sheet without a worksheet (a chart) is left out: hucre would refuse the whole file for it.
 * @throws SpreadsheetRefused file_damaged, file_encrypted, file_too_large, too_many_rows
 */
export async function readWorkbook(bytes: Uint8Array, maxRows: number, onRows: OnRows): Promise<readonly Sheet[]> {
  try {
    const sheets: Sheet[] = [];
    const budget: Budget = { maxRows, found: 0, onRows };
    for (const { name, isHidden } of await sheetsOf(bytes)) {
      sheets.push(isHidden ? without(name, 'hidden') : await readSheet(bytes, name, budget));
    }
    return sheets;
  } catch (error) {
    if (error instanceof SpreadsheetRefused) throw error;
    if (error instanceof EncryptedFileError) throw new SpreadsheetRefused('file_encrypted');
    // Whatever the library finds wrong in a file; its own words may quote the file.
    throw new SpreadsheetRefused('file_damaged');
  }
}

async function sheetsOf(bytes: Uint8Array): Promise<readonly { readonly name: string; readonly isHidden: boolean }[]> {
  const found: { readonly name: string; readonly isHidden: boolean }[] = [];
  await readXlsx(bytes, {
    sheets: ({ name, hidden, veryHidden }) => {
      found.push({ name, isHidden: hidden === true || veryHidden === true });
      return false;
    },
  });
  return found;
}

async function readSheet(bytes: Uint8Array, name: string, rowBudget: Budget): Promise<Sheet> {
  const extent = await extentOf(bytes, name, rowBudget);
  if (extent === null) return without(name, 'chart');
  if (extent.filled === 0) return without(name, 'empty');
  const range = `A1:${columnLetters(extent.lastColumn)}${extent.lastRow}`;
  const { sheets } = await readXlsx(bytes, { readStyles: true, sheets: [name], range });
  const [sheet] = sheets;
  if (!sheet) throw new SpreadsheetRefused('file_damaged');
  const [rows, merged] = [rowsOf(sheet), mergedDown(sheet)];
  assertMerged(rows, merged);
  return { name: readableName(name), state: 'read', rows, mergedDown: merged };
}

/** A text that is merged downwards counts for each of its rows. */
function assertMerged(rows: readonly SheetRow[], merged: readonly MergedCells[]): void {
  const texts = new Map(rows.map(({ row, cells }) => [row, cells]));
  const lengths = merged.map(({ column, firstRow, lastRow }) => {
    const text = texts.get(firstRow)?.[column] ?? '';
    return text.length * Math.min(lastRow - firstRow, rows.length);
  });
  const sum = lengths.reduce((total, length) => total + length, 0);
  if (sum > MOST_TEXT) throw new SpreadsheetRefused('file_too_large');
}

function without(name: string, state: Sheet['state']): Sheet {
  return { name: readableName(name), state, rows: [], mergedDown: [] };
}

/** Null: the sheet has no cells at all, because it is a chart. */
async function extentOf(bytes: Uint8Array, name: string, rows: Budget): Promise<Extent | null> {
  let [filled, lastRow, lastColumn] = [0, 0, 0];
  const budget = { cells: MOST_CELLS, text: MOST_TEXT };
  try {
    for await (const { index, values } of streamXlsxRows(bytes, { sheet: name })) {
      let last = Math.min(values.length, MOST_COLUMNS);
      while (last > 0 && isNothing(values[last - 1])) last -= 1;
      if (last === 0) continue;
      filled += 1;
      rows.found += 1;
      if (rows.found > rows.maxRows) throw new SpreadsheetRefused('too_many_rows', { limit: rows.maxRows });
      if (rows.found % REPORT === 0) rows.onRows({ rowsProcessed: 0, rowsTotal: rows.found });
      spend(budget, values, last);
      lastRow = index + 1;
      lastColumn = Math.max(lastColumn, last);
    }
  } catch (error) {
    if (error instanceof Error && /(missing|not found).*sheet|sheet.*(missing|not found)/i.test(error.message))
      return null;
    throw error;
  }
  return { filled, lastRow, lastColumn };
}

function spend(budget: { cells: number; text: number }, values: readonly unknown[], last: number): void {
  for (let column = 0; column < last; column += 1) {
    const value = values[column];
    if (!isNothing(value)) budget.cells -= 1;
    if (typeof value === 'string') budget.text -= value.length;
  }
  if (budget.cells < 0 || budget.text < 0) throw new SpreadsheetRefused('file_too_large');
}

const isNothing = (value: unknown) =>
  value === null || value === undefined || (typeof value === 'string' && value.trim() === '');

function rowsOf({ rows, cells, rowDefs }: HucreSheet): readonly SheetRow[] {
  return rows.flatMap((values, at) => {
    const marks: Record<number, CellMark> = {};
    const shown = values.map((value, column) => {
      const cell = cells?.get(`${at},${column}`);
      const mark = markOf(value, cell);
      if (mark) marks[column] = mark;
      return readable(shownText(value, cell));
    });
    if (shown.every((text) => text === '') && Object.keys(marks).length === 0) return [];
    return [{ row: at + 1, isHidden: rowDefs?.get(at)?.hidden === true, cells: shown, marks }];
  });
}

function markOf(value: unknown, cell: Cell | undefined): CellMark | null {
  if (cell?.type === 'error') return 'error';
  if (value instanceof Date) return 'date';
  return cell?.formula !== undefined && isNothing(value) ? 'no_value' : null;
}

function shownText(value: unknown, cell: Cell | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  const format = cell?.style?.numFmt;
  if (value instanceof Date) return formatValue(value, format && format !== 'General' ? format : 'yyyy-mm-dd');
  return typeof value === 'number' ? shownNumber(value, format || 'General') : String(value);
}

function mergedDown({ merges }: HucreSheet): readonly MergedCells[] {
  return (merges ?? [])
    .filter(({ startRow, endRow }) => endRow > startRow)
    .map(({ startRow, endRow, startCol }) => ({ column: startCol, firstRow: startRow + 1, lastRow: endRow + 1 }));
}

/** `A` of 1, `AB` of 28. */
function columnLetters(column: number): string {
  const rest = (column - 1) % 26;
  const before = (column - 1 - rest) / 26;
  return `${before > 0 ? columnLetters(before) : ''}${String.fromCharCode(65 + rest)}`;
}
