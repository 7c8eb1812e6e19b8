import { randomUUID } from 'node:crypto';
import type { AttentionCode } from '../../domain/appointment/attention.js';
import type {
  ExtendCommand,
  IssueRefundCommand,
  ResolveAttentionCommand,
  RetryRefundCommand,
  StaffCommand,
} from '../../domain/appointment/commands.js';
import { MINUTE_MS, UI_REFUND_LIMIT } from '../../domain/appointment/policies.js';
import type { AppointmentSnapshot } from '../../domain/appointment/snapshot.js';
import type { PaymentStatus } from '../../domain/appointment/states.js';
import { refuseMove } from '../../domain/appointment/transitions.js';
import { DomainError, invalid, notFound } from '../../domain/errors.js';
import { actorLabel, SYSTEM } from '../../domain/identity/actor.js';
import type { AppointmentRow } from '../../models/repositories/appointments.js';
import type { Scope } from '../../models/unit-of-work.js';
import { type MoveDeps, move } from '../appointments/move.js';
import { snapshotOf } from '../appointments/snapshot.js';

/** Gives a `pending` hold more time, never past the start. @throws DomainError invalid_transition, validation_failed */
export function extendPaymentWindow(deps: MoveDeps) {
  return move<ExtendCommand>(deps, async (_scope, row, command, now) => {
    if (row.status !== 'pending') throw refuseMove(row.status);
    if (!Number.isFinite(command.minutes) || command.minutes <= 0 || command.minutes > 24 * 60) {
      throw invalid('minutes', 'minutes must be between 1 and 1440.');
    }
    const until = Math.min(now.getTime() + command.minutes * MINUTE_MS, row.starts_at.getTime());
    if (until <= row.expires_at.getTime()) throw invalid('minutes', 'The hold already lasts longer than that.');
    return {
      move: 'extend',
      audit: 'appointment.window_extended',
      reason: command.reason,
      context: { until: new Date(until).toISOString() },
      change: { expires_at: new Date(until) },
    };
  });
}

/** Puts failed refunds back to be sent under a new key. @throws DomainError invalid_transition */
export function retryRefund(deps: MoveDeps) {
  return move<RetryRefundCommand>(deps, async (scope, row, command, now) => {
    const failed = (await scope.payments.refundsForAppointment(row.id)).filter(
      (refund) => refund.status === 'failed' && (!command.refundId || command.refundId === refund.id),
    );
    if (failed.length === 0) throw refuseMove(row.status, 'No refund of this appointment has failed.');
    for (const refund of failed) {
      await scope.payments.updateRefund(refund.id, {
        status: 'requested',
        attempt: refund.attempt + 1,
        provider_refund_id: null,
        failure_reason: null,
        settled_at: null,
      });
    }
    await scope.attention.resolve(row.id, ['refund_failed'], actorLabel(scope.actor), command.reason, now);
    return {
      move: 'refund',
      audit: 'refund.requested',
      reason: command.reason,
      context: { refunds: failed.map((refund) => refund.id).join(','), retry: true },
      change: row.payment_status === 'refund_failed' ? { payment_status: 'refund_pending' } : {},
    };
  });
}

/** A refund outside the policy: part or all of what is left. @throws DomainError invalid_transition, validation_failed */
export function issueRefund(deps: MoveDeps) {
  return move<IssueRefundCommand>(deps, async (scope, row, command, now) => {
    if (row.payment_status !== 'paid' && row.payment_status !== 'partially_refunded') {
      throw refuseMove(row.status, `A payment that is ${row.payment_status.replaceAll('_', ' ')} cannot be refunded.`);
    }
    const { payment, left } = await refundable(scope, row);
    const amount = command.amount ?? left;
    if (!Number.isSafeInteger(amount) || amount <= 0 || amount > left) {
      throw invalid('amount', `At most ${left} minor units can be refunded.`);
    }
    // Names in the Temporal UI are only claimed, so it never moves more than a small sum.
    if (scope.actor.kind === 'temporal_ui' && amount > UI_REFUND_LIMIT) {
      throw new DomainError('forbidden', 'A refund of this size is issued by API, signed in.');
    }
    const refund = await scope.payments.requestRefund({
      id: randomUUID(),
      clinic_id: row.clinic_id,
      appointment_id: row.id,
      order_id: payment.order_id,
      payment_id: payment.id,
      amount,
      currency: payment.currency,
      reason: 'issued_by_staff',
      operationId: `${row.id}/issue/${now.getTime()}/${randomUUID()}`,
      created_at: now,
    });
    return {
      move: 'refund',
      audit: 'refund.requested',
      reason: command.reason,
      context: { refund: refund.id, amount },
      change: { payment_status: 'refund_pending' },
    };
  });
}

