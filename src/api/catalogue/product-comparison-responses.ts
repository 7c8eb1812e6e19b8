import type { DoseForm, StockStatus, StrengthUnit } from '../../domain/catalogue/product.js';
import type { Count, Decimal, Uuid } from '../http/wire-formats.js';
import type { FourPlaces, ProductPack } from './packs-and-rates.js';

/**
 * The code of a product in its supplier's list, as printed, in one line.
 * @pattern ^.+$
 */
type PrintedCode = string;

/** By what the products of a group are alike. */
export interface ProductMatch {
  dose_form: DoseForm | null;
  /** To one decimal, in `strength_unit`; a part that is a trace, or printed as below, is 0. Null without cannabinoids. */
  thc: number | null;
  cbd: number | null;
  strength_unit: StrengthUnit | null;
  /** Sentences for a person who wonders why. */
  reasons: string[];
}

/** What one supplier offers of a group. */
export interface ComparedSupplier {
  /** The company. */
  name: string;
  /** The key of the supplier. */
  supplier: string;
  product_id: Uuid;
  code: PrintedCode | null;
  product_name: string | null;
  pack: ProductPack | null;
  /** The wholesale price without GST. */
  price: Decimal;
  price_per_mg: FourPlaces | null;
  price_per_unit: FourPlaces | null;
  /** Of the supplier. */
  stock: Count | null;
  stock_status: StockStatus;
}

/** A like product of another supplier. */
export interface ProductAlternative {
  product_id: Uuid;
  /** The key of the supplier. */
  supplier: string;
  supplier_name: string;
  product_code: string | null;
  product_name: string | null;
  pack: ProductPack | null;
  /** The wholesale price without GST. */
  price: Decimal;
  price_per_mg: FourPlaces | null;
  price_per_unit: FourPlaces | null;
  /** Of the supplier. */
  stock_quantity: Count | null;
  stock_status: StockStatus;
}

export interface BestPriceView {
  supplier: string;
  product_id: Uuid;
  price: Decimal;
  price_per_mg: FourPlaces | null;
  /** What the rate of the next supplier that has stock would add to this pack; 0.00 without one. */
  savings: Decimal;
}

/** Products that are alike. */
export interface ProductComparisonView {
  generic_name: string | null;
  match: ProductMatch;
  /** The cheapest first; what cannot be compared last. */
  suppliers: ComparedSupplier[];
  /** The lowest price per mg, else per unit, of those that are not out of stock; null without one. */
  best_price: BestPriceView | null;
}

export interface ProductComparisons {
  product_comparison: ProductComparisonView[];
}
