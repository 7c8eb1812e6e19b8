import type { RowProblem, SheetSummary } from './list.js';

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

/** The last column; no mapping has a field for it, so that it says nothing when the file is imported again. */
const PROBLEM = 'Problem';
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

/** All sheets as one table, for a file that has no sheets: every heading once, in the order in which they come. */
export function joinedSheet(sheets: readonly ErrorSheet[]): Omit<ErrorSheet, 'name'> {
  const all = new Set(sheets.flatMap(({ headings }) => headings));
  all.delete(PROBLEM);
  const headings = [...all, PROBLEM];
  const rows = sheets.flatMap((sheet) =>
    sheet.rows.map((row) => headings.map((heading) => row[sheet.headings.indexOf(heading)] ?? '')),
  );
  return { headings, rows };
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
