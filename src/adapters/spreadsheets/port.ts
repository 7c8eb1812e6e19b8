import type { Readable } from 'node:stream';
import type { InterpretedList } from '../../domain/catalogue/interpret.js';
import type { SupplierMapping } from '../../domain/catalogue/mappings/mapping.js';
import type { DetectedType, SpreadsheetFailureCode } from '../../domain/spreadsheet-failures.js';
import type { TableCell, TableColumn } from '../../domain/table-columns.js';

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
  /** Of a CSV that is one table `CSV`: it has no name of its own. */
  readonly name: string;
  readonly isNameless?: true;
  /** Of a sheet of a CSV of several: where it begins, as Excel counts. */
  readonly firstRow?: number;
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

/** Reads price lists of suppliers: the file, whose list it is, and what each row says. */
export interface PriceListReader {
  /**
   * @throws SpreadsheetRefused for a file that cannot be read; what `signal` says when it is aborted. A list that no mapping fits is an
   *   answer, with its failure.
   */
  read(bytes: Uint8Array, work: PriceListWork, limits: PriceListLimits): Promise<InterpretedList>;
}

export interface PriceListWork {
  /** By the keys of their suppliers. */
  readonly mappings: Readonly<Record<string, SupplierMapping>>;
  /** Whose list it is; null: by its layout. */
  readonly supplier: string | null;
}

export interface PriceListLimits extends ReadLimits {
  /** How far the reading is, every few hundred rows. */
  readonly onRows: OnRows;
}

export interface RowsProgress {
  readonly rowsProcessed: number;
  /** Rises as long as rows are found; from then on rows are processed. */
  readonly rowsTotal: number;
}

export type OnRows = (progress: RowsProgress) => void;

/** Writes workbooks (XLSX). A text is a text cell that stays as it is, also where it looks like a formula or a number. */
export interface WorkbookWriter {
  /** At least one sheet, each with its headings in its first row. */
  write(sheets: readonly WrittenSheet[]): Promise<Uint8Array>;
}

export interface WrittenSheet {
  /** At most 31 characters, none of `[]:*?/\\`. */
  readonly name: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** Writes one table as a file, whatever its number of rows: batches are asked for one after another, and none is kept. */
export interface TableWriter {
  /** Settles when the whole file is written. @throws what `batches` throws */
  write(table: WrittenTable): Promise<TableFile>;
}

export interface WrittenTable {
  readonly format: 'csv' | 'xlsx';
  /** Of its sheet: at most 31 characters, none of `[]:*?/\\`. */
  readonly name: string;
  readonly columns: readonly TableColumn[];
  readonly batches: AsyncIterable<readonly (readonly TableCell[])[]>;
}

export interface TableFile {
  /** Its bytes; to be read once. */
  readonly content: () => Readable;
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
