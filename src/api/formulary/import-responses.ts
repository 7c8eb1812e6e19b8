import type { DrugListField } from '../../domain/formulary/imports/columns.js';
import type { Hold } from '../../domain/formulary/imports/import.js';
import type { ListError, ListWarning } from '../../domain/formulary/imports/list.js';
import type { ImportState } from '../../domain/list-import-states.js';
import type { Coverage, ImportMode } from '../../domain/list-imports.js';
import type { SpreadsheetFailureCode } from '../../domain/spreadsheet-failures.js';
import type { Count, Instant, Uuid } from '../http/wire-formats.js';

/** Items that an import would change, or has changed. */
export interface ImportCountsView {
  products_created: Count;
  products_updated: Count;
  /** Of a full list: what it lacks, which is not offered any more. */
  products_deactivated: Count;
  /** What an earlier list lacked, and this one has again. */
  products_reactivated: Count;
  unchanged: Count;
  /** Items without a known schedule: they cannot be prescribed before a person states it (`GET /drugs/?schedule=unknown`). */
  needs_review: Count;
}

/** What is wrong with a cell or a row, in the places of the file. */
export interface ListProblemView {
  sheet: string;
  /** As Excel counts. */
  row: Count;
  /** A letter; null where it is the row that is wrong. */
  column: string | null;
  heading: string | null;
  field: DrugListField | null;
  /** As it stands there, at most 200 characters. */
  value: string | null;
  code: ListError | ListWarning;
  reason: string;
}

export interface ListSheetView {
  name: string;
  state: 'read' | 'hidden' | 'no_header' | 'empty' | 'chart';
  header_row: Count | null;
  rows: Count;
}

export interface ListColumnView {
  heading: string;
  /** Null: its heading says nothing to us. */
  field: DrugListField | null;
}

export interface HoldView {
  code: Hold['code'];
  count: Count;
  /** Percent. */
  limit: Count;
}

/** Why nothing of the file can be used, and what to do about it. */
export interface ImportFailureView {
  code: SpreadsheetFailureCode | 'no_header' | 'no_products' | 'internal';
  message: string;
  hint: string;
  /** `file_type`: what it is instead. */
  detected?: string;
  /** `file_damaged`: the row in which a quote begins that is never closed. */
  row?: Count;
  /** `too_many_rows`: how many there may be. */
  limit?: Count;
}

/** An import of a list into the formulary. */
export interface DrugImportView extends ImportCountsView {
  id: Uuid;
  /** The file's name. */
  file_processed: string;
  file_sha256: string;
  file_size: Count;
  mode: ImportMode;
  coverage: Coverage;
  source: 'upload';
  requested_by: Uuid;
  state: ImportState;
  /**
   * Percent, of reading and staging; 100 from then on.
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
  /** Notes, headings again and exact repeats. */
  rows_skipped: Count;
  /** What it would change; null before the file was read. The members of the import itself say what was done: 0 before. */
  preview: ImportCountsView | null;
  /** Of an undo: items that somebody has changed by hand since, which stay as they are. */
  kept_on_undo: Count;
  /** The first 100. */
  errors: ListProblemView[];
  errors_total: Count;
  /** The first 100. */
  warnings: ListProblemView[];
  warnings_total: Count;
  sheets: ListSheetView[];
  columns: ListColumnView[];
  /** What the list says nothing of: it stays as it is. */
  absent_fields: DrugListField[];
  /** Why it waits for a person although it was to be applied at once. */
  held_by: HoldView[];
  failure: ImportFailureView | null;
  created_at: Instant;
  finished_at: Instant | null;
  applied_at: Instant | null;
  /**
   * From its upload to its end, without the time that it waited for a person.
   * @example "1.4 seconds"
   */
  execution_time: string | null;
  duration_ms: Count | null;
}
