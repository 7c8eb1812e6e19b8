import type { UserActor } from '../../../domain/actor.js';
import type { ComparedProduct } from '../../../domain/catalogue/compare/compare-products.js';
import { isListStale } from '../../../domain/catalogue/stale-list.js';
import { type AlertLevel, alertLevelOf } from '../../../domain/catalogue/stock/alerts.js';
import { orderedUpTo } from '../../../domain/catalogue/stock/reorder.js';
import { usagePerWeek } from '../../../domain/catalogue/stock/usage.js';
import { type Day, localDay } from '../../../domain/days.js';
import type { SupplierMappings } from '../mappings.js';
import { readLikeProducts } from './like-products.js';
import type { ReadStockDeps } from './read-stock-deps.js';
import { reorderTimesOf } from './reorder-times.js';
import { readStockStandings, type StockScope, type StockStanding, type StockStandings } from './stock-standings.js';

/** A product at or under its reorder level. */
export interface LowStock extends StockStanding {
  readonly stock: number;
  readonly reorderLevel: number;
  /** In packs. */
  readonly recommendedOrder: number;
  readonly level: AlertLevel;
  readonly since: Date;
}

export interface OutOfStock extends StockStanding {
  /** The day, on the clinic's calendar, on which nothing was left any more; null where there never was any. */
  readonly lastAvailable: Day | null;
  /** Like products of other suppliers that have them, the cheapest first. */
  readonly alternatives: readonly ComparedProduct[];
}

export interface StaleList {
  readonly supplier: string;
  readonly lastListAt: Date;
  readonly updateFrequency: string;
}

export interface StockAlerts {
  readonly low: readonly LowStock[];
  readonly out: readonly OutOfStock[];
  readonly stale: readonly StaleList[];
}

type Known = Awaited<ReturnType<SupplierMappings>>;

/** What a clinic has too little of, or nothing, by name, and whose price list is overdue. */
export function readStockAlerts({ unitOfWork, mappings, policy, now }: ReadStockDeps) {
  return (actor: UserActor, clinicId: string): Promise<StockAlerts> =>
    unitOfWork.withScope(actor, async (scope) => {
      const at = now();
      const known = await mappings(scope, clinicId);
      const standings = await readStockStandings(scope, policy, clinicId, at);
      const onOrder = await scope.purchaseOrders.listOpenQuantities(clinicId);
      return {
        low: standings.products.flatMap((one) => lowStockOf(one, { standings, known, onOrder, at })),
        out: await outOfStock(scope, standings, known, clinicId),
        stale: await staleLists(scope, known, clinicId, at),
      };
    });
}

interface JudgedBy {
  readonly standings: StockStandings;
  readonly known: Known;
  /** Packs, by product. */
  readonly onOrder: ReadonlyMap<string, number>;
  readonly at: Date;
}

function lowStockOf(standing: StockStanding, { standings, known, onOrder, at }: JudgedBy): readonly LowStock[] {
  const { product, stock, usage } = standing;
  const { reorderLevel, since } = product;
  const level = alertLevelOf(stock, reorderLevel);
  if (level === null || stock === null || reorderLevel === null) return [];
  const { policy } = standings;
  const used = usagePerWeek(usage, policy.usageWindowMs, at);
  const ordered = { stock, onOrder: onOrder.get(product.id) ?? 0, reorderLevel, usage: used };
  const recommendedOrder = orderedUpTo(ordered, reorderTimesOf(policy, known.get(product.supplier)));
  return [{ ...standing, stock, reorderLevel, recommendedOrder, level, since: since ?? at }];
}

async function outOfStock(
  scope: StockScope,
  { products, zone }: StockStandings,
  known: Known,
  clinicId: string,
): Promise<readonly OutOfStock[]> {
  const out = products.filter(({ alert }) => alert === 'out');
  const watched = out.map(({ product }) => product);
  const alike = await readLikeProducts(scope, known, clinicId, watched);
  const ranOut = await scope.stockAlerts.listRanOut(watched.map(({ id }) => id));
  return out.map((standing) => {
    const { id, supplier } = standing.product;
    const at = ranOut.get(id);
    const hasIt = ({ supplier: other, stockStatus }: ComparedProduct) =>
      other !== supplier && (stockStatus === 'in_stock' || stockStatus === 'low');
    return { ...standing, lastAvailable: at ? localDay(at, zone) : null, alternatives: alike(id).filter(hasIt) };
  });
}

async function staleLists(scope: StockScope, known: Known, clinicId: string, at: Date): Promise<readonly StaleList[]> {
  const standings = await scope.supplierLists.listStandings(clinicId);
  const stale = standings.flatMap(({ supplier, lastListAt, lastImportAt }): readonly StaleList[] => {
    // A supplier that sends nothing but partial lists is late when none of those has come.
    const last = lastListAt ?? lastImportAt;
    const updateFrequency = known.get(supplier)?.updateFrequency;
    if (last === null || updateFrequency === undefined || !isListStale(last, updateFrequency, at)) return [];
    return [{ supplier, lastListAt: last, updateFrequency }];
  });
  return stale.toSorted((one, other) => (one.supplier < other.supplier ? -1 : 1));
}
