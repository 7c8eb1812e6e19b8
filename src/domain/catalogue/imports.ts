import type { Day } from '../days.js';
import type { SpreadsheetFailureCode } from '../spreadsheet-failures.js';
import type { ListFailureCode } from './failures.js';
import type { ListSummary } from './list.js';

/** Where a list came from: a person's browser, the shell of the installation, or an address that is looked up by itself. */
export const IMPORT_SOURCES = ['upload', 'shell', 'pull'] as const;
export type ImportSource = (typeof IMPORT_SOURCES)[number];

/** What becomes of a product by a row; the last three change none. */
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
/** Rows that change a product. */
export const CHANGE_KINDS = ['created', 'updated', 'deactivated', 'reactivated'] as const satisfies readonly RowKind[];
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** How many products an import changes. */
export interface ImportCounts {
  readonly created: number;
  readonly updated: number;
  readonly deactivated: number;
  readonly reactivated: number;
  readonly unchanged: number;
  /** Categories that the clinic had from no supplier yet. */
  readonly categoriesCreated: number;
}

/** What an import would change: a prediction. */
export interface ImportPreview extends ImportCounts {
  /** Products whose wholesale price is another one. */
  readonly priceChanges: number;
}

export const HOLD_CODES = ['many_errors', 'many_deactivated', 'price_jump', 'older_list'] as const;
/** Why an import waits for a person. */
export interface Hold {
  readonly code: (typeof HOLD_CODES)[number];
  /** Rows in error, products that would turn inactive, products whose price jumps; 1 of an older list. */
  readonly count: number;
  /** Percent; 0 of an older list. */
  readonly limit: number;
}

/** What a file says and would change. */
export interface ImportReport extends ListSummary {
  readonly rowsTotal: number;
  readonly rowsValid: number;
  readonly rowsInvalid: number;
  readonly rowsSkipped: number;
  readonly errorsTotal: number;
  readonly warningsTotal: number;
  readonly preview: ImportPreview;
  readonly heldBy: readonly Hold[];
}

/** The list of a supplier that is in force. */
export interface ListInForce {
  readonly effectiveFrom: Day | null;
  /** ISO 8601. */
  readonly lastListAt: string | null;
}

export interface ImportFailure {
  readonly code: SpreadsheetFailureCode | ListFailureCode | 'internal';
  readonly message: string;
  readonly hint: string;
  readonly details?: FailureDetails;
}

/** What a failure says beside its sentence. */
export interface FailureDetails {
  /** `file_type`: what it is instead. */
  readonly detected?: string;
  /** `file_damaged`: where a quote begins that is never closed. */
  readonly row?: number;
  /** `too_many_rows`. */
  readonly limit?: number;
  /** `layout_mismatch`: whose layout it is. */
  readonly recognised?: string;
  /** `layout_unknown`: what stands there, and a mapping to start from, as `PUT` takes it. */
  readonly layout?: {
    readonly sheet: string;
    readonly headerRow: number;
    readonly headings: readonly string[];
    readonly proposed: object;
  };
}

/** Percent of rows in error, of active products that would turn inactive, and of a price's change, above which an import waits. */
export interface ImportLimits {
  readonly maxErrors: number;
  readonly maxDeactivated: number;
  readonly maxPriceChange: number;
}

/** A few products more or less are no mistake, whatever the percentage. */
const LEAST_DEACTIVATED = 5;

/** What holds are found from. */
export interface Guarded {
  readonly rowsTotal: number;
  readonly rowsInvalid: number;
  readonly rowsSkipped: number;
  readonly preview: ImportPreview;
  /** Active products of the supplier before the import. */
  readonly active: number;
  /** Products whose wholesale price changes by more than the limit. */
  readonly priceJumps: number;
  readonly effectiveFrom: Day | null;
  /** Of the list in force. */
  readonly inForceFrom: Day | null;
  /** It was fetched by itself, before another one that is in force. */
  readonly isOvertaken: boolean;
}

/** What of a file may be a mistake: it waits for a person, also when it came unattended. */
export function holdsOf(found: Guarded, limits: ImportLimits): readonly Hold[] {
  const { rowsTotal, rowsInvalid, rowsSkipped, preview, active, priceJumps } = found;
  const { maxErrors, maxDeactivated, maxPriceChange } = limits;
  const holds: Hold[] = [];
  if (rowsInvalid * 100 > (rowsTotal - rowsSkipped) * maxErrors) {
    holds.push({ code: 'many_errors', count: rowsInvalid, limit: maxErrors });
  }
  const gone = preview.deactivated;
  if (gone >= LEAST_DEACTIVATED && gone * 100 > active * maxDeactivated) {
    holds.push({ code: 'many_deactivated', count: gone, limit: maxDeactivated });
  }
  if (priceJumps > 0) holds.push({ code: 'price_jump', count: priceJumps, limit: maxPriceChange });
  if (isOlder(found)) holds.push({ code: 'older_list', count: 1, limit: 0 });
  return holds;
}

function isOlder({ effectiveFrom, inForceFrom, isOvertaken }: Guarded): boolean {
  return isOvertaken || (effectiveFrom !== null && inForceFrom !== null && effectiveFrom < inForceFrom);
}
