import type { UserActor } from '../../domain/actor.js';
import { notFound } from '../../domain/errors.js';
import type { UnitOfWork } from '../../models/unit-of-work.js';
import { visibleOrder } from '../payments/public.js';
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
