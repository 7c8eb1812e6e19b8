import { toDecimal } from '../../domain/money.js';
import type { LedgerKind } from '../../domain/payments/ledger.js';
import type { OrderStatus, RefundState } from '../../domain/payments/orders.js';
import type { Taking } from '../../domain/payments/takings.js';
import { appointmentPaidFor } from '../../domain/subjects.js';
import type { Checkout, MoneyEvent, MoneyTrail, OrderDetails } from '../../usecases/appointments/public.js';
import type { OfferedPayments } from '../../usecases/payments/orders/read-payments-status.js';
import type { Receipt } from '../../usecases/payments/receipts/read-receipts.js';
import type {
  CheckoutAnswer,
  FinancialAudit,
  FinancialEvent,
  OrderAnswer,
  OrderWireStatus,
  PaymentsStatus,
  ReceiptAnswer,
  RefundWireStatus,
  TakingAnswer,
} from './responses.js';

/** `creating` is inner: stored, but the provider has not answered yet. */
export function wireStatus(status: OrderStatus): OrderWireStatus {
  return status === 'creating' ? 'pending' : status;
}

export function wireRefundStatus(state: RefundState): RefundWireStatus {
  if (state === 'failed') return 'failed';
  return state === 'succeeded' || state === 'settled_by_hand' ? 'succeeded' : 'pending';
}

export function orderAnswer({ order, appointmentStatus, refunds }: OrderDetails): OrderAnswer {
  const status = wireStatus(order.status);
  const stripe = order.provider === 'stripe';
  return {
    id: order.id,
    appointment_id: appointmentPaidFor(order),
    patient: order.patientId,
    provider: order.provider,
    status,
    amount: order.amount,
    currency: order.currency,
    checkout_url: status === 'pending' ? order.checkoutUrl : null,
    provider_session_id: order.providerSessionId,
    provider_payment_id: order.providerPaymentId,
    stripe_session_id: stripe ? order.providerSessionId : null,
    stripe_payment_intent: stripe ? order.providerPaymentId : null,
    created_at: order.createdAt.toISOString(),
    expires_at: order.expiresAt.toISOString(),
    paid_at: order.paidAt?.toISOString() ?? null,
    completed_at: order.completedAt?.toISOString() ?? null,
    appointment: { id: appointmentPaidFor(order), status: appointmentStatus },
    refunds: refunds.map((refund) => ({
      id: refund.id,
      amount: refund.amount,
      currency: refund.currency,
      status: wireRefundStatus(refund.status),
      reason: refund.reason,
      created_at: refund.createdAt.toISOString(),
    })),
  };
}

export function checkoutAnswer(checkout: Checkout): CheckoutAnswer {
  return {
    order_id: checkout.orderId,
    stripe_checkout_url: checkout.provider === 'stripe' ? checkout.url : null,
    checkout_url: checkout.url,
    provider: checkout.provider,
    amount: checkout.amount,
    currency: checkout.currency,
    expires_at: checkout.expiresAt.toISOString(),
  };
}

/** Where the order of a checkout is read. */
export function checkoutPath({ order_id: id }: CheckoutAnswer): string {
  return `/api/v1/orders/${id}/`;
}

export function paymentsStatus({ enabled, providers, currency }: OfferedPayments): PaymentsStatus {
  return { payments_enabled: enabled, provider: providers[0] ?? null, providers: [...providers], currency };
}

/** Decimals with two places. */
export function financialAudit(trail: MoneyTrail): FinancialAudit {
  return {
    appointment_id: trail.appointmentId,
    currency: trail.currency,
    financial_events: trail.events.map((event) => ({ timestamp: event.at.toISOString(), ...financialEvent(event) })),
    total_revenue: toDecimal(trail.totalRevenue),
    net_amount: toDecimal(trail.netAmount),
  };
}

const POSTINGS: Readonly<Record<LedgerKind, Pick<Required<FinancialEvent>, 'event' | 'status'>>> = {
  captured: { event: 'payment_completed', status: 'paid' },
  fee: { event: 'provider_fee', status: 'charged' },
  refund: { event: 'refund_completed', status: 'succeeded' },
  refund_reversed: { event: 'refund_reversed', status: 'failed' },
  refund_fee: { event: 'refund_fee', status: 'charged' },
  dispute: { event: 'dispute_withdrawn', status: 'disputed' },
  dispute_reversed: { event: 'dispute_reinstated', status: 'won' },
  dispute_fee: { event: 'dispute_fee', status: 'charged' },
  write_off: { event: 'written_off', status: 'lost' },
};

function financialEvent(event: MoneyEvent): Omit<FinancialEvent, 'timestamp'> {
  switch (event.kind) {
    case 'order_created': {
      const { id, amount } = event.order;
      return { event: event.kind, order_id: id, amount: toDecimal(amount), status: 'pending' };
    }
    case 'refund_requested': {
      const { orderId, amount, status } = event.refund;
      return { event: event.kind, order_id: orderId, amount: toDecimal(amount), status: wireRefundStatus(status) };
    }
    case 'service_completed': {
      const final = event.appointmentStatus ? { final_status: event.appointmentStatus } : {};
      return { event: event.kind, order_id: event.orderId, status: 'completed', ...final };
    }
    case 'posted':
      return postedEvent(event);
  }
}

function postedEvent({ entry, method, providerEvent }: Extract<MoneyEvent, { kind: 'posted' }>) {
  return {
    ...POSTINGS[entry.kind],
    order_id: entry.orderId,
    amount: toDecimal(entry.amount),
    reference: entry.reference,
    ...(entry.kind === 'captured' ? { provider: entry.provider } : {}),
    ...(method ? { payment_method: method } : {}),
    ...(providerEvent && entry.provider === 'stripe' ? { stripe_event: providerEvent } : {}),
  };
}

/** `publicUrl`: where the API is reached. */
export function receiptAnswer(receipt: Receipt, publicUrl: string): ReceiptAnswer {
  return {
    id: receipt.id,
    kind: receipt.kind,
    number: receipt.numberText,
    amount: receipt.amount,
    currency: receipt.currency,
    issued_at: receipt.issuedAt.toISOString(),
    refund_id: receipt.refundId,
    pdf_url: `${publicUrl}/api/v1/orders/${receipt.orderId}/receipts/${receipt.id}/pdf/`,
  };
}

export function takingAnswer(taking: Taking): TakingAnswer {
  return {
    date: taking.day,
    clinic: taking.clinicId,
    provider: taking.provider,
    method: taking.method,
    currency: taking.currency,
    payments: taking.payments,
    captured: toDecimal(taking.captured),
    refunded: toDecimal(taking.refunded),
    fees: toDecimal(taking.fees),
    disputes: toDecimal(taking.disputes),
    net: toDecimal(taking.net),
  };
}
