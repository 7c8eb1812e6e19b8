import { CSV_SHEET, csvOfSheets, PROBLEM } from '../csv-sheets.js';
import { csvTable } from '../csv-text.js';
import type { RowProblem, SheetSummary } from './list.js';
import type { SupplierMapping } from './mappings/mapping.js';
import { matchesGlob } from './mappings/sheet-glob.js';

/** A row of a list that is in error, as it was staged. */
export interface RowInError {
  readonly sheet: string;
  /** `{heading: text}`, in no order. */
  readonly raw: Readonly<Record<string, string>>;
  readonly problems: readonly RowProblem[];
}

/** A sheet of the file that goes back to a supplier. */
export interface ErrorSheet {
  readonly name: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * Stands in place of a code of which Excel has made a date: the text of a date would be taken for a code when the file is imported again.
 * An error of Excel is an error there, too, until somebody writes the code.
 */
const LOST_CODE = '#N/A';

/**
 * The rows in error as the supplier sent them: each sheet by its name and under its own headings, and behind them what is wrong.
 * Corrected, they can be imported again as a partial list. Sheets without errors are left out; without any error there is one, empty.
 */
export function errorSheets(sheets: readonly SheetSummary[], rows: readonly RowInError[]): readonly ErrorSheet[] {
  const made = sheets.flatMap(({ name, headings }): ErrorSheet[] => {
    const own = rows.filter(({ sheet }) => sheet === name);
    // Of a file that was made here before: it says what was wrong then.
    const kept = headings.filter((heading) => heading !== PROBLEM);
    return own.length === 0 ? [] : [{ name, headings: [...kept, PROBLEM], rows: own.map((row) => cellsOf(row, kept)) }];
  });
  if (made.length > 0) return made;
  const first = sheets.find(({ state }) => state === 'read');
  const kept = (first?.headings ?? []).filter((heading) => heading !== PROBLEM);
  return [{ name: first?.name ?? 'Errors', headings: [...kept, PROBLEM], rows: [] }];
}

/**
 * The sheets as CSV text, without the mark of UTF-8. They are one table where that is the same list; where each has headings of its own, or
 * the mapping has values for one of them, they stand below each other with their names.
 */
export function errorCsv(sheets: readonly ErrorSheet[], mapping: SupplierMapping | null): string {
  const [first] = sheets;
  const headings = first?.headings ?? [];
  const patterns = Object.keys(mapping?.sheets.defaults ?? {});
  const isLikeNameless = ({ name }: ErrorSheet) =>
    patterns.every((pattern) => matchesGlob(name, pattern) === matchesGlob(CSV_SHEET, pattern));
  const isAlike = (sheet: ErrorSheet) => JSON.stringify(sheet.headings) === JSON.stringify(headings);
  const isOneTable = sheets.every((sheet) => isAlike(sheet) && isLikeNameless(sheet));
  if (!isOneTable) return csvOfSheets(sheets);
  return csvTable(
    headings,
    sheets.flatMap(({ rows }) => rows),
  );
}

function cellsOf({ raw, problems }: RowInError, headings: readonly string[]): readonly string[] {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const lost = errors.find(({ code }) => code === 'code_damaged')?.heading ?? null;
  const cells = headings.map((heading) => (heading === lost ? LOST_CODE : (raw[heading] ?? '')));
  return [...cells, errors.map(sentenceOf).join('\n')];
}

function sentenceOf({ heading, code, value, reason }: RowProblem): string {
  const sentence = heading === null ? reason : `${heading}: ${reason}`;
  return code === 'code_damaged' && value ? `${sentence} It was shown as ${value}.` : sentence;
}
