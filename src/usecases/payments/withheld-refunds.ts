import type { AttentionCode } from '../../domain/attention.js';
import { DISPUTE_LOST, IN_DISPUTE, isHeldBack, LOST_IN_PART } from '../../domain/payments/disputes.js';
import { standingOf } from '../../domain/payments/standing.js';
import type { PaymentRow, RefundRow } from '../../models/repositories/payments/payments.js';
import type { PaymentsScope } from '../../models/repositories/payments/slice.js';
import { type RecordedPayment, readPaymentHistory } from './payment-history.js';

type Scope = PaymentsScope;

/** What a refund that did not reach the patient is recorded as, and what a person is shown; null when there is nothing to do. */
export interface Unsent {
  readonly status: 'failed' | 'settled_by_hand';
  readonly failureReason: string | null;
  readonly attention: Extract<AttentionCode, 'refund_failed' | 'refund_in_dispute'> | null;
}

/** The ledger's reference for what a person has paid out instead of a failed refund. */
export const byHandReference = (refund: RefundRow) => `${refund.id}:by_hand`;

/**
 * How a refund that failed, or was never sent, ends while its payment is under dispute. Undecided: it waits, also when
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
  const { dispute, refundable, unappliedChargeback } = standingOf(
    without(refund, await readPaymentHistory(scope, payment)),
  );
  if (dispute === 'lost') {
    return refund.amount <= unappliedChargeback && refund.amount <= refundable
      ? { status: 'settled_by_hand', failureReason: DISPUTE_LOST, attention: null }
      : { status: 'failed', failureReason: LOST_IN_PART, attention: 'refund_failed' };
  }
  if (dispute === 'open' || reason === IN_DISPUTE) {
    return { status: 'failed', failureReason: IN_DISPUTE, attention: 'refund_in_dispute' };
  }
  return { status: 'failed', failureReason: reason, attention: 'refund_failed' };
}

function without(refund: RefundRow, history: RecordedPayment): RecordedPayment {
  return { ...history, refunds: history.refunds.filter(({ id }) => id !== refund.id) };
}

/** After a dispute began or was lost: every failed refund of its payment waits, or is settled, with it. */
export async function withholdRefunds(scope: Scope, payment: PaymentRow, now: Date): Promise<void> {
  const { refunds } = await readPaymentHistory(scope, payment);
  for (const refund of refunds.filter(({ status }) => status === 'failed')) {
    const { status, failureReason } = await unsent(scope, refund, payment, refund.failureReason);
    await scope.payments.updateRefund(refund.id, {
      status,
      failureReason,
      ...(status === 'settled_by_hand' ? { settledAt: now } : {}),
    });
  }
}

/** After a dispute was won: what it has kept back is owed again, and goes out under a new key. */
export async function releaseRefunds(scope: Scope, payment: PaymentRow): Promise<void> {
  const { refunds } = await readPaymentHistory(scope, payment);
  for (const refund of refunds.filter(isHeldBack)) {
    const { refundable } = standingOf(without(refund, await readPaymentHistory(scope, payment)));
    // Given back in another way meanwhile: it stays in the attention list.
    if (refund.amount > refundable) continue;
    await scope.payments.updateRefund(refund.id, {
      status: 'requested',
      attempt: refund.attempt + 1,
      providerRefundId: null,
      failureReason: null,
      settledAt: null,
    });
  }
}
