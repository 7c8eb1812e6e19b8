import type {
  Bound,
  DoseForm,
  PriceNote,
  ProductSchedule,
  StockStatus,
  StrengthUnit,
  TgaCategory,
} from '../../domain/catalogue/product.js';
import type { Currency } from '../../domain/money.js';
import type { Count, Decimal, Instant, Uuid } from '../http/wire-formats.js';
import type { FourPlaces, ProductPack } from './packs-and-rates.js';
import type { ProductAlternative } from './product-comparison-responses.js';

/** What a supplier's list says of a product, and what follows from it. */
export interface ProductContentView {
  brand_name: string | null;
  product_name: string | null;
  product_code: string | null;
  generic_name: string | null;
  description: string | null;
  /** As printed. */
  strength: string | null;
  /** In `strength_unit`; null where it cannot be read as one number. */
  thc: number | null;
  cbd: number | null;
  thc_bound: Bound;
  cbd_bound: Bound;
  strength_unit: StrengthUnit | null;
  active_ingredients: string[];
  dose_form: DoseForm | null;
  pack: ProductPack | null;
  artg_no: string | null;
  gtin: string | null;
  /** `Category n` of a TGA category, else as printed. */
  category: string | null;
  tga_category: TgaCategory | null;
  access_mechanism: string | null;
  poison_schedule: ProductSchedule | null;
  strain_type: string | null;
  cultivar: string | null;
  terpenes: string | null;
  /** The wholesale price without GST. */
  price: Decimal;
  wholesale_price: Decimal;
  retail_price: Decimal | null;
  currency: Currency;
  /** Wholesale price of a mg of THC and CBD together; null with `price_note`. */
  price_per_mg: FourPlaces | null;
  /** Wholesale price of a mL, a g or a unit. */
  price_per_unit: FourPlaces | null;
  price_note: PriceNote | null;
  /** Of the supplier. */
  stock_quantity: Count | null;
}

/** Where a product was last described: the row as Excel counts. */
export interface ProductSource {
  import_id: Uuid;
  sheet: string;
  row: Count;
}

/** A product of the clinic's catalogue. */
export interface SupplierProductView extends ProductContentView {
  id: Uuid;
  /** The key of the supplier. */
  supplier: string;
  /** The company. */
  supplier_name: string;
  /** `low`: by the words of the list, or at or under `reorder_level`. */
  stock_status: StockStatus;
  /** The clinic's own stock; null where it counts none. */
  on_hand: Count | null;
  reorder_level: Count | null;
  active: boolean;
  first_seen_at: Instant;
  last_seen_at: Instant;
  /** When a list has last said something else of it. */
  last_updated: Instant;
  source: ProductSource;
}

export interface PriceHistoryEntry {
  at: Instant;
  import_id: Uuid;
  wholesale_price: Decimal;
  retail_price: Decimal | null;
  /** Its import was taken back. */
  undone: boolean;
}

export interface StockHistoryEntry {
  at: Instant;
  import_id: Uuid;
  stock_quantity: Count | null;
  stock_status: StockStatus;
  undone: boolean;
}

export interface SupplierProductDetails extends SupplierProductView {
  /** Every cell of its row under its heading, as the file shows it. */
  raw: Record<string, string>;
  /** Like products of other suppliers that are active, the cheapest first. */
  alternatives: ProductAlternative[];
  /** The latest first. */
  price_history: PriceHistoryEntry[];
  stock_history: StockHistoryEntry[];
}
