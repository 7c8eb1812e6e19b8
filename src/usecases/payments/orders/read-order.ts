import type { UserActor } from '../../../domain/actor.js';
import { canSee } from '../../../domain/visibility.js';
import { notFound } from '../../../domain/errors.js';
import type { OrderRow } from '../../../models/repositories/payments/orders.js';
import type { Scope, UnitOfWork } from '../../../models/unit-of-work.js';
import { type OrderDetails, orderDetails } from './order-details.js';

/** One order with its refunds. @throws DomainError not_found */
export function readOrder(deps: { readonly unitOfWork: UnitOfWork }) {
  return (actor: UserActor, id: string): Promise<OrderDetails> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const row = await visibleOrder(scope, actor, id);
      const [details] = await orderDetails(scope, [row]);
      if (!details) throw notFound('Order');
      return details;
    });
}

/** The row, if this caller may know of it. @throws DomainError not_found */
export async function visibleOrder(scope: Scope, actor: UserActor, id: string): Promise<OrderRow> {
  const row = await scope.orders.find(id);
  if (!row || !canSee(actor, row)) throw notFound('Order');
  return row;
}
