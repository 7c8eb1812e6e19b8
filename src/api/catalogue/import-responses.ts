import type { ChangeKind, Hold, ImportFailure, ImportSource } from '../../domain/catalogue/imports.js';
import type { ListField, RowError, RowWarning } from '../../domain/catalogue/list.js';
import type { ImportState } from '../../domain/list-import-states.js';
import type { Coverage, ImportMode } from '../../domain/list-imports.js';
import type { Count, Day, Instant, Uuid } from '../http/wire-formats.js';

/** Products that an import would change, or has changed. */
export interface SupplierImportCounts {
  products_created: Count;
  products_updated: Count;
  /** Of a full list: what it lacks. */
  products_deactivated: Count;
  /** What an earlier list lacked, and this one has again. */
  products_reactivated: Count;
  unchanged: Count;
  /** Categories that the clinic had from no supplier yet. */
  categories_created: Count;
}

export interface SupplierImportPreview extends SupplierImportCounts {
  /** Products whose wholesale price is another one. */
  price_changes: Count;
}

/** What is wrong with a cell or a row, in the places of the file. */
export interface PriceListProblem {
  sheet: string;
  /** As Excel counts. */
  row: Count;
  /** A letter; null where it is the row that is wrong. */
  column: string | null;
  heading: string | null;
  field: ListField | null;
  /** As it stands there, at most 200 characters. */
  value: string | null;
  code: RowError | RowWarning;
  /** A sentence for who sends the list. */
  reason: string;
}

export interface PriceListSheet {
  name: string;
  state: 'read' | 'hidden' | 'excluded' | 'no_header' | 'empty' | 'chart';
  header_row: Count | null;
  rows: Count;
}

export interface PriceListColumn {
  heading: string;
  /** Null: its heading says nothing to us. */
  field: ListField | null;
}

export interface PriceListHold {
  code: Hold['code'];
  /** Rows in error, products that would turn inactive, products whose price jumps; 1 of an older list. */
  count: Count;
  /** Percent; 0 of an older list. */
  limit: Count;
}

/** The layout of a file that no mapping fits. */
export interface UnknownLayout {
  sheet: string;
  header_row: Count;
  headings: string[];
  /** A mapping to start from, as `PUT /supplier-products/suppliers/{key}/` takes it. */
  proposed: Record<string, unknown>;
}

/** Why nothing of the file can be used, and what to do about it. */
export interface PriceListFailure {
  code: ImportFailure['code'];
  message: string;
  hint: string;
  /** `file_type`: what it is instead. */
  detected?: string;
  /** `file_damaged`: the row in which a quote begins that is never closed. */
  row?: Count;
  /** `too_many_rows`: how many there may be. */
  limit?: Count;
  /** `layout_mismatch`: whose layout it is. */
  recognised?: string;
  /** `layout_unknown`. */
  layout?: UnknownLayout;
}

/** An import that was taken, and is read in the background. */
export interface TakenImport {
  id: Uuid;
  state: ImportState;
}

/** An import of a supplier's price list. */
export interface SupplierImportView extends SupplierImportCounts {
  id: Uuid;
  /** Null until it is recognised. */
  supplier: string | null;
  /** The file's name. */
  file_processed: string;
  file_sha256: string;
  file_size: Count;
  mode: ImportMode;
  /** Null until the list is read: what its mapping says. */
  coverage: Coverage | null;
  source: ImportSource;
  /** Null of what no person has sent. */
  requested_by: Uuid | null;
  state: ImportState;
  /**
   * Percent of the way to where it rests: to its preview, or of an import that is applied at once, to its end.
   * @isInt
   * @minimum 0
   * @maximum 100
   */
  progress: number;
  rows_processed: Count;
  /** Rows below the headings with something in them: those that are valid, invalid and skipped. */
  rows_total: Count | null;
  rows_valid: Count;
  rows_invalid: Count;
  /** Titles, notes, totals, headings again and exact repeats. */
  rows_skipped: Count;
  /** What it would change; null before the file was read. The members of the import itself say what was done: 0 before. */
  preview: SupplierImportPreview | null;
  /** The first 100. */
  errors: PriceListProblem[];
  errors_total: Count;
  /** The first 100. */
  warnings: PriceListProblem[];
  warnings_total: Count;
  sheets: PriceListSheet[];
  columns: PriceListColumn[];
  /** What the list says nothing of: it stays as it is. */
  absent_fields: ListField[];
  /** From when the list says that it is in force. */
  effective_from: Day | null;
  /** Why it waits for a person although it was to be applied at once. */
  held_by: PriceListHold[];
  failure: PriceListFailure | null;
  created_at: Instant;
  finished_at: Instant | null;
  applied_at: Instant | null;
  /**
   * From its upload to its preview, or its end without one.
   * @example "1.4 seconds"
   */
  execution_time: string | null;
  duration_ms: Count | null;
}

/** One member of a product that an import changes: its value before and after, as products show it. */
export interface ProductFieldChange {
  field: string;
  from: unknown;
  to: unknown;
}

export interface ProductChange {
  kind: ChangeKind;
  /** Null of one that is not made yet. */
  product: Uuid | null;
  product_code: string | null;
  product_name: string | null;
  /** None of a product that turns active or inactive alone. */
  changes: ProductFieldChange[];
  /** Of the wholesale price, one decimal; null where it stays or was not there. */
  price_change_percent: number | null;
}
