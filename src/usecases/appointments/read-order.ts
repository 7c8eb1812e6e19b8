import type { Caller } from '../../domain/actor.js';
import { notFound } from '../../domain/errors.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { PaymentsScope } from '../../models/repositories/payments/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { noteOrderReading, visibleOrder } from '../payments/public.js';
import { type OrderDetails, orderDetails } from './order-details.js';

type Scope = AppointmentsScope & PaymentsScope;

export interface ReadOrderDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly now: () => Date;
}

/** One order with its refunds. @throws DomainError not_found */
export function readOrder(deps: ReadOrderDeps) {
  return (actor: Caller, id: string): Promise<OrderDetails> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const row = await visibleOrder(scope, actor, id);
      const [details] = await orderDetails(scope, [row]);
      if (!details) throw notFound('Order');
      await noteOrderReading(scope, 'order.read', row, deps.now());
      return details;
    });
}
