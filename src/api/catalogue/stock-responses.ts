import type { AlertLevel } from '../../domain/catalogue/stock/alerts.js';
import type { StockBasis } from '../../domain/catalogue/stock/current-stock.js';
import type { MovementKind } from '../../domain/catalogue/stock/movements.js';
import type { Urgency } from '../../domain/catalogue/stock/reorder.js';
import type { Count, Day, Decimal, Instant, Uuid } from '../http/wire-formats.js';

/** A movement of the clinic's own stock, as it was recorded. */
export interface RecordedMovement {
  kind: MovementKind;
  /** In packs. */
  quantity: Count;
  /** What it left, in packs. */
  on_hand: Count;
  at: Instant;
}

export interface StockMovementView extends RecordedMovement {
  id: Uuid;
  note: string | null;
  /** Who recorded it; null of what no person has. */
  recorded_by: Uuid | null;
}

/** A product at or under its reorder level. */
export interface LowStockAlert {
  /** Its name; the code of one that has none. */
  product: string;
  product_id: Uuid;
  /** The key of the supplier. */
  supplier: string;
  /** In packs. */
  current_stock: Count;
  /** Whose stock it is: the clinic's own, where it counts that product, else the supplier's. */
  stock_basis: StockBasis;
  reorder_level: Count;
  /** In packs, what is on order counted; 0 where that is enough. */
  recommended_order: Count;
  /** `high`: a quarter of the reorder level, or less. */
  alert_level: AlertLevel;
  /** Since when there is not enough of it. */
  since: Instant;
}

/** Where the same can be had. */
export interface AlternativeInStock {
  product_id: Uuid;
  /** The key of the supplier. */
  supplier: string;
  /**
   * An amount of money, four places.
   * @pattern ^[0-9]+[.][0-9]{4}$
   */
  price_per_mg: string | null;
  stock_quantity: Count | null;
}

/** A product of which nothing is left, and that has a reorder level or was used within the window. */
export interface OutOfStockAlert {
  /** Its name; the code of one that has none. */
  product: string;
  product_id: Uuid;
  /** The key of the supplier. */
  supplier: string;
  /** The last day on which there was some; null where there never was any. */
  last_available: Day | null;
  /** The companies that have a like product. */
  alternative_suppliers: string[];
  /** Like products of other suppliers that have them, the cheapest first. */
  alternatives: AlternativeInStock[];
}

/** A supplier whose next price list should have come. */
export interface StaleListAlert {
  /** The key of the supplier. */
  supplier: string;
  last_list_at: Instant;
  update_frequency: string;
}

export interface StockAlertsView {
  low_stock_alerts: LowStockAlert[];
  out_of_stock: OutOfStockAlert[];
  stale_lists: StaleListAlert[];
}

/** How a quantity was computed. */
export interface ReorderArithmetic {
  /** What stock and orders together should be: the larger of usage × (cover + lead), rounded up, and twice the reorder level. */
  target: Count;
  /** How long an order should last. */
  cover_weeks: number;
  /** How long an order at the product's supplier takes. */
  lead_weeks: number;
  /** How far back usage is counted. */
  window_days: number;
}

/** What to order of a product. */
export interface ReorderRecommendation {
  /** Its name; the code of one that has none. */
  product: string;
  product_id: Uuid;
  /** In packs. */
  current_stock: Count;
  stock_basis: StockBasis;
  /** In packs. */
  on_order: Count;
  reorder_level: Count | null;
  /**
   * In packs: `15 units/week`.
   * @pattern ^[0-9]+([.][0-9]+)? units/week$
   */
  usage_rate: string;
  /** In packs, two places. */
  usage_per_week: number;
  /** How long the stock lasts, one place; null of what is not used. */
  weeks_left: number | null;
  /** In packs of `supplier_product`, or of the product where nobody has it. */
  recommended_quantity: Count;
  /** The key of the cheapest supplier that has it or a like product; null where nobody has. */
  supplier: string | null;
  /** What to order there. */
  supplier_product: Uuid | null;
  /** Of a pack, without GST. */
  unit_price: Decimal | null;
  estimated_cost: Decimal | null;
  urgency: Urgency;
  how: ReorderArithmetic;
}

export interface ReorderSuggestionsView {
  /** The most urgent first. */
  reorder_recommendations: ReorderRecommendation[];
}
