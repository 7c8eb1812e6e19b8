import type { ListField } from '../../domain/catalogue/list.js';
import type { LIST_FORMATS, MappedUnit } from '../../domain/catalogue/mappings/mapping.js';
import type { PackUnit, StockStatus } from '../../domain/catalogue/product.js';
import type { PriceBasis } from '../../domain/catalogue/reading/gst.js';
import type { Coverage } from '../../domain/list-imports.js';

/** Under which headings each field stands: the supplier's own first. A code or a name, and the wholesale price, are needed. */
export interface HeadingsBody {
  product_code?: string[];
  product_name?: string[];
  brand_name?: string[];
  generic_name?: string[];
  description?: string[];
  strength?: string[];
  thc?: string[];
  cbd?: string[];
  strength_unit?: string[];
  active_ingredients?: string[];
  artg_no?: string[];
  gtin?: string[];
  category?: string[];
  access_mechanism?: string[];
  poison_schedule?: string[];
  strain_type?: string[];
  cultivar?: string[];
  terpenes?: string[];
  dose_form?: string[];
  pack?: string[];
  wholesale_price?: string[];
  retail_price?: string[];
  stock_quantity?: string[];
  availability?: string[];
}

/** What holds where a row says nothing. */
export interface FieldValuesBody {
  brand_name?: string;
  generic_name?: string;
  description?: string;
  strength?: string;
  thc?: string;
  cbd?: string;
  strength_unit?: string;
  active_ingredients?: string;
  artg_no?: string;
  category?: string;
  access_mechanism?: string;
  poison_schedule?: string;
  strain_type?: string;
  cultivar?: string;
  terpenes?: string;
  dose_form?: string;
  pack?: string;
  stock_quantity?: string;
  availability?: string;
}

/** The unit of numbers that are printed without one. */
export interface UnitsBody {
  strength?: MappedUnit;
  thc?: MappedUnit;
  cbd?: MappedUnit;
  /** Of a pack that is a number alone. */
  pack?: PackUnit;
}

/** Which sheets are read, by patterns of their names with `*` and `?`; all, when left out. */
export interface SheetsBody {
  include?: string[];
  exclude?: string[];
  /** By the name of a sheet, or a pattern. */
  defaults?: Record<string, FieldValuesBody>;
}

/** How the price lists of a supplier are laid out. */
export interface SupplierMappingBody {
  /** The company. */
  supplier_name: string;
  /** Of every product whose row has no brand of its own. */
  brand_name?: string;
  /** Both, when left out. */
  formats?: (typeof LIST_FORMATS)[number][];
  /** Such as `aud`. */
  currency: string;
  price_basis: PriceBasis;
  /** `full`, when left out: products that a list lacks turn inactive. */
  coverage?: Coverage;
  /** `weekly`, `7d`, `2 weeks`; `monthly` when left out. */
  update_frequency?: string;
  /** How long an order takes; `7d` when left out. */
  lead_time?: string;
  order_email?: string;
  columns: HeadingsBody;
  units?: UnitsBody;
  defaults?: FieldValuesBody;
  sheets?: SheetsBody;
  /** What a row with a single filled cell says of the rows below it. */
  section_field?: ListField;
  /** A regular expression; a code that does not match is imported with a warning. */
  code_pattern?: string;
  /** The supplier's own words for its stock. */
  stock_words?: Record<string, StockStatus>;
  /** `read`, when left out. */
  hidden_rows?: 'read' | 'skip';
}
