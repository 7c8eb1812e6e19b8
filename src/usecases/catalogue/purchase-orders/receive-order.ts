import type { UserActor } from '../../../domain/actor.js';
import type { WantedLine } from '../../../domain/catalogue/purchase-orders/order-lines.js';
import { receiveLines } from '../../../domain/catalogue/purchase-orders/receipt.js';
import type { CatalogueScope } from '../../../models/repositories/catalogue/slice.js';
import type { UnitOfWork } from '../../../models/scope.js';
import { deriveId, type RequestKey } from '../../idempotency/derive-id.js';
import { recordMovement } from '../stock/record-movement.js';
import { heldOrder, orderOf, type StoredPurchaseOrder } from './read-orders.js';

interface Deps {
  readonly unitOfWork: UnitOfWork<CatalogueScope>;
  readonly now: () => Date;
}

/** What has arrived of which order. */
export interface Delivery {
  readonly clinicId: string;
  readonly id: string;
  readonly lines: readonly WantedLine[];
}

/**
 * Records what has arrived of an order: its lines, its status and the movements of the clinic's own stock change together. A repeat by
 * the same key of a request is the same delivery.
 * @throws DomainError not_found; invalid_transition where nothing of the order is expected; validation_failed on each line that the
 *   order does not have, or of which more would have arrived than was ordered
 */
export function receivePurchaseOrder({ unitOfWork, now }: Deps) {
  return (
    actor: UserActor,
    { clinicId, id, lines }: Delivery,
    key: RequestKey | null,
  ): Promise<StoredPurchaseOrder> => {
    // Outside of the transaction, which is repeated after a deadlock: without a key an id is random.
    const movements = lines.map((line) => ({ ...line, id: deriveId(key, `received/${id}/${line.productId}`) }));
    return unitOfWork.withScope(actor, async (scope) => {
      const order = await heldOrder(scope, id, clinicId);
      // All movements of a delivery are committed together: where there is one, it is recorded.
      const [first] = movements;
      if (first && (await scope.stockMovements.find(first.id))) return order;
      const received = receiveLines(order, lines);
      // All of them before the first movement: an undo that has one of them would wait for the alert of another.
      const products = lines.map(({ productId }) => productId);
      await scope.supplierProducts.listHeld(products, clinicId);
      const at = now();
      await scope.purchaseOrders.recordReceived(id, received.lines);
      if (received.status !== order.status) await scope.purchaseOrders.change(id, { status: received.status });
      const of = { clinicId, kind: 'received', note: order.numberText } as const;
      for (const movement of movements.toSorted((one, other) => (one.productId < other.productId ? -1 : 1))) {
        await recordMovement(scope, { ...movement, ...of }, at);
      }
      const about = { entity: 'purchase_order', entityId: id, clinicId } as const;
      const packs = lines.reduce((sum, { quantity }) => sum + quantity, 0);
      const details = { number: order.numberText, lines: lines.length, packs, status: received.status };
      await scope.audit.record({ ...about, action: 'purchase_order.received', details }, at);
      return orderOf(scope, id, clinicId);
    });
  };
}
