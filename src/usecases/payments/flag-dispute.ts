import type { AppointmentSnapshot } from '../../domain/appointment/snapshot.js';
import { notFound } from '../../domain/errors.js';
import { SYSTEM } from '../../domain/identity/actor.js';
import { record } from '../appointments/move.js';
import { snapshotOf } from '../appointments/snapshot.js';
import type { PaymentDeps } from './deps.js';

export interface DisputeInput {
  readonly appointmentId: string;
  readonly orderId: string;
  readonly provider: string;
  readonly disputeId: string;
  readonly eventIds: readonly string[];
}

/** A patient disputes the payment at their bank: order and appointment say so, and a person is asked to answer it. */
export function flagDispute(deps: PaymentDeps) {
  return (input: DisputeInput): Promise<AppointmentSnapshot> =>
    deps.unitOfWork.withScope(SYSTEM, async (scope) => {
      const row = await scope.appointments.lock(input.appointmentId);
      const order = await scope.orders.lock(input.orderId);
      if (!row || order?.appointment_id !== row.id) throw notFound('Order');
      const now = deps.now();
      const operationId = `${row.id}/dispute/${input.disputeId}`;
      await scope.providerEvents.markProcessed(input.provider, input.eventIds, 'disputed', now);
      if (await scope.history.has(operationId)) return snapshotOf(scope, row);
      const context = { order: order.id, dispute: input.disputeId };
      await scope.attention.open({ clinicId: row.clinic_id, appointmentId: row.id, code: 'dispute', context }, now);
      if (order.status === 'paid' || order.status === 'completed')
        await scope.orders.update(order.id, { status: 'disputed' }, now);
      const flagged = await record(
        scope,
        row,
        operationId,
        {
          move: 'payment',
          audit: 'attention.opened',
          change: row.payment_status === 'paid' ? { payment_status: 'disputed' } : {},
          context,
        },
        now,
      );
      return snapshotOf(scope, flagged);
    });
}
