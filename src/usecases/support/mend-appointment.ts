import { actorLabel, SYSTEM } from '../../domain/actor.js';
import type {
  ExtendCommand,
  ResolveAttentionCommand,
  RetryRefundCommand,
  StaffCommand,
} from '../../domain/appointments/commands.js';
import { needsApproval } from '../../domain/appointments/policies.js';
import type { AppointmentSnapshot } from '../../domain/appointments/snapshot.js';
import { transitionError } from '../../domain/appointments/transitions.js';
import type { AttentionCode } from '../../domain/attention.js';
import { DomainError, invalid, notFound } from '../../domain/errors.js';
import { MINUTE_MS } from '../../domain/instants.js';
import { isHeldBack } from '../../domain/payments/disputes.js';
import { ledger } from '../../domain/payments/ledger.js';
import { isOpenOrder } from '../../domain/payments/orders.js';
import { standingOf } from '../../domain/payments/standing.js';
import type { AppointmentChange, AppointmentRow } from '../../models/repositories/appointments/appointments.js';
import type { Scope } from '../../models/unit-of-work.js';
import { type ChangeDeps, changeAppointment } from '../appointments/change-appointment.js';
import { snapshotOf } from '../appointments/snapshot.js';
import { transitionPaymentStatus } from '../appointments/transition-payment-status.js';
import { readPaymentHistories, updateOrderStatus } from '../payments/payment-history.js';
import { byHandReference } from '../payments/withheld-refunds.js';

/** Gives a `pending` hold more time, never past the start. @throws DomainError invalid_transition, validation_failed */
export function extendPaymentWindow(deps: ChangeDeps) {
  return changeAppointment<ExtendCommand>(deps, async (scope, row, command, now) => {
    if (row.status !== 'pending') throw transitionError(row.status);
    if (!Number.isFinite(command.minutes) || command.minutes <= 0 || command.minutes > 24 * 60) {
      throw invalid('minutes', 'minutes must be between 1 and 1440.');
    }
    const until = Math.min(now.getTime() + command.minutes * MINUTE_MS, row.startsAt.getTime());
    if (until <= row.expiresAt.getTime()) throw invalid('minutes', 'The hold already lasts longer than that.');
    const order = await scope.orders.current(row.id);
    // The provider's page keeps its own end; what clients are shown is until when they may pay.
    if (order && isOpenOrder(order)) await scope.orders.update(order.id, { expiresAt: new Date(until) }, now);
    return {
      move: 'extend',
      audit: 'appointment.window_extended',
      reason: command.reason,
      context: { until: new Date(until).toISOString() },
      change: { expiresAt: new Date(until) },
    };
  });
}

/** Puts failed refunds back to be sent under a new key. @throws DomainError invalid_transition */
export function retryRefund(deps: ChangeDeps) {
  return changeAppointment<RetryRefundCommand>(deps, async (scope, row, command, now) => {
    const owed = (await scope.payments.refundsForAppointment(row.id)).filter(({ status }) => status === 'failed');
    const failed = owed.filter((refund) => !command.refundId || command.refundId === refund.id);
    if (failed.length === 0) throw transitionError(row.status, 'No refund of this appointment has failed.');
    for (const refund of failed) {
      await scope.payments.updateRefund(refund.id, {
        status: 'requested',
        attempt: refund.attempt + 1,
        providerRefundId: null,
        failureReason: null,
        settledAt: null,
      });
    }
    if (owed.every((refund) => failed.includes(refund) || isHeldBack(refund))) {
      await scope.attention.resolve(row.id, ['refund_failed'], actorLabel(scope.actor), command.reason, now);
    }
    return {
      move: 'refund',
      audit: 'refund.requested',
      reason: command.reason,
      context: { refunds: failed.map((refund) => refund.id).join(','), retry: true },
      change: await followPayment(scope, row, now),
    };
  });
}

/**
 * Closes an entry of the attention list; for a failed refund it records that it was paid out by hand. That much money is
 * not said to have left by a name that is only claimed: above the clinic's limit it takes somebody who is signed in.
 * @throws DomainError not_found, validation_failed, forbidden
 */
