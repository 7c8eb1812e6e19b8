import { randomUUID } from 'node:crypto';
import type { CancelCommand } from '../../domain/appointment/commands.js';
import { refundAmount, refundPercent, refuseCorrection } from '../../domain/appointment/policies.js';
import { assertMove, refuseMove } from '../../domain/appointment/transitions.js';
import type { AppointmentRow } from '../../models/repositories/appointments.js';
import type { Scope } from '../../models/unit-of-work.js';
import { type MoveDecision, type MoveDeps, move } from './move.js';

/**
 * Cancels: the slot is free at once, and what the policy gives back is a refund row in the same transaction.
 * @throws DomainError invalid_transition
 */
export function cancelAppointment(deps: MoveDeps) {
  return move<CancelCommand>(deps, async (scope, row, command, now): Promise<MoveDecision> => {
    assertMove(row.status, command.to);
    if (row.status === 'no_show') {
      const refusal = refuseCorrection(row.policy, now.getTime(), row.status_since.getTime());
      if (refusal) throw refuseMove(row.status, refusal);
    }
    const refund = await refundByPolicy(scope, row, command, now);
    await scope.chatRooms.close(row.id, now);
    return {
      move: 'cancel',
      audit: 'appointment.cancelled',
      reason: command.reason,
      context: refund.context,
      change: {
        status: command.to,
        calendar_sequence: row.calendar_sequence + 1,
        ...(refund.requested ? { payment_status: 'refund_pending' as const } : {}),
      },
    };
  });
}

interface PolicyRefund {
  readonly requested: boolean;
  readonly context: Readonly<Record<string, number | boolean>>;
}

async function refundByPolicy(
  scope: Scope,
  row: AppointmentRow,
  command: CancelCommand,
  now: Date,
): Promise<PolicyRefund> {
  if (row.payment_status === 'disputed') {
    // A disputed charge must not be refunded as well: the bank has already taken the money back.
    await scope.attention.open({ clinicId: row.clinic_id, appointmentId: row.id, code: 'refund_in_dispute' }, now);
    return { requested: false, context: { refund_percent: 0, disputed: true } };
  }
  const order = await scope.orders.current(row.id);
  const payment = order && (await scope.payments.listForOrder(order.id)).find((p) => p.purpose === 'appointment');
  if (!order || !payment) return { requested: false, context: {} };
  // What staff have given back, or are about to, counts towards it; a failed one stays owed, and is sent again.
  const earlier = (await scope.payments.refundsForOrders([order.id])).filter((r) => r.payment_id === payment.id);
  const given = earlier.reduce((sum, refund) => sum + refund.amount, 0);
  const noticeMs = row.starts_at.getTime() - now.getTime();
  const percent = refundPercent(row.policy, command.to, noticeMs);
  const owed = refundAmount(row.policy, command.to, payment.amount, now.getTime(), row.starts_at.getTime());
  const amount = Math.max(0, owed - given);
  const context = { refund_percent: percent, refund_amount: amount };
  if (amount === 0) return { requested: false, context };
  await scope.payments.requestRefund({
    id: randomUUID(),
    clinic_id: row.clinic_id,
    appointment_id: row.id,
    order_id: order.id,
    payment_id: payment.id,
    amount,
    currency: payment.currency,
    reason: command.to,
    operationId: `${row.id}/cancel`,
    created_at: now,
  });
  return { requested: true, context };
}
