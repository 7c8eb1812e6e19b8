import type { CatalogueContent } from '../../domain/catalogue/product.js';
import { toDecimal } from '../../domain/money.js';
import type { LowStock, OutOfStock, StockAlerts } from '../../usecases/catalogue/stock/read-alerts.js';
import type { StockMovement } from '../../usecases/catalogue/stock/record-movement.js';
import type { ReorderSuggestion } from '../../usecases/catalogue/stock/suggest-reorders.js';
import type {
  LowStockAlert,
  OutOfStockAlert,
  RecordedMovement,
  ReorderRecommendation,
  ReorderSuggestionsView,
  StockAlertsView,
  StockMovementView,
} from './stock-responses.js';

const DAY_MS = 86_400_000;
/** Of what weeks are given in. */
const WEEK = 10_000;

export function recordedMovement({ kind, quantity, onHand, at }: StockMovement): RecordedMovement {
  return { kind, quantity, on_hand: onHand, at: at.toISOString() };
}

export function stockMovementView(movement: StockMovement): StockMovementView {
  const { id, note, recordedBy } = movement;
  return { id, ...recordedMovement(movement), note, recorded_by: recordedBy };
}

export function stockAlertsView({ low, out, stale }: StockAlerts): StockAlertsView {
  return {
    low_stock_alerts: low.map(lowStockAlert),
    out_of_stock: out.map(outOfStockAlert),
    stale_lists: stale.map(({ supplier, lastListAt, updateFrequency }) => ({
      supplier,
      last_list_at: lastListAt.toISOString(),
      update_frequency: updateFrequency,
    })),
  };
}

function lowStockAlert({ product, stock, basis, reorderLevel, ...alert }: LowStock): LowStockAlert {
  return {
    product: nameOf(product.content),
    product_id: product.id,
    supplier: product.supplier,
    current_stock: stock,
    stock_basis: basis,
    reorder_level: reorderLevel,
    recommended_order: alert.recommendedOrder,
    alert_level: alert.level,
    since: alert.since.toISOString(),
  };
}

function outOfStockAlert({ product, lastAvailable, alternatives }: OutOfStock): OutOfStockAlert {
  return {
    product: nameOf(product.content),
    product_id: product.id,
    supplier: product.supplier,
    last_available: lastAvailable,
    alternative_suppliers: [...new Set(alternatives.map(({ supplierName }) => supplierName))],
    alternatives: alternatives.map(({ id, supplier, content }) => ({
      product_id: id,
      supplier,
      price_per_mg: content.pricePerMg,
      stock_quantity: content.stockQuantity,
    })),
  };
}

export function reorderSuggestionsView(suggestions: readonly ReorderSuggestion[]): ReorderSuggestionsView {
  return { reorder_recommendations: suggestions.map(reorderRecommendation) };
}

function reorderRecommendation({ product, reorder, offer, ...of }: ReorderSuggestion): ReorderRecommendation {
  const packs = offer?.packs ?? reorder.quantity;
  const price = offer?.product.content.wholesalePrice ?? null;
  const perWeek = of.perWeek / 100;
  return {
    product: nameOf(product.content),
    product_id: product.id,
    current_stock: of.stock,
    stock_basis: of.basis,
    on_order: of.onOrder,
    reorder_level: product.reorderLevel,
    usage_rate: `${perWeek} units/week`,
    usage_per_week: perWeek,
    weeks_left: reorder.weeksLeft,
    recommended_quantity: packs,
    supplier: offer?.product.supplier ?? null,
    supplier_product: offer?.product.id ?? null,
    unit_price: price === null ? null : toDecimal(price),
    estimated_cost: price === null ? null : toDecimal(price * packs),
    urgency: reorder.urgency,
    how: {
      target: reorder.target,
      cover_weeks: reorder.coverWeeks / WEEK,
      lead_weeks: reorder.leadWeeks / WEEK,
      window_days: of.windowMs / DAY_MS,
    },
  };
}

function nameOf({ productName, productCode }: Pick<CatalogueContent, 'productName' | 'productCode'>): string {
  return productName ?? productCode ?? '';
}
