import type { AppointmentWorkflows } from '../../adapters/temporal/port.js';
import type { Caller } from '../../domain/actor.js';
import { LOOKUP_LOST_MS, mayBringMoney } from '../../domain/payments/public.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { OrderRow, PaymentsScope } from '../../models/repositories/payments/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { failPoint } from '../../observability/fail-points.js';
import { noteOrderReading, visibleOrder } from '../payments/public.js';
import { type OrderDetails, orderDetails } from './order-details.js';
import { readOrder } from './read-order.js';

type Scope = AppointmentsScope & PaymentsScope;

export interface RefreshOrderDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly engine: AppointmentWorkflows;
  readonly now: () => Date;
}

/**
 * Asks for a lookup at the provider, as a return page does: it only feeds the one confirm path, so the answer may
 * still show the order as it was. A settled order is not looked up, and of many who ask at once only one reaches the
 * workflow. A request that is lost with this process blocks the next one for a minute at most.
 * @throws DomainError not_found, unavailable
 */
export function refreshOrder(deps: RefreshOrderDeps) {
  const read = readOrder(deps);
  return async (actor: Caller, id: string): Promise<OrderDetails> => {
    const { order, details } = await deps.unitOfWork.withScope(actor, async (scope) => {
      const visible = await visibleOrder(scope, actor, id);
      const mine = await request(scope, visible, deps.now());
      if (mine) return { order: visible };
      await noteOrderReading(scope, 'order.read', visible, deps.now());
      return { details: (await orderDetails(scope, [visible]))[0] };
    });
    if (details) return details;
    if (order) await passOn(deps, actor, order);
    return read(actor, id);
  };
}

/** Whether this caller has to pass the request on. */
async function request(scope: Scope, order: OrderRow, now: Date): Promise<boolean> {
  const { id, status, providerSessionId: session, lookupRequestedAt: requested } = order;
  const lost = new Date(now.getTime() - LOOKUP_LOST_MS);
  if (!session || !mayBringMoney(status) || (requested && requested >= lost)) return false;
  return scope.orders.requestLookup(id, lost, now);
}

async function passOn({ engine, unitOfWork }: RefreshOrderDeps, actor: Caller, order: OrderRow): Promise<void> {
  failPoint('refresh.requested');
  try {
    await engine.deliverPaymentEvent({
      provider: order.provider,
      eventId: null,
      about: 'checkout',
      objectId: order.providerSessionId ?? '',
      subjectId: order.subjectId,
      orderId: order.id,
    });
  } catch (error) {
    await unitOfWork.withScope(actor, (scope) => scope.orders.withdrawLookup(order.id));
    throw error;
  }
}
