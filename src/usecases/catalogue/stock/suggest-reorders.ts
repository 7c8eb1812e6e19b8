import type { UserActor } from '../../../domain/actor.js';
import { type Reorder, reorderOf, URGENCIES } from '../../../domain/catalogue/stock/reorder.js';
import { type ReorderOffer, reorderOfferOf } from '../../../domain/catalogue/stock/reorder-offer.js';
import { type Hundredths, usagePerWeek } from '../../../domain/catalogue/stock/usage.js';
import { readLikeProducts } from './like-products.js';
import type { ReadStockDeps } from './read-stock-deps.js';
import { reorderTimesOf } from './reorder-times.js';
import { readStockStandings, type StockStanding } from './stock-standings.js';

/** What a clinic should order of a product, with how it was computed. */
export interface ReorderSuggestion extends StockStanding {
  readonly stock: number;
  readonly onOrder: number;
  readonly perWeek: Hundredths;
  readonly reorder: Reorder;
  readonly windowMs: number;
  /** The cheapest supplier that has it; null where nobody does. */
  readonly offer: ReorderOffer | null;
}

/** What a clinic should order, the most urgent first, then by name. */
export function suggestReorders({ unitOfWork, mappings, policy, now }: ReadStockDeps) {
  return (actor: UserActor, clinicId: string): Promise<readonly ReorderSuggestion[]> =>
    unitOfWork.withScope(actor, async (scope) => {
      const at = now();
      const known = await mappings(scope, clinicId);
      const { products, policy: own } = await readStockStandings(scope, policy, clinicId, at);
      const orders = await scope.purchaseOrders.listOpenQuantities(clinicId);
      const due = products.flatMap((standing): readonly Omit<ReorderSuggestion, 'offer'>[] => {
        const { product, stock, usage } = standing;
        if (stock === null) return [];
        const [onOrder, windowMs] = [orders.get(product.id) ?? 0, own.usageWindowMs];
        const perWeek = usagePerWeek(usage, windowMs, at);
        const ordered = { stock, onOrder, reorderLevel: product.reorderLevel, usage: perWeek };
        const reorder = reorderOf(ordered, reorderTimesOf(own, known.get(product.supplier)));
        return reorder ? [{ ...standing, stock, onOrder, perWeek, reorder, windowMs }] : [];
      });
      const watched = due.map(({ product }) => product);
      const alike = await readLikeProducts(scope, known, clinicId, watched);
      return due
        .map((one) => ({ ...one, offer: reorderOfferOf(one.product, alike(one.product.id), one.reorder.quantity) }))
        .toSorted((one, other) => rankOf(other) - rankOf(one));
    });
}

function rankOf({ reorder }: Pick<ReorderSuggestion, 'reorder'>): number {
  return URGENCIES.indexOf(reorder.urgency);
}
