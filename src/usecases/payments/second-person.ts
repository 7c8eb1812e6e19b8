import { randomUUID } from 'node:crypto';
import { actorLabel, actorUserId } from '../../domain/actor.js';
import { needsApproval } from '../../domain/appointments/policies.js';
import { ISSUED_BY_STAFF } from '../../domain/payments/refund-requests.js';
import type { AppointmentRow } from '../../models/repositories/appointments/appointments.js';
import type { PaymentRow } from '../../models/repositories/payments/payments.js';
import type { RefundRequestRow } from '../../models/repositories/payments/refund-requests.js';
import type { Scope } from '../../models/unit-of-work.js';

/** Money that is to leave, minor units, and why: `refundReason` becomes the refund's, `reason` is the person's own. */
export interface AskedRefund {
  readonly amount: number;
  readonly refundReason: string;
  readonly reason: string;
}

/**
 * Asks a second person for a refund, in the transaction of whoever decided it: a request, and the attention entry
 * that shows it. Null, and nothing is asked, when a request of this payment is open already.
 */
export async function askSecondPerson(
  scope: Scope,
  row: AppointmentRow,
  payment: PaymentRow,
  { amount, refundReason, reason }: AskedRefund,
  now: Date,
): Promise<RefundRequestRow | null> {
  const request = await scope.refundRequests.open(
    {
      clinicId: row.clinicId,
      appointmentId: row.id,
      paymentId: payment.id,
      amount,
      currency: payment.currency,
      refundReason: refundReason,
      requestedBy: actorUserId(scope.actor),
      requestedLabel: actorLabel(scope.actor),
      reason,
      operationId: `${row.id}/request/${randomUUID()}`,
    },
    now,
  );
  if (!request) return null;
  const entry = {
    clinicId: row.clinicId,
    appointmentId: row.id,
    code: 'refund_approval',
    subject: request.id,
  } as const;
  await scope.attention.open({ ...entry, context: { request: request.id, amount } }, now);
  return request;
}

/**
 * Whether so much more of a payment may not leave at one person's word: together with what staff have given back
 * before, because several small refunds are one large one.
 */
export async function exceedsLimit(
  scope: Scope,
  row: AppointmentRow,
  payment: PaymentRow,
  amount: number,
): Promise<boolean> {
  const refunds = await scope.payments.refundsForOrders([payment.orderId]);
  const before = refunds
    .filter((one) => one.paymentId === payment.id && one.reason === ISSUED_BY_STAFF && one.status !== 'failed')
    .reduce((sum, one) => sum + one.amount, 0);
  return needsApproval(row.policy, before + amount);
}
