import type { UserActor } from '../../../domain/actor.js';
import { onHandAfter, type StockChangeAsked } from '../../../domain/catalogue/stock/movements.js';
import { notFound } from '../../../domain/errors.js';
import type { CatalogueScope } from '../../../models/repositories/catalogue/slice.js';
import type { StockMovement } from '../../../models/repositories/catalogue/stock-movements.js';
import type { UnitOfWork } from '../../../models/scope.js';
import { deriveId, type RequestKey } from '../../idempotency/derive-id.js';
import type { MailStockAlerts } from './mail-alerts.js';
import { noteStockAlerts } from './note-alerts.js';

export type { StockMovement } from '../../../models/repositories/catalogue/stock-movements.js';

interface Deps {
  readonly unitOfWork: UnitOfWork<CatalogueScope>;
  readonly now: () => Date;
  readonly mailStockAlerts: MailStockAlerts;
}

/** A movement of a clinic's own stock, as somebody records it. */
export interface NewMovement extends StockChangeAsked {
  readonly clinicId: string;
  readonly productId: string;
  readonly note: string | null;
}

/**
 * Records a movement of a clinic's own stock, and notifies those who manage the catalogue where too little is left. A repeat by the same key of a request is the same movement.
 * @throws DomainError not_found; validation_failed on `quantity` where more would go than there is
 */
export function recordStockMovement({ unitOfWork, now, mailStockAlerts }: Deps) {
  return async (actor: UserActor, movement: NewMovement, requestKey: RequestKey | null): Promise<StockMovement> => {
    const id = deriveId(requestKey, 'stock-movement');
    const work = (scope: CatalogueScope) => recordMovement(scope, { ...movement, id }, now());
    const recorded = await unitOfWork.withScope(actor, work);
    await mailStockAlerts(actor, movement.clinicId);
    return recorded;
  };
}

/**
 * Records a movement within the caller's transaction, and holds its product and the stock of it until that ends. What becomes worse by it is
 * due; `mailStockAlerts` behind the commit notifies people of it, else maintenance does. A movement that is recorded
 * already stays as it is. Whoever records several holds all their products first (`listHeld`), and takes them in the order of their ids,
 * or two callers wait for each other.
 * @param movement `id`: of the movement; a repeat of the same cause has the same
 * @param at when it is recorded
 * @throws DomainError not_found for a product that the clinic does not have; validation_failed on `quantity` where more would go than
 *   there is
 */
export async function recordMovement(
  scope: CatalogueScope,
  movement: NewMovement & { readonly id: string },
  at: Date,
): Promise<StockMovement> {
  const { id, clinicId, productId, kind, quantity } = movement;
  // First of all: an undo under way is waited for, and may have taken the product away.
  const products = await scope.supplierProducts.listHeld([productId], clinicId);
  if (!products.has(productId)) throw notFound('Product');
  await scope.stockMovements.hold(productId);
  const earlier = await scope.stockMovements.find(id);
  if (earlier) return earlier;
  const last = await scope.stockMovements.findLast(productId);
  const recordedBy = scope.actor.kind === 'user' ? scope.actor.userId : null;
  const next = { ...movement, number: (last?.number ?? 0) + 1, onHand: onHandAfter(last?.onHand ?? null, movement) };
  const recorded: StockMovement = { ...next, recordedBy, at };
  await scope.stockMovements.add(recorded);
  await noteStockAlerts(scope, { clinicId, productId }, { at });
  const about = { entity: 'supplier_product', entityId: productId, clinicId } as const;
  const details = { kind, quantity, onHand: recorded.onHand };
  await scope.audit.record({ ...about, action: 'supplier_product.stock_recorded', details }, at);
  return recorded;
}
