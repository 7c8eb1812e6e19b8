import type { ListField } from '../../domain/catalogue/list.js';
import type { LIST_FORMATS, MappedUnit } from '../../domain/catalogue/mappings/mapping.js';
import type { PackUnit, StockStatus } from '../../domain/catalogue/product.js';
import type { PriceBasis } from '../../domain/catalogue/reading/gst.js';
import type { Coverage } from '../../domain/list-imports.js';
import type { Currency } from '../../domain/money.js';
import type { Count, Day, EmailAddress, Instant } from '../http/wire-formats.js';
import type { SupplierSourceView } from './source-responses.js';

/** A supplier whose price lists the clinic can import. */
export interface SupplierView {
  key: string;
  /** The company. */
  supplier_name: string;
  /** False: the clinic has added it, or has a mapping of its own in place of the one that is built in. */
  built_in: boolean;
  /** How often a list comes, as the mapping says. */
  update_frequency: string;
  /** Of the clinic's own mapping; 0 of one that is built in. */
  version: Count;
  products_active: Count;
  /** When the latest list that stands was applied, a full or a partial one. */
  last_import_at: Instant | null;
  /** From when the list in force says that it is. */
  effective_from: Day | null;
  /** The last list is older than 1.5 times `update_frequency`. */
  stale: boolean;
  /** Where lists are fetched from; null: nowhere, somebody sends them. */
  source: SupplierSourceView | null;
}

export interface MappedSheetsView {
  include?: string[];
  exclude?: string[];
  /** By the name of a sheet, or a pattern: `{field: value}`. */
  defaults?: Record<string, Record<string, string>>;
}

/** How the price lists of a supplier are laid out, as `PUT` takes it; what is not given is left out. */
export interface SupplierMappingView {
  /** The company. */
  supplier_name: string;
  /** Of every product whose row has no brand of its own. */
  brand_name?: string;
  formats: (typeof LIST_FORMATS)[number][];
  currency: Currency;
  price_basis: PriceBasis;
  coverage: Coverage;
  update_frequency: string;
  /** How long an order takes. */
  lead_time: string;
  order_email?: EmailAddress;
  /** `{field: [headings]}` */
  columns: Record<string, string[]>;
  /** `{field: unit}` of numbers that are printed without one. */
  units?: Record<string, MappedUnit | PackUnit>;
  /** `{field: value}` where a row says nothing. */
  defaults?: Record<string, string>;
  sheets?: MappedSheetsView;
  /** What a row with a single filled cell says of the rows below it. */
  section_field?: ListField;
  /** A regular expression; a code that does not match is imported with a warning. */
  code_pattern?: string;
  /** The supplier's own words for its stock. */
  stock_words?: Record<string, StockStatus>;
  hidden_rows: 'read' | 'skip';
}
