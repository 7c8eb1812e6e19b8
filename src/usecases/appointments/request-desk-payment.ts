import type { AppointmentWorkflows } from '../../adapters/temporal/port.js';
import type { UserActor } from '../../domain/actor.js';
import { transitionError } from '../../domain/appointments/transitions.js';
import { DomainError } from '../../domain/errors.js';
import type { DeskMethod } from '../../domain/payments/public.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { PaymentsScope } from '../../models/repositories/payments/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';
import type { OrderDetails } from './order-details.js';
import { readOrder } from './read-order.js';
import { visibleAppointment } from './visible-appointment.js';

type Scope = AppointmentsScope & PaymentsScope;

export interface DeskPaymentDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly engine: AppointmentWorkflows;
  readonly now: () => Date;
}

/** What was taken; `amount` in minor units. */
export interface DeskPayment {
  readonly method: DeskMethod;
  readonly amount: number;
  readonly note: string | null;
}

/**
 * Asks the appointment's workflow to record money that the reception has taken, and answers the order that it paid.
 * @throws DomainError not_found, forbidden, payments_disabled, invalid_transition, order_exists, validation_failed,
 *   provider_unavailable, unavailable
 */
export function requestDeskPayment(deps: DeskPaymentDeps) {
  const read = readOrder(deps);
  return async (
    actor: UserActor,
    appointmentId: string,
    taken: DeskPayment,
    requestKey: RequestKey | null,
  ): Promise<OrderDetails> => {
    const orderId = deriveId(requestKey, 'desk');
    const done = await deps.unitOfWork.withScope(actor, async (scope) => {
      const row = await visibleAppointment(scope, actor, appointmentId, 'orders:desk');
      const own = await scope.orders.find(orderId);
      if (own && own.subjectId !== appointmentId) {
        throw new DomainError('idempotency_conflict', 'This Idempotency-Key was already used for another order.');
      }
      // Settled already, whatever became of it since: this is the answer to a repeat.
      if (own && own.status !== 'pending') return true;
      if (!row.paymentRequired) {
        throw new DomainError('payments_disabled', 'Nothing has to be paid for this appointment.');
      }
      if (row.status !== 'pending') throw transitionError(row.status);
      return false;
    });
    if (!done) {
      await deps.engine.update({
        actor,
        appointmentId,
        name: 'takeAtDesk',
        command: { reason: `taken at the desk: ${taken.method}`, orderId, ...taken },
        updateId: `takeAtDesk:${deriveId(null, 'attempt')}`,
      });
    }
    return read(actor, orderId);
  };
}