async function refundable(scope: Scope, row: AppointmentRow) {
  const order = await scope.orders.current(row.id);
  const payment = order && (await scope.payments.listForOrder(order.id)).find((p) => p.purpose === 'appointment');
  if (!payment) throw refuseMove(row.status, 'Nothing was paid for this appointment.');
  const refunds = (await scope.payments.refundsForOrders([payment.order_id])).filter(
    (r) => r.payment_id === payment.id,
  );
  const given = refunds.filter((r) => r.status !== 'failed').reduce((sum, r) => sum + r.amount, 0);
  return { payment, left: payment.amount - given };
}

/** Closes an entry of the attention list; for a failed refund it records that it was paid out by hand. @throws DomainError not_found */
export function resolveAttention(deps: MoveDeps) {
  return move<ResolveAttentionCommand>(deps, async (scope, row, command, now) => {
    const count = await scope.attention.resolve(row.id, [command.code], actorLabel(scope.actor), command.reason, now);
    if (count === 0) throw notFound('Attention entry');
    const settled = command.code === 'refund_failed' ? await settleByHand(scope, row, now) : null;
    return {
      move: 'attention',
      audit: 'attention.resolved',
      reason: command.reason,
      context: { code: command.code },
      // refund_failed leaves only through refund_pending: both steps are one decision of a person here.
      change: settled ? { payment_status: settled } : {},
    };
  });
}

async function settleByHand(scope: Scope, row: AppointmentRow, now: Date): Promise<PaymentStatus | null> {
  const refunds = await scope.payments.refundsForAppointment(row.id);
  for (const refund of refunds.filter((one) => one.status === 'failed')) {
    await scope.payments.updateRefund(refund.id, { status: 'settled_by_hand', settled_at: now });
  }
  if (row.payment_status !== 'refund_failed') return null;
  await scope.appointments.update(row.id, { payment_status: 'refund_pending' }, now);
  if (refunds.some((one) => one.status === 'requested' || one.status === 'pending')) return 'refund_pending';
  const order = await scope.orders.current(row.id);
  const payment = order && (await scope.payments.listForOrder(order.id)).find((p) => p.purpose === 'appointment');
  if (!order || !payment) return 'refunded';
  const given = refunds.filter((one) => one.payment_id === payment.id).reduce((sum, one) => sum + one.amount, 0);
  const status = given === payment.amount ? 'refunded' : 'partially_refunded';
  await scope.orders.update(order.id, { status }, now);
  return status;
}

export interface FlagInput {
  readonly appointmentId: string;
  readonly code: AttentionCode;
  /** False takes the entry back, because what it warned of has passed. */
  readonly open: boolean;
}

/** Opens or takes back an attention entry on the product's own behalf. */
export function flagAttention(deps: MoveDeps) {
  return (input: FlagInput): Promise<AppointmentSnapshot> =>
    deps.unitOfWork.withScope(SYSTEM, async (scope) => {
      const row = await scope.appointments.lock(input.appointmentId);
      if (!row) throw notFound('Appointment');
      const now = deps.now();
      if (input.open) {
        const opened = await scope.attention.open(
          { clinicId: row.clinic_id, appointmentId: row.id, code: input.code },
          now,
        );
        if (opened) {
          await scope.audit.record(
            {
              action: 'attention.opened',
              entity: 'attention',
              entityId: row.id,
              clinicId: row.clinic_id,
              patientId: row.patient_id,
              details: { code: input.code },
            },
            now,
          );
        }
      } else {
        await scope.attention.resolve(row.id, [input.code], SYSTEM.label, 'It settled by itself.', now);
      }
      return snapshotOf(scope, row);
    });
}

/** Leaves a trace that the confirmation is sent again; the sending itself follows. @throws DomainError invalid_transition */
export function noteResend(deps: MoveDeps) {
  return move<StaffCommand>(deps, async (_scope, row, command) => {
    if (row.status !== 'booked') throw refuseMove(row.status);
    return { move: 'resend', audit: 'appointment.confirmation_resent', reason: command.reason, change: {} };
  });
}
