import type { VisitTokens } from '../../adapters/tokens/port.js';
import { isCancelled } from '../../domain/appointments/states.js';
import { transitionError } from '../../domain/appointments/transitions.js';
import type { PaidOutcome } from '../../domain/payments/public.js';
import type { AppointmentRow } from '../../models/repositories/appointments/appointments.js';
import { appointmentsRepositories } from '../../models/repositories/appointments/slice.js';
import { chatRepositories } from '../../models/repositories/chat/public.js';
import { identityRepositories } from '../../models/repositories/identity/public.js';
import { schedulingRepositories } from '../../models/repositories/scheduling/public.js';
import type { ScopeOf } from '../../models/scope.js';
import { roomOf } from '../chat/public.js';
import { practiceProblemOf } from '../identity/public.js';
import type { AmountDue, CapturedFor, LockedPayable, Payable, PaymentChange } from '../payments/public.js';
import { applyChange } from './change-appointment.js';
import { transitionPaymentStatus } from './transition-payment-status.js';

/**
 * For how long after the hold the page after a payment shows the appointment: a browser keeps the address in its history,
 * and a later reader of it must find nothing.
 */
const VISIT_SHOWN_MS = 24 * 3_600_000;

/** What a payment changes: the appointment, and by a late one its slot and its chat room, if the doctor may still work. */
const REPOSITORIES = {
  ...appointmentsRepositories,
  ...chatRepositories,
  ...identityRepositories,
  ...schedulingRepositories,
};
type Scope = ScopeOf<typeof REPOSITORIES>;

/** `frontendUrl` is where a provider sends the patient back to; a token shows the appointment there. */
export interface AppointmentPayableDeps {
  readonly frontendUrl: string;
  readonly visitTokens: VisitTokens;
  readonly requireVerifiedDoctors: boolean;
}

/** Appointments as things that can be paid for: what their payment, its refund or its dispute means to them. */
export function appointmentPayable(deps: AppointmentPayableDeps): Payable {
  return {
    async lock(transaction, subjectId) {
      const scope = transaction.with(REPOSITORIES);
      const row = await scope.appointments.lock(subjectId);
      return row && locked(deps, scope, row);
    },
  };
}

function locked(deps: AppointmentPayableDeps, scope: Scope, row: AppointmentRow): LockedPayable {
  return {
    id: row.id,
    kind: 'appointment',
    clinicId: row.clinicId,
    patientId: row.patientId,
    paymentStatus: row.paymentStatus,
    isPending: row.status === 'pending',
    due: () => (row.paymentRequired ? amountDue(deps, row) : null),
    refusal: (sentence) => transitionError(row.status, sentence),
    paid: (payment, now) => paid(deps, { scope, row }, payment, now),
    refunded: (change, now) => recordChange(scope, row, { ...change, move: 'refund' }, now),
    disputed: (change, now) => recordChange(scope, row, { ...change, move: 'payment' }, now),
    unpayable: (orderId, reason, now) => endHold(scope, row, { orderId, reason }, now),
  };
}

function amountDue({ frontendUrl, visitTokens }: AppointmentPayableDeps, row: AppointmentRow): AmountDue {
  const back = (page: string) => `${frontendUrl}/payment/${page}?appointment_id=${row.id}`;
  const token = visitTokens.issue(row.id, new Date(row.expiresAt.getTime() + VISIT_SHOWN_MS));
  return {
    amount: row.price,
    currency: row.currency,
    payBy: row.expiresAt,
    successUrl: `${back('success')}&token=${token}`,
    cancelUrl: back('cancel'),
  };
}

async function paid(
  deps: AppointmentPayableDeps,
  { scope, row }: { readonly scope: Scope; readonly row: AppointmentRow },
  payment: CapturedFor,
  now: Date,
): Promise<PaidOutcome> {
  if (row.status === 'pending') {
    await book(scope, row, { ...payment, move: 'confirm' }, now);
    return 'confirmed';
  }
  if (row.status === 'payment_expired' && (await canRebook(deps, scope, row, now))) {
    await book(scope, row, { ...payment, move: 'rebook' }, now);
    return 'rebooked';
  }
  if (row.status !== 'payment_expired' && !isCancelled(row.status)) {
    throw new Error(`unpaid money for an appointment that is ${row.status}`);
  }
  await recordLateMoney(scope, row, payment, now);
  return 'refunding';
}

async function book(
  scope: Scope,
  row: AppointmentRow,
  { move, paymentId, context: known }: CapturedFor & { readonly move: 'confirm' | 'rebook' },
  now: Date,
): Promise<void> {
  await scope.chatRooms.ensure(roomOf(row), now);
  const context = { ...known, chatRoomCreated: true };
  const audit = move === 'confirm' ? 'appointment.confirmed' : 'appointment.rebooked';
  const change = { status: 'booked', paymentStatus: 'paid' } as const;
  await applyChange(scope, row, { operationId: `${row.id}/paid/${paymentId}`, move, audit, change, context }, now);
}

async function canRebook(
  { requireVerifiedDoctors: required }: AppointmentPayableDeps,
  scope: Scope,
  row: AppointmentRow,
  now: Date,
): Promise<boolean> {
  if (row.startsAt <= now) return false;
  if (await practiceProblemOf(scope, row, now, { required })) return false;
  const [slot] = await scope.slots.lock([row.availabilityId]);
  if (!slot || slot.deletedAt) return false;
  return !(await scope.appointments.wouldCollide(row));
}

/** Nothing is left that the money could pay for: whoever captured it refunds it. */
async function recordLateMoney(
  scope: Scope,
  row: AppointmentRow,
  { orderId, paymentId, amount }: CapturedFor,
  now: Date,
): Promise<void> {
  const change = await transitionPaymentStatus(scope, row, ['paid', 'refund_pending'], now);
  const context = { order: orderId, amount, late: true };
  const operationId = `${row.id}/paid/${paymentId}`;
  await applyChange(scope, row, { operationId, move: 'refund', audit: 'refund.requested', change, context }, now);
}

async function recordChange(
  scope: Scope,
  row: AppointmentRow,
  { move, operationId, audit, steps, context }: PaymentChange & { readonly move: 'refund' | 'payment' },
  now: Date,
): Promise<void> {
  const change = await transitionPaymentStatus(scope, row, steps, now);
  await applyChange(scope, row, { operationId, move, audit, change, context }, now);
}

/** Nobody holds a slot that cannot be paid. */
async function endHold(
  scope: Scope,
  row: AppointmentRow,
  { orderId, reason }: { readonly orderId: string; readonly reason: string },
  now: Date,
): Promise<string> {
  await applyChange(
    scope,
    row,
    {
      operationId: `${row.id}/refused/${orderId}`,
      move: 'expire',
      audit: 'appointment.expired',
      reason: 'The payment provider refused the payment',
      change: { status: 'payment_expired' },
      context: { refused: reason },
    },
    now,
  );
  return 'The payment provider refuses this payment, so the slot was given free and nothing was charged. The clinic has been notified.';
}
