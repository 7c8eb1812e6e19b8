import type { ProductContent } from './product.js';

/** What a column of a list can be mapped to; the words of the wire. */
export const LIST_FIELDS = [
  'product_code',
  'product_name',
  'brand_name',
  'generic_name',
  'description',
  'strength',
  'thc',
  'cbd',
  'strength_unit',
  'active_ingredients',
  'artg_no',
  'gtin',
  'category',
  'access_mechanism',
  'poison_schedule',
  'strain_type',
  'cultivar',
  'terpenes',
  'dose_form',
  'pack',
  'wholesale_price',
  'retail_price',
  'stock_quantity',
  'availability',
] as const;
export type ListField = (typeof LIST_FIELDS)[number];

/** What keeps a row out of the catalogue. */
export const ROW_ERRORS = [
  'identity_missing',
  'price_missing',
  'price_invalid',
  'currency_conflict',
  'stock_invalid',
  'schedule_conflict',
  'category_conflict',
  'duplicate_row',
  'strength_unreadable',
  'code_damaged',
  'cell_error',
  'text_too_long',
] as const;
export type RowError = (typeof ROW_ERRORS)[number];

/** What a person should look at; the row is imported. `price_change` is found when a list meets the catalogue. */
export const ROW_WARNINGS = [
  'unit_unusual',
  'stock_unreadable',
  'retail_unreadable',
  'strength_unclear',
  'gtin_invalid',
  'code_unusual',
  'row_hidden',
  'column_ambiguous',
  'price_change',
] as const;
export type RowWarning = (typeof ROW_WARNINGS)[number];

/** What is wrong with a cell, in the words of the list: its place as Excel names it. */
export interface RowProblem {
  readonly severity: 'error' | 'warning';
  readonly sheet: string;
  readonly row: number;
  /** A letter; null where it is the row that is wrong. */
  readonly column: string | null;
  readonly heading: string | null;
  readonly field: ListField | null;
  /** As the cell shows it, at most 200 characters. */
  readonly value: string | null;
  readonly code: RowError | RowWarning;
  /** A sentence that a manager understands. */
  readonly reason: string;
}

/** A row below the headings with something in it. */
export interface ReadRow {
  readonly sheet: string;
  readonly row: number;
  /**
   * What the list says of the product. A member that the list has no column for is left out: it stays as it was. An empty cell is
   * null: it clears what was.
   */
  readonly outcome: Partial<ProductContent> | 'invalid' | 'skipped';
  /** By what the catalogue finds the product again, also of a row in error; null where that cannot be read. */
  readonly key: string | null;
  /** The product's name, of a row in error whose key cannot be read: all that says which product it is about. */
  readonly name: string | null;
  readonly problems: readonly RowProblem[];
  /** Every cell under a heading, as it is shown: `{heading: text}`. */
  readonly raw: Readonly<Record<string, string>>;
}

export interface SheetSummary {
  readonly name: string;
  readonly state: 'read' | 'hidden' | 'excluded' | 'no_header' | 'empty' | 'chart';
  /** The lower one, where headings stand in two rows. */
  readonly headerRow: number | null;
  /** Below the headings, with something in them. */
  readonly rows: number;
  /** The members of `raw` of its rows, in the order of its columns; what titles of sections say stands behind. */
  readonly headings: readonly string[];
}

/** What is said of a list as a whole. */
export interface ListSummary {
  readonly sheets: readonly SheetSummary[];
  readonly columns: readonly { readonly heading: string; readonly field: ListField | null }[];
  readonly absentFields: readonly ListField[];
  /** From when the list says that it is in force, as a day (`2026-11-01`). */
  readonly effectiveFrom: string | null;
}
