/** How little of a product there is, of one that has a reorder level; on the wire. */
export const ALERT_LEVELS = ['medium', 'high'] as const;
export type AlertLevel = (typeof ALERT_LEVELS)[number];

/** The same, and that nothing is left: each is worse than the one before. */
export const STOCK_ALERTS = [...ALERT_LEVELS, 'out'] as const;
export type StockAlert = (typeof STOCK_ALERTS)[number];

/** `high` is a quarter of the reorder level, or less. */
const HIGH_PART = 4;

/** Low is at or under the reorder level; null where it is not, or nobody says. Stock and level in packs. */
export function alertLevelOf(stock: number | null, reorderLevel: number | null): AlertLevel | null {
  if (stock === null || reorderLevel === null || stock > reorderLevel) return null;
  return stock * HIGH_PART <= reorderLevel ? 'high' : 'medium';
}

/**
 * What a product is short of. Nothing left matters of a product that has a reorder level or is used.
 * @param isUsed whether the clinic uses it
 */
export function stockAlertOf(stock: number | null, reorderLevel: number | null, isUsed: boolean): StockAlert | null {
  if (stock === 0 && (reorderLevel !== null || isUsed)) return 'out';
  return alertLevelOf(stock, reorderLevel);
}

/** Whether it has become worse: that is what people are notified of. */
export function isWorse(now: StockAlert | null, before: StockAlert | null): boolean {
  return rankOf(now) > rankOf(before);
}

function rankOf(alert: StockAlert | null): number {
  return alert === null ? -1 : STOCK_ALERTS.indexOf(alert);
}
