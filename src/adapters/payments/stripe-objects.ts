import type Stripe from 'stripe';
import { orderIn } from './our-metadata.js';
import type { CheckoutState, DisputeState, ProviderCharge, ProviderRefund, RefundResult } from './port.js';

/** What was paid is what the charge says, not what the session asked for. */
export function toCheckout(session: Stripe.Checkout.Session): CheckoutState {
  const intent = objectOf(session.payment_intent);
  const charge = objectOf(intent?.latest_charge);
  const paid = charge?.status === 'succeeded' ? charge : null;
  const currency = paid?.currency ?? session.currency ?? '';
  return {
    sessionId: session.id,
    orderId: session.metadata?.order_id ?? null,
    url: session.url,
    state: checkoutState(session),
    paymentId: idOf(session.payment_intent),
    amount: paid?.amount_captured ?? session.amount_total ?? 0,
    currency,
    fee: feeOf(paid?.balance_transaction, currency),
    method: paid?.payment_method_details?.type ?? null,
  };
}

function checkoutState(session: Stripe.Checkout.Session): CheckoutState['state'] {
  if (session.payment_status !== 'unpaid') return 'paid';
  if (session.status === 'open') return 'open';
  if (session.status === 'expired') return 'closed';
  // Complete but unpaid: a delayed method. Its intent says whether the bank is still at it or has refused.
  const status = objectOf(session.payment_intent)?.status ?? '';
  return ['requires_payment_method', 'canceled'].includes(status) ? 'closed' : 'processing';
}

export function toRefund(refund: Stripe.Refund): RefundResult {
  const failed = refund.status === 'failed' || refund.status === 'canceled';
  return {
    providerRefundId: refund.id,
    status: failed ? 'failed' : refund.status === 'succeeded' ? 'succeeded' : 'pending',
    failureReason: failed ? (refund.failure_reason ?? refund.status) : null,
    fee: feeOf(refund.balance_transaction, refund.currency),
  };
}

export function toListedRefund(refund: Stripe.Refund): ProviderRefund {
  return {
    ...toRefund(refund),
    refundId: refund.metadata?.refund_id ?? null,
    paymentId: idOf(refund.payment_intent) ?? idOf(refund.charge) ?? '',
    amount: refund.amount,
    currency: refund.currency,
    createdAt: new Date(refund.created * 1000),
  };
}

export function toCharge(charge: Stripe.Charge): ProviderCharge {
  return {
    paymentId: idOf(charge.payment_intent) ?? charge.id,
    orderId: orderIn(charge.metadata),
    amount: charge.amount_captured,
    currency: charge.currency,
    capturedAt: new Date(charge.created * 1000),
  };
}

export function toDispute(dispute: Stripe.Dispute): DisputeState {
  const { currency } = dispute;
  const movements = dispute.balance_transactions.map((moved) => ({
    id: moved.id,
    amount: inCurrency(moved, moved.amount, currency),
    fee: inCurrency(moved, moved.fee, currency),
  }));
  const due = dispute.evidence_details.due_by;
  return {
    disputeId: dispute.id,
    paymentId: idOf(dispute.payment_intent) ?? idOf(dispute.charge) ?? '',
    amount: dispute.amount,
    currency,
    state: disputeState(dispute.status, movements),
    reason: dispute.reason || null,
    respondBy: due ? new Date(due * 1000) : null,
    movements,
  };
}

/** An inquiry that was closed and a dispute that was prevented are over; which way, their money tells. */
function disputeState(
  status: Stripe.Dispute.Status,
  movements: readonly { readonly amount: number }[],
): DisputeState['state'] {
  if (status === 'won') return 'won';
  if (status === 'lost') return 'lost';
  if (status !== 'prevented' && status !== 'warning_closed') return 'open';
  return movements.reduce((sum, moved) => sum + moved.amount, 0) < 0 ? 'lost' : 'won';
}

type Balance = Pick<Stripe.BalanceTransaction, 'currency' | 'exchange_rate'>;

function feeOf(balance: string | Stripe.BalanceTransaction | null | undefined, currency: string): number | null {
  const known = objectOf(balance);
  return known && inCurrency(known, known.fee, currency);
}

/** Stripe books in the account's currency; the rate with which it did so leads back to the one that was paid in. */
function inCurrency(balance: Balance, minor: number, currency: string): number {
  if (balance.currency === currency || !balance.exchange_rate) return minor;
  return Math.round(minor / balance.exchange_rate);
}

function objectOf<T extends object>(value: string | T | null | undefined): T | null {
  return typeof value === 'object' ? value : null;
}

function idOf(value: string | { readonly id: string } | null | undefined): string | null {
  return typeof value === 'string' ? value : (value?.id ?? null);
}
