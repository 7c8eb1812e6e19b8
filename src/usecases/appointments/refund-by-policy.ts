import { randomUUID } from 'node:crypto';
import { actorLabel } from '../../domain/actor.js';
import { needsApproval } from '../../domain/appointments/policies.js';
import { percentOf } from '../../domain/money.js';
import { standingOf } from '../../domain/payments/public.js';
import type { AppointmentChange, AppointmentRow } from '../../models/repositories/appointments/appointments.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { PaymentRow, PaymentsScope } from '../../models/repositories/payments/public.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import { askSecondPerson, readPaymentHistory, refundedByStaff } from '../payments/public.js';
import { transitionPaymentStatus } from './transition-payment-status.js';

type Scope = AppointmentsScope & PaymentsScope & SupportScope;

export interface PolicyRefund {
  /** The payment status that follows from it, when it becomes another one. */
  readonly change: Pick<AppointmentChange, 'paymentStatus'>;
  readonly context: Readonly<Record<string, number | boolean>>;
}

export const NO_REFUND: PolicyRefund = { change: {}, context: {} };

/** What the policy decided: the percentage of the price that goes back, and what led to it. */
export interface PolicyDecision {
  readonly percent: number;
  readonly reason: string;
  /** The person's own words, for the second person who may have to approve it. */
  readonly note: string | null;
}

/**
 * Inserts the refund that the policy decides, in the transaction of the cancel or no-show that it follows from. What staff
 * have refunded already, or are about to, counts towards it. A cancel from the Temporal UI, where nobody is signed in, asks a
 * second person for more than the clinic's limit: the appointment is cancelled, and the refund waits for the approval.
 */
export async function refundByPolicy(
  scope: Scope,
  row: AppointmentRow,
  { percent, reason, note }: PolicyDecision,
  now: Date,
): Promise<PolicyRefund> {
  const payment = await scope.payments.findForSubject(row.id);
  if (!payment) return NO_REFUND;
  const history = await readPaymentHistory(scope, payment);
  const { settled, returning, failed } = standingOf(history);
  // A failed one stays owed, and is sent again.
  const amount = Math.max(0, percentOf(payment.amount, percent) - settled - returning - failed);
  const context = { refundPercent: percent, refundAmount: amount };
  if (amount === 0) return { change: {}, context };
  if (
    scope.actor.kind === 'temporal_ui' &&
    needsApproval(row.policy, amount + (await refundedByStaff(scope, payment)))
  ) {
    await withdrawRequest(scope, row, payment, now);
    const asked = { amount, refundReason: reason, reason: note ?? reason };
    await askSecondPerson(scope, { ...asked, subjectId: row.id, payment }, now);
    return { change: {}, context: { ...context, waitsForApproval: true } };
  }
  const refund = await scope.payments.requestRefund({
    id: randomUUID(),
    clinicId: row.clinicId,
    orderId: payment.orderId,
    paymentId: payment.id,
    amount,
    currency: payment.currency,
    reason,
    operationId: `${row.id}/${reason === 'no_show' ? 'no_show' : 'cancel'}`,
    createdAt: now,
  });
  // A disputed one is held back until the bank has decided, and the payment is shown as disputed until then.
  const refunds = [...history.refunds.filter(({ id }) => id !== refund.id), refund];
  const { paymentSteps } = standingOf({ ...history, refunds }, { paymentStatus: row.paymentStatus });
  return { change: await transitionPaymentStatus(scope, row, paymentSteps, now), context };
}

/** What staff asked for before is part of the refund by policy: one request of a payment is open at a time. */
async function withdrawRequest(scope: Scope, row: AppointmentRow, payment: PaymentRow, now: Date): Promise<void> {
  const open = await scope.refundRequests.listOpen(row.id);
  for (const request of open.filter((one) => one.paymentId === payment.id)) {
    await scope.refundRequests.decide(request.id, 'rejected', null, now);
    const entry = { subjectId: row.id, code: 'refund_approval', about: request.id } as const;
    await scope.attention.resolveAbout(entry, actorLabel(scope.actor), 'Part of a larger refund by now.', now);
  }
}
