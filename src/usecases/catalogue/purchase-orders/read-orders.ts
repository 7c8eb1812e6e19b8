import type { UserActor } from '../../../domain/actor.js';
import { notFound } from '../../../domain/errors.js';
import type {
  PurchaseOrderFilter,
  StoredPurchaseOrder,
} from '../../../models/repositories/catalogue/purchase-orders.js';
import type { CatalogueScope } from '../../../models/repositories/catalogue/slice.js';
import type { UnitOfWork } from '../../../models/scope.js';

export type { StoredPurchaseOrder } from '../../../models/repositories/catalogue/purchase-orders.js';

interface Deps {
  readonly unitOfWork: UnitOfWork<CatalogueScope>;
}

/** Orders of a clinic at its suppliers, the latest first. No patient is named: that is no row of the audit. */
export function listPurchaseOrders({ unitOfWork }: Deps) {
  return (actor: UserActor, filter: PurchaseOrderFilter): Promise<readonly StoredPurchaseOrder[]> =>
    unitOfWork.withScope(actor, (scope) => scope.purchaseOrders.list(filter));
}

/** @throws DomainError not_found */
export function readPurchaseOrder({ unitOfWork }: Deps) {
  return (actor: UserActor, clinicId: string, id: string): Promise<StoredPurchaseOrder> =>
    unitOfWork.withScope(actor, (scope) => orderOf(scope, id, clinicId));
}

/** @throws DomainError not_found */
export async function orderOf(scope: CatalogueScope, id: string, clinicId: string): Promise<StoredPurchaseOrder> {
  const order = await scope.purchaseOrders.find(id, clinicId);
  if (!order) throw notFound('Purchase order');
  return order;
}

/** The order, held until the transaction ends. @throws DomainError not_found */
export async function heldOrder(scope: CatalogueScope, id: string, clinicId: string): Promise<StoredPurchaseOrder> {
  const order = await scope.purchaseOrders.lock(id, clinicId);
  if (!order) throw notFound('Purchase order');
  return order;
}
