import type { DrugChange } from '../changes.js';
import type { DrugListField } from './columns.js';

/** What keeps a row out of the formulary. */
export const LIST_ERRORS = [
  'identity_missing',
  'pbs_code_invalid',
  'code_damaged',
  'duplicate_row',
  'cell_error',
  'schedule_invalid',
  'schedule_conflict',
  'text_too_long',
  'item_ambiguous',
] as const;
export type ListError = (typeof LIST_ERRORS)[number];

/** What a person should look at; the row is imported. */
export const LIST_WARNINGS = [
  'strength_unclear',
  'pack_unclear',
  'atc_unreadable',
  'row_hidden',
  'kept_inactive',
] as const;
export type ListWarning = (typeof LIST_WARNINGS)[number];

/** What is wrong with a cell, in the words of the list: its place as Excel names it. */
export interface ListProblem {
  readonly severity: 'error' | 'warning';
  readonly sheet: string;
  readonly row: number;
  /** A letter; null where it is the row that is wrong. */
  readonly column: string | null;
  readonly heading: string | null;
  readonly field: DrugListField | null;
  readonly value: string | null;
  readonly code: ListError | ListWarning;
  readonly reason: string;
}

/** A row of a list: a medicine, or why it is none. */
export interface ReadRow {
  readonly sheet: string;
  readonly row: number;
  /** What the list says of the medicine; what it has no column for is left out. */
  readonly outcome: DrugChange | 'invalid' | 'skipped';
  /** Which item it is of, also where it cannot be used; null where that cannot be read. */
  readonly key: string | null;
  readonly problems: readonly ListProblem[];
}

/** Where nothing of a list can be used. */
export interface ListFailure {
  readonly code: 'no_header' | 'no_products';
  readonly message: string;
  readonly hint: string;
}

/** What is said of a list as a whole. */
export interface ListSummary {
  readonly sheets: readonly SheetSummary[];
  readonly columns: readonly { readonly heading: string; readonly field: DrugListField | null }[];
  readonly absentFields: readonly DrugListField[];
  readonly failure: ListFailure | null;
}

export interface SheetSummary {
  readonly name: string;
  readonly state: 'read' | 'hidden' | 'no_header' | 'empty' | 'chart';
  readonly headerRow: number | null;
  /** Below the header, with something in them. */
  readonly rows: number;
}
