import type { AppointmentEngine } from '../../adapters/temporal/port.js';
import type { UserActor } from '../../domain/identity/actor.js';
import type { UnitOfWork } from '../../models/unit-of-work.js';
import type { OrderAnswer } from './order-view.js';
import { readOrder, visibleOrder } from './read-order.js';

export interface RefreshOrderDeps {
  readonly unitOfWork: UnitOfWork;
  readonly engine: AppointmentEngine;
}

/**
 * Asks for a look-up at the provider, as a return page does: it only feeds the one confirm path, so the answer may
 * still show the order as it was. @throws DomainError not_found, unavailable
 */
export function refreshOrder(deps: RefreshOrderDeps) {
  const read = readOrder(deps);
  return async (actor: UserActor, id: string): Promise<OrderAnswer> => {
    const order = await deps.unitOfWork.withScope(actor, (scope) => visibleOrder(scope, actor, id));
    if (order.provider_session_id) {
      await deps.engine.deliverPaymentEvent({
        provider: order.provider,
        eventId: null,
        about: 'checkout',
        objectId: order.provider_session_id,
        appointmentId: order.appointment_id,
        orderId: order.id,
      });
    }
    return read(actor, id);
  };
}
