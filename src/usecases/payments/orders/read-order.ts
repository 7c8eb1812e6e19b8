import type { UserActor } from '../../../domain/actor.js';
import { canSee } from '../../../domain/appointments/visibility.js';
import { notFound } from '../../../domain/errors.js';
import type { OrderRow } from '../../../models/repositories/payments/orders.js';
import type { Scope, UnitOfWork } from '../../../models/unit-of-work.js';
import { type OrderAnswer, orderAnswers } from './order-view.js';

/** One order with its refunds. @throws DomainError not_found */
export function readOrder(deps: { readonly unitOfWork: UnitOfWork }) {
  return (actor: UserActor, id: string): Promise<OrderAnswer> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const row = await visibleOrder(scope, actor, id);
      const [answer] = await orderAnswers(scope, [row]);
      if (!answer) throw notFound('Order');
      return answer;
    });
}

/** The row, if this caller may know of it. @throws DomainError not_found */
export async function visibleOrder(scope: Scope, actor: UserActor, id: string): Promise<OrderRow> {
  const row = await scope.orders.find(id);
  if (!row || !canSee(actor, row)) throw notFound('Order');
  return row;
}
