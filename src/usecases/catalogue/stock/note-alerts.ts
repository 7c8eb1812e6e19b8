import { isWorse, type StockAlert, stockAlertOf } from '../../../domain/catalogue/stock/alerts.js';
import { currentStockOf } from '../../../domain/catalogue/stock/current-stock.js';
import type { CatalogueScope } from '../../../models/repositories/catalogue/slice.js';
import type { HeldProduct, Watched } from '../../../models/repositories/catalogue/stock-alerts.js';

/**
 * Notes how little there is of a product, or of all products of a supplier, in the transaction that has changed their stock: as its last
 * step, because what is noted stays held until it ends. Where it became worse, people are to be notified; `mailStockAlerts` does that.
 * @param isSilent what becomes worse is noted, and nobody is notified: whoever says at which stock to reorder sees what comes of it
 */
export async function noteStockAlerts(
  scope: CatalogueScope,
  of: Watched,
  { at, isSilent = false }: { readonly at: Date; readonly isSilent?: boolean },
): Promise<void> {
  const held = await scope.stockAlerts.hold(of);
  if (held.length === 0) return;
  const found = await scope.stockAlerts.listHeld(of.clinicId, held);
  const changed = found.flatMap((product) => {
    const alert = alertOf(product);
    if (alert === product.alert) return [];
    const since = alert === null ? null : (product.since ?? at);
    return [{ productId: product.id, alert, since, isDue: !isSilent && isWorse(alert, product.alert) }];
  });
  if (changed.length > 0) await scope.stockAlerts.record(changed);
}

/** What a supplier offers no more is short of nothing, but of what the clinic has of it. */
function alertOf({ content, onHand, reorderLevel, isUsed, active, withdrawn }: HeldProduct): StockAlert | null {
  if (withdrawn || (!active && onHand === null)) return null;
  return stockAlertOf(currentStockOf(content, onHand).stock, reorderLevel, isUsed);
}
