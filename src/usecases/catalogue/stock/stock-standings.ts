import { type StockAlert, stockAlertOf } from '../../../domain/catalogue/stock/alerts.js';
import { type CurrentStock, currentStockOf } from '../../../domain/catalogue/stock/current-stock.js';
import { joinedUsage, type Usage } from '../../../domain/catalogue/stock/usage.js';
import { type ClinicPolicy, clinicPolicy } from '../../../domain/clinics/public.js';
import type { CatalogueScope } from '../../../models/repositories/catalogue/slice.js';
import type { WatchedProduct } from '../../../models/repositories/catalogue/stock-alerts.js';
import type { ClinicsScope } from '../../../models/repositories/clinics/public.js';
import type { PrescriptionsScope } from '../../../models/repositories/prescriptions/public.js';

/** What a clinic's stock is judged by: its movements, what was prescribed, and its rules. */
export type StockScope = CatalogueScope & ClinicsScope & PrescriptionsScope;

/** A product that a clinic wants to have, with what there is of it now. */
export interface StockStanding extends CurrentStock {
  readonly product: WatchedProduct;
  /** Within the clinic's window; null where it was not used. */
  readonly usage: Usage | null;
  readonly alert: StockAlert | null;
}

export interface StockStandings {
  /** Products with a reorder level or used within the window, by name. */
  readonly products: readonly StockStanding[];
  readonly policy: Pick<ClinicPolicy, 'usageWindowMs' | 'reorderCoverMs'>;
  /** IANA zone of the clinic. */
  readonly zone: string;
}

/** @param policy of the installation; a clinic may have its own */
export async function readStockStandings(
  scope: StockScope,
  policy: ClinicPolicy,
  clinicId: string,
  now: Date,
): Promise<StockStandings> {
  const clinic = await scope.clinics.find(clinicId);
  const own = clinicPolicy(policy, clinic?.policy ?? {});
  const usage = await readUsage(scope, clinicId, new Date(now.getTime() - own.usageWindowMs));
  const watched = await scope.stockAlerts.listWatched(clinicId, [...usage.keys()]);
  const products = watched.map((product): StockStanding => {
    const current = currentStockOf(product.content, product.onHand);
    const used = usage.get(product.id) ?? null;
    const alert = stockAlertOf(current.stock, product.reorderLevel, used !== null);
    return { ...current, product, usage: used, alert };
  });
  return { products, policy: own, zone: clinic?.timezone ?? 'UTC' };
}

/** Packs that were used, or prescribed, by product. */
async function readUsage(scope: StockScope, clinicId: string, since: Date): Promise<ReadonlyMap<string, Usage>> {
  const [used, prescribed] = await Promise.all([
    scope.stockMovements.listUsed(clinicId, since),
    scope.prescribedProducts.listPacks(clinicId, since),
  ]);
  const usage = new Map<string, Usage>(used.map((one) => [one.productId, one]));
  for (const one of prescribed) usage.set(one.productId, joinedUsage([usage.get(one.productId), one]) ?? one);
  return usage;
}
