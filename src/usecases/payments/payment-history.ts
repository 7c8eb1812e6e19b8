import { type PaymentHistory, type StandingAttention, standingOf } from '../../domain/payments/standing.js';
import type { DisputeRow } from '../../models/repositories/payments/disputes.js';
import type { PaymentRow, RefundRow } from '../../models/repositories/payments/payments.js';
import type { PaymentsScope } from '../../models/repositories/payments/slice.js';

type Scope = PaymentsScope;

/** A payment with its refunds and disputes as this transaction sees them, oldest first. */
export interface RecordedPayment extends PaymentHistory {
  readonly refunds: readonly RefundRow[];
  readonly disputes: readonly DisputeRow[];
}

export async function readPaymentHistory(
  scope: Pick<Scope, 'disputes' | 'payments'>,
  { id, orderId, amount }: PaymentRow,
): Promise<RecordedPayment> {
  const refunds = await scope.payments.refundsForOrders([orderId]);
  const disputes = await scope.disputes.listForOrder(orderId);
  return {
    amount,
    refunds: refunds.filter(({ paymentId }) => paymentId === id),
    disputes: disputes.filter(({ paymentId }) => paymentId === id),
  };
}

/** The order of a captured payment follows its refunds and disputes. */
export async function updateOrderStatus(
  scope: Scope,
  payment: PaymentRow,
  history: PaymentHistory,
  now: Date,
): Promise<void> {
  const order = await scope.orders.lock(payment.orderId);
  if (!order) return;
  const { orderStatus: status } = standingOf(history, { completed: order.completedAt !== null });
  if (status !== order.status) await scope.orders.update(order.id, { status }, now);
}

/** Every payment of a subject with its refunds and disputes, in three reads. */
export async function readPaymentHistories(
  scope: Pick<Scope, 'disputes' | 'payments'>,
  subjectId: string,
): Promise<readonly (RecordedPayment & { readonly payment: PaymentRow })[]> {
  const payments = await scope.payments.listForSubject(subjectId);
  const refunds = await scope.payments.refundsForSubject(subjectId);
  const disputes = await scope.disputes.listForSubject(subjectId);
  return payments.map((payment) => ({
    payment,
    amount: payment.amount,
    refunds: refunds.filter(({ paymentId }) => paymentId === payment.id),
    disputes: disputes.filter(({ paymentId }) => paymentId === payment.id),
  }));
}

/** What a person must look at by the payments of a subject, each code once. */
export async function readStandingAttention(
  scope: Pick<Scope, 'disputes' | 'payments'>,
  subjectId: string,
): Promise<ReadonlySet<StandingAttention>> {
  const histories = await readPaymentHistories(scope, subjectId);
  return new Set(histories.flatMap((history) => standingOf(history).attention));
}
