import type { DetectedType, SpreadsheetFailureCode } from '../../domain/spreadsheet-failures.js';

/** Reads lists that people send as CSV or XLSX. Neither formulas nor macros are run, and nothing outside the file is read. */
export interface SpreadsheetReader {
  /**
   * The rows of every visible sheet, each cell as Excel shows it.
   * @throws SpreadsheetRefused for a file that cannot be read; what `signal` says when it is aborted
   */
  read(bytes: Uint8Array, options: ReadLimits): Promise<Spreadsheet>;
}

export interface ReadLimits {
  /** Rows with something in them, of all sheets together. */
  readonly maxRows: number;
  /** Ends the reading at once. */
  readonly signal?: AbortSignal;
}

export interface Spreadsheet {
  readonly format: 'csv' | 'xlsx';
  readonly sheets: readonly Sheet[];
}

export interface Sheet {
  /** Of a CSV `CSV`: it has no name of its own. */
  readonly name: string;
  /** Hidden sheets and charts have no rows here. */
  readonly state: 'read' | 'hidden' | 'empty' | 'chart';
  /** Those with something in them, from top to bottom. */
  readonly rows: readonly SheetRow[];
  /** Cells that are merged over several rows: the text stands in the first one. Rows as Excel counts them, columns from 0. */
  readonly mergedDown: readonly MergedCells[];
}

export interface SheetRow {
  /** As Excel counts, the first is 1. */
  readonly row: number;
  /** A filter left on hides rows: they are read, so that nothing is lost. */
  readonly isHidden: boolean;
  /** What is shown, without blanks around; empty where nothing is. May be shorter than other rows. */
  readonly cells: readonly string[];
  /** What a cell's text does not say, by its column from 0. */
  readonly marks: Readonly<Record<number, CellMark>>;
}

/**
 * - `error`: the text is an error of Excel, such as `#REF!`;
 * - `no_value`: a formula whose result is not in the file;
 * - `date`: Excel holds a date there, whatever it was meant to be.
 */
export type CellMark = 'error' | 'no_value' | 'date';

export interface MergedCells {
  readonly column: number;
  readonly firstRow: number;
  readonly lastRow: number;
}

/** A file that cannot be read; what to do about it stands in `SPREADSHEET_FAILURES`. */
export class SpreadsheetRefused extends Error {
  override name = 'SpreadsheetRefused';

  constructor(
    readonly code: SpreadsheetFailureCode,
    readonly details: RefusalDetails = {},
  ) {
    super(`the file cannot be read: ${code}`);
  }
}

export interface RefusalDetails {
  /** With `file_type`. */
  readonly detected?: DetectedType;
  /** With `file_damaged`: where a quote that is never closed begins, as Excel counts. */
  readonly row?: number;
  /** With `too_many_rows`. */
  readonly limit?: number;
}
