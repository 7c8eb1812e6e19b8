import {
  coverLeft,
  DISPUTE_LOST,
  givenBack,
  IN_DISPUTE,
  isHeldBack,
  LOST_IN_PART,
  paidOrderStatus,
  roomLeft,
  standingOf,
} from '../../domain/payments/disputes.js';
import type { AttentionCode } from '../../domain/support/attention.js';
import type { DisputeRow } from '../../models/repositories/payments/disputes.js';
import type { PaymentRow, RefundRow } from '../../models/repositories/payments/payments.js';
import type { Scope } from '../../models/unit-of-work.js';

/** What a refund that did not reach the patient is put down as, and what a person is told; null when there is nothing to do. */
export interface Unsent {
  readonly status: 'failed' | 'settled_by_hand';
  readonly failureReason: string | null;
  readonly attention: Extract<AttentionCode, 'refund_failed' | 'refund_in_dispute'> | null;
}

export async function refundsOf(scope: Scope, payment: PaymentRow): Promise<readonly RefundRow[]> {
  const refunds = await scope.payments.refundsForOrders([payment.orderId]);
  return refunds.filter((refund) => refund.paymentId === payment.id);
}

/** Whether a bank has the payment in hand, so that nothing of it may be refunded. */
export async function isInDispute(scope: Scope, refund: RefundRow): Promise<boolean> {
  return standingOf(await scope.disputes.ofAppointment(refund.appointmentId), refund.paymentId) !== null;
}

/** The ledger's reference for what a person has paid out instead of a failed refund. */
export const byHandReference = (refund: RefundRow) => `${refund.id}:by_hand`;

/**
 * How a refund that failed, or was never sent, ends while a bank has its payment in hand. Undecided: it waits, also when
 * it failed for another reason, because nobody may pay it by hand meanwhile. Lost: the bank has paid the patient, so it
 * is settled, unless the bank gave back less than is owed. What a person has paid out by hand is owed no more.
 */
export async function unsent(
  scope: Scope,
  refund: RefundRow,
  payment: PaymentRow,
  reason: string | null,
): Promise<Unsent> {
  const posted = await scope.ledger.list(refund.orderId);
  if (posted.some(({ reference }) => reference === byHandReference(refund))) {
    return { status: 'settled_by_hand', failureReason: null, attention: null };
  }
  const disputes = await scope.disputes.ofAppointment(refund.appointmentId);
  const standing = standingOf(disputes, payment.id);
  if (standing === 'lost') {
    const others = (await refundsOf(scope, payment)).filter(({ id }) => id !== refund.id);
    return isCovered(refund, others, payment, disputes)
      ? { status: 'settled_by_hand', failureReason: DISPUTE_LOST, attention: null }
      : { status: 'failed', failureReason: LOST_IN_PART, attention: 'refund_failed' };
  }
  if (standing === 'open' || reason === IN_DISPUTE) {
    return { status: 'failed', failureReason: IN_DISPUTE, attention: 'refund_in_dispute' };
  }
  return { status: 'failed', failureReason: reason, attention: 'refund_failed' };
}

function isCovered(
  refund: RefundRow,
  others: readonly RefundRow[],
  payment: PaymentRow,
  disputes: readonly DisputeRow[],
): boolean {
  const lost = disputes
    .filter((dispute) => dispute.paymentId === payment.id)
    .reduce((sum, dispute) => sum + dispute.writtenOff, 0);
  return refund.amount <= coverLeft(lost, others) && refund.amount <= roomLeft(payment.amount, others);
}

/** The order of a captured payment follows its refunds and disputes. */
export async function restateOrder(scope: Scope, payment: PaymentRow, now: Date): Promise<void> {
  const order = await scope.orders.lock(payment.orderId);
  if (!order) return;
  const disputes = await scope.disputes.ofAppointment(order.appointmentId);
  const status = paidOrderStatus({
    captured: payment.amount,
    given: givenBack(await refundsOf(scope, payment)),
    inDispute: standingOf(disputes, payment.id) !== null,
    completed: order.completedAt !== null,
  });
  if (status !== order.status) await scope.orders.update(order.id, { status }, now);
}

/** After a dispute began or was lost: every failed refund of its payment waits, or is settled, with it. */
export async function holdBack(scope: Scope, payment: PaymentRow, now: Date): Promise<void> {
  for (const refund of await refundsOf(scope, payment)) {
    if (refund.status !== 'failed') continue;
    const { status, failureReason } = await unsent(scope, refund, payment, refund.failureReason);
    await scope.payments.updateRefund(refund.id, {
      status,
      failureReason: failureReason,
      ...(status === 'settled_by_hand' ? { settledAt: now } : {}),
    });
  }
}

/** After a dispute was won: what it has kept back is owed again, and goes out under a new key. */
export async function release(scope: Scope, payment: PaymentRow): Promise<void> {
  for (const refund of await refundsOf(scope, payment)) {
    if (!isHeldBack(refund)) continue;
    const others = (await refundsOf(scope, payment)).filter(({ id }) => id !== refund.id);
    // Given back in another way meanwhile: it stays in the attention list.
    if (refund.amount > roomLeft(payment.amount, others)) continue;
    await scope.payments.updateRefund(refund.id, {
      status: 'requested',
      attempt: refund.attempt + 1,
      providerRefundId: null,
      failureReason: null,
      settledAt: null,
    });
  }
}