export function resolveAttention(deps: ChangeDeps) {
  return changeAppointment<ResolveAttentionCommand>(deps, async (scope, row, command, now) => {
    const instead = SETTLED_OTHERWISE[command.code];
    if (instead) throw invalid('code', instead);
    if (command.code === 'refund_failed') await assertPayoutAllowed(scope, row);
    const count = await scope.attention.resolve(row.id, [command.code], actorLabel(scope.actor), command.reason, now);
    if (count === 0) throw notFound('Attention entry');
    const change = command.code === 'refund_failed' ? await settleByHand(scope, row, now) : {};
    return {
      move: 'attention',
      audit: 'attention.resolved',
      reason: command.reason,
      context: { code: command.code },
      change,
    };
  });
}

/** Entries that stand for something to be done: closing them would lose it. */
const SETTLED_OTHERWISE: Partial<Readonly<Record<AttentionCode, string>>> = {
  refund_approval: 'Approve or reject the refund: that closes the entry.',
  refund_in_dispute: 'It ends with the dispute: won, the refund is sent by itself; lost, the bank has paid it.',
  absence_undecided: 'Decide who was absent: that closes the entry.',
  desk_refund_due: 'Confirm that the money was paid out: that closes the entry.',
};

async function assertPayoutAllowed(scope: Scope, row: AppointmentRow): Promise<void> {
  if (scope.actor.kind !== 'temporal_ui') return;
  const refunds = await scope.payments.refundsForAppointment(row.id);
  // Together with what was settled so before: several small refunds are one large one.
  const amount = refunds
    .filter((one) => one.status === 'settled_by_hand' || (one.status === 'failed' && !isHeldBack(one)))
    .reduce((sum, one) => sum + one.amount, 0);
  if (needsApproval(row.policy, amount)) throw new DomainError('forbidden', PAYOUT_BY_API);
}

const PAYOUT_BY_API =
  'A payout above the limit is recorded by API, by somebody who is signed in: POST admin/appointments/{id}/actions/ with the action resolve_attention. To send the refund again, use retryRefund.';

async function settleByHand(scope: Scope, row: AppointmentRow, now: Date): Promise<AppointmentChange> {
  const refunds = await scope.payments.refundsForAppointment(row.id);
  // One that waits for its dispute is not a person's to pay: the bank may give it back.
  for (const refund of refunds.filter((one) => one.status === 'failed' && !isHeldBack(one))) {
    await scope.payments.updateRefund(refund.id, { status: 'settled_by_hand', settledAt: now });
    const owner = { clinicId: row.clinicId, appointmentId: row.id, orderId: refund.orderId };
    // Paid out of the clinic's own pocket: the provider still has the patient's money.
    await scope.ledger.post(owner, ledger.refunded(refund.amount, refund.currency, byHandReference(refund), 'desk'));
  }
  return followPayment(scope, row, now);
}

/** Order and appointment follow the payment that the appointment was paid with. */
async function followPayment(scope: Scope, row: AppointmentRow, now: Date): Promise<AppointmentChange> {
  const own = (await readPaymentHistories(scope, row.id)).find(({ payment }) => payment.purpose === 'appointment');
  if (!own) return {};
  await updateOrderStatus(scope, own.payment, own, now);
  return transitionPaymentStatus(scope, row, standingOf(own, { paymentStatus: row.paymentStatus }).paymentSteps, now);
}

export interface FlagInput {
  readonly appointmentId: string;
  readonly code: AttentionCode;
  /** False takes the entry back, because what it warned of has passed. */
  readonly open: boolean;
}

/** Opens or takes back an attention entry on the product's own behalf. */
export function flagAttention(deps: ChangeDeps) {
  return (input: FlagInput): Promise<AppointmentSnapshot> =>
    deps.unitOfWork.withScope(SYSTEM, async (scope) => {
      const row = await scope.appointments.lock(input.appointmentId);
      if (!row) throw notFound('Appointment');
      const now = deps.now();
      if (input.open) {
        const opened = await scope.attention.open(
          { clinicId: row.clinicId, appointmentId: row.id, code: input.code },
          now,
        );
        if (opened) {
          await scope.audit.record(
            {
              action: 'attention.opened',
              entity: 'attention',
              entityId: row.id,
              clinicId: row.clinicId,
              patientId: row.patientId,
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
export function resendConfirmation(deps: ChangeDeps) {
  return changeAppointment<StaffCommand>(deps, async (_scope, row, command) => {
    if (row.status !== 'booked') throw transitionError(row.status);
    return { move: 'resend', audit: 'appointment.confirmation_resent', reason: command.reason, change: {} };
  });
}
