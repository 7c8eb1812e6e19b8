import type { Currency } from '../../money.js';
import type { ListField } from '../list.js';
import type { PackUnit, StockStatus } from '../product.js';
import type { PriceBasis } from '../reading/gst.js';

export const LIST_FORMATS = ['xlsx', 'csv'] as const;
export const COVERAGES = ['full', 'partial'] as const;
/** Whether a list holds all products of its supplier, so that one that is missing is no longer sold. */
export type Coverage = (typeof COVERAGES)[number];

/** Units of numbers that are printed without one. */
export const MAPPED_UNITS = ['mg/mL', 'mg/g', 'mg/unit', 'mg', '%'] as const;
export type MappedUnit = (typeof MAPPED_UNITS)[number];
export const STRENGTH_COLUMNS = ['strength', 'thc', 'cbd'] as const;

export type FieldValues = Readonly<Partial<Record<ListField, string>>>;

/** How the price lists of a supplier are laid out, and what they leave out. */
export interface SupplierMapping {
  /** The company. */
  readonly supplierName: string;
  /** Of every product whose row has no brand of its own. */
  readonly brandName: string | null;
  readonly formats: readonly (typeof LIST_FORMATS)[number][];
  readonly currency: Currency;
  readonly priceBasis: PriceBasis;
  readonly coverage: Coverage;
  /** How often a list comes, and how long an order takes: `weekly`, `7d`, `2 weeks`; in days by `daysOf`. */
  readonly updateFrequency: string;
  readonly leadTime: string;
  readonly orderEmail: string | null;
  /** Under which headings each field stands; the supplier's own comes first, others that it might use behind it. */
  readonly columns: Readonly<Partial<Record<ListField, readonly string[]>>>;
  readonly units: Readonly<
    Partial<Record<(typeof STRENGTH_COLUMNS)[number], MappedUnit> & { readonly pack: PackUnit }>
  >;
  /** Where a row says nothing. */
  readonly defaults: FieldValues;
  readonly sheets: {
    /** Patterns of names with `*` and `?`; empty: all. */
    readonly include: readonly string[];
    readonly exclude: readonly string[];
    readonly defaults: Readonly<Record<string, FieldValues>>;
  };
  /** What a row with a single filled cell says of the rows below it; null: nothing. */
  readonly sectionField: ListField | null;
  /** A regular expression; a code that does not match is imported with a warning. */
  readonly codePattern: string | null;
  /** The supplier's own words for its stock. */
  readonly stockWords: Readonly<Record<string, StockStatus>>;
  readonly hiddenRows: 'read' | 'skip';
}

/** A mapping by the key under which the catalogue knows its supplier. */
export interface KeyedMapping {
  readonly key: string;
  readonly mapping: SupplierMapping;
}

/** The members of a mapping on the wire. */
export const MAPPING_MEMBERS = [
  'supplier_name',
  'brand_name',
  'formats',
  'currency',
  'price_basis',
  'coverage',
  'update_frequency',
  'lead_time',
  'order_email',
  'columns',
  'units',
  'defaults',
  'sheets',
  'section_field',
  'code_pattern',
  'stock_words',
  'hidden_rows',
] as const;

const NAMED_DAYS: Readonly<Record<string, number>> = {
  daily: 1,
  weekly: 7,
  fortnightly: 14,
  monthly: 30,
  quarterly: 91,
};

/** The days of `weekly`, `7d`, `2 weeks`, `48h`; null where a text is no such time, or longer than a year. */
export function daysOf(text: string): number | null {
  const plain = text.trim().toLowerCase();
  const named = Object.hasOwn(NAMED_DAYS, plain) ? NAMED_DAYS[plain] : undefined;
  if (named !== undefined) return named;
  const [, count, unit] = /^(\d{1,4})\s*(h|hours?|d|days?|w|weeks?)$/.exec(plain) ?? [];
  if (count === undefined || unit === undefined) return null;
  const days = Number(count) * (unit.startsWith('h') ? 1 / 24 : unit.startsWith('w') ? 7 : 1);
  return days > 0 && days <= 366 ? days : null;
}
