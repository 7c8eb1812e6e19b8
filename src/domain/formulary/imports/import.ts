import type { SpreadsheetFailureCode } from '../../spreadsheet-failures.js';
import type { ListFailure, ListProblem, ListSummary } from './list.js';

/** What becomes of an item by an import. */
export const ROW_KINDS = [
  'created',
  'updated',
  'reactivated',
  'deactivated',
  'unchanged',
  'invalid',
  'skipped',
] as const;
export type RowKind = (typeof ROW_KINDS)[number];

/** How many items an import changes; `needsReview`: how many of its items have no known schedule. */
export interface ImportCounts {
  readonly created: number;
  readonly updated: number;
  readonly deactivated: number;
  readonly reactivated: number;
  readonly unchanged: number;
  readonly needsReview: number;
}

/** Why an import waits for a person although it was to be applied at once. Percent. */
export interface Hold {
  readonly code: 'many_errors' | 'many_deactivated';
  readonly count: number;
  readonly limit: number;
}

/** What a file says and would change: a prediction, until it is applied. */
export interface ImportReport extends Omit<ListSummary, 'failure'> {
  readonly rowsTotal: number;
  readonly rowsValid: number;
  readonly rowsInvalid: number;
  readonly rowsSkipped: number;
  readonly errorsTotal: number;
  readonly warningsTotal: number;
  readonly preview: ImportCounts;
  readonly heldBy: readonly Hold[];
}

/** What was done. */
export interface ImportDone extends ImportCounts {
  /** Of an undo: items that somebody has changed by hand since, which stay as they are. */
  readonly kept: number;
}

export interface ImportFailure {
  readonly code: SpreadsheetFailureCode | ListFailure['code'] | 'internal';
  readonly message: string;
  readonly hint: string;
  readonly details?: Readonly<Record<string, string | number>>;
}

/** Errors and warnings that an answer shows: the first ones of each. */
export interface ShownProblems {
  readonly errors: readonly ListProblem[];
  readonly warnings: readonly ListProblem[];
}
export const MOST_SHOWN = 100;

const MOST_ERRORS_PERCENT = 25;
const MOST_DEACTIVATED_PERCENT = 20;
const LEAST_DEACTIVATED = 5;
/** Rows with something in them. */
export const MOST_ROWS = 50_000;
/** A preview that nobody decides on is cancelled. */
export const PREVIEW_LASTS_MS = 7 * 24 * 3_600_000;

/** What of a file may be a mistake: too many rows in error, too many items gone. `listed`: active items of earlier lists. */
export function holdsOf(
  report: Pick<ImportReport, 'rowsTotal' | 'rowsInvalid' | 'rowsSkipped' | 'preview'>,
  listed: number,
): readonly Hold[] {
  const { rowsTotal, rowsInvalid, rowsSkipped, preview } = report;
  const rows = rowsTotal - rowsSkipped;
  const holds: Hold[] = [];
  if (rowsInvalid * 100 > rows * MOST_ERRORS_PERCENT) {
    holds.push({ code: 'many_errors', count: rowsInvalid, limit: MOST_ERRORS_PERCENT });
  }
  const gone = preview.deactivated;
  if (gone >= LEAST_DEACTIVATED && gone * 100 > listed * MOST_DEACTIVATED_PERCENT) {
    holds.push({ code: 'many_deactivated', count: gone, limit: MOST_DEACTIVATED_PERCENT });
  }
  return holds;
}
