import { randomUUID } from 'node:crypto';
import { actorLabel, actorUserId } from '../../domain/actor.js';
import { ISSUED_BY_STAFF } from '../../domain/payments/refund-requests.js';
import type { PaymentRow } from '../../models/repositories/payments/payments.js';
import type { RefundRequestRow } from '../../models/repositories/payments/refund-requests.js';
import type { PaymentsScope } from '../../models/repositories/payments/slice.js';
import type { SupportScope } from '../../models/repositories/support/public.js';

type Scope = PaymentsScope & SupportScope;

/** Money that is to leave, minor units, and why: `refundReason` becomes the refund's, `reason` is the person's own. */
export interface AskedRefund {
  readonly amount: number;
  readonly refundReason: string;
  readonly reason: string;
}

/** The refund of a payment that `subjectId` was paid with. */
interface RefundToApprove extends AskedRefund {
  readonly subjectId: string;
  readonly payment: PaymentRow;
}

/**
 * Asks a second person for a refund, in the transaction of whoever decided it: a request, and the attention entry
 * that shows it. Null, and nothing is asked, when a request of this payment is open already.
 */
export async function askSecondPerson(
  scope: Scope,
  { subjectId, payment, amount, refundReason, reason }: RefundToApprove,
  now: Date,
): Promise<RefundRequestRow | null> {
  const request = await scope.refundRequests.open(
    {
      clinicId: payment.clinicId,
      paymentId: payment.id,
      amount,
      currency: payment.currency,
      refundReason: refundReason,
      requestedBy: actorUserId(scope.actor),
      requestedLabel: actorLabel(scope.actor),
      reason,
      operationId: `${subjectId}/request/${randomUUID()}`,
    },
    now,
  );
  if (!request) return null;
  const entry = {
    clinicId: payment.clinicId,
    subjectId,
    code: 'refund_approval',
    about: request.id,
  } as const;
  await scope.attention.open({ ...entry, context: { request: request.id, amount } }, now);
  return request;
}

/** What staff have given back of a payment: several small refunds are one large one. Minor units. */
export async function refundedByStaff(scope: Scope, payment: PaymentRow): Promise<number> {
  const refunds = await scope.payments.refundsForOrders([payment.orderId]);
  return refunds
    .filter((one) => one.paymentId === payment.id && one.reason === ISSUED_BY_STAFF && one.status !== 'failed')
    .reduce((sum, one) => sum + one.amount, 0);
}
