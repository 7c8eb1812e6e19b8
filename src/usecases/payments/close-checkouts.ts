import { SYSTEM } from '../../domain/actor.js';
import type { AppointmentSnapshot } from '../../domain/appointments/snapshot.js';
import { notFound } from '../../domain/errors.js';
import { isOpenOrder } from '../../domain/payments/orders.js';
import type { SettleOutcome } from '../../domain/payments/settlement.js';
import type { OrderRow } from '../../models/repositories/payments/orders.js';
import { failPoint } from '../../observability/fail-points.js';
import { record } from '../appointments/move.js';
import { snapshotOf } from '../appointments/snapshot.js';
import { closeOrder, ensureSession } from './checkout-session.js';
import type { PaymentDeps } from './deps.js';
import { applyCheckout } from './settle-payment.js';

export interface CloseInput {
  readonly appointmentId: string;
}

export interface Closed {
  /** `closed`: none can be paid any more; `undecided`: a payment is under way; else what the money led to. */
  readonly outcome: SettleOutcome;
  readonly snapshot: AppointmentSnapshot;
}

/**
 * Ends every checkout of an appointment at the provider before anything is believed of it: an order whose
 * session was never learned is resent first, so that no page stays open behind our back.
 * @throws ProviderUnavailable
 */
export function closeCheckouts(deps: PaymentDeps) {
  return async (input: CloseInput): Promise<Closed> => {
    failPoint('close.before');
    let outcome: SettleOutcome = 'closed';
    for (const order of await openOrders(deps, input.appointmentId)) {
      const state = await closeOrder(deps, order);
      failPoint('close.provider_called');
      const settled = await applyCheckout(
        deps,
        { appointmentId: input.appointmentId, orderId: order.id, eventIds: [] },
        state,
      );
      if (settled.outcome !== 'closed') outcome = settled.outcome;
    }
    failPoint('close.committed');
    return { outcome, snapshot: await read(deps, input.appointmentId) };
  };
}

/** Asks what became of the open checkouts without touching them: `undecided` while one is. @throws ProviderUnavailable */
export function watchCheckouts(deps: PaymentDeps) {
  return async (input: CloseInput): Promise<'decided' | 'undecided'> => {
    for (const order of await openOrders(deps, input.appointmentId)) {
      const { state } = await ensureSession(deps, order);
      if (state.state === 'processing') return 'undecided';
    }
    return 'decided';
  };
}

export interface ExpireInput extends CloseInput {
  readonly operationId: string;
  /** The processing limit is over: the slot is freed although the payment was never decided. */
  readonly undecided: boolean;
}

/** `pending` -> `payment_expired`; a hold that was paid, cancelled or extended meanwhile is left alone. */
export function expireHold(deps: PaymentDeps) {
  return (input: ExpireInput): Promise<AppointmentSnapshot> =>
    deps.unitOfWork.withScope(SYSTEM, async (scope) => {
      const row = await scope.appointments.lock(input.appointmentId);
      if (!row) throw notFound('Appointment');
      const now = deps.now();
      if (row.status !== 'pending') return snapshotOf(scope, row);
      if (input.undecided) {
        await scope.attention.open({ clinicId: row.clinicId, appointmentId: row.id, code: 'payment_unresolved' }, now);
      }
      const expired = await record(
        scope,
        row,
        input.operationId,
        {
          move: 'expire',
          audit: 'appointment.expired',
          change: { status: 'payment_expired' },
          context: { undecided: input.undecided },
        },
        now,
      );
      return snapshotOf(scope, expired);
    });
}

function openOrders(deps: PaymentDeps, appointmentId: string): Promise<readonly OrderRow[]> {
  return deps.unitOfWork.withScope(SYSTEM, async (scope) =>
    (await scope.orders.listForAppointment(appointmentId)).filter(isOpenOrder),
  );
}

function read(deps: PaymentDeps, appointmentId: string): Promise<AppointmentSnapshot> {
  return deps.unitOfWork.withScope(SYSTEM, async (scope) => {
    const row = await scope.appointments.find(appointmentId);
    if (!row) throw notFound('Appointment');
    return snapshotOf(scope, row);
  });
}
