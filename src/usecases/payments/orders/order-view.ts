import type { AppointmentStatus } from '../../../domain/appointments/states.js';
import type { Currency } from '../../../domain/money.js';
import type { OrderStatus, ProviderName, RefundState } from '../../../domain/payments/orders.js';
import type { CurrencyCode, Instant, MinorUnits, Url, Uuid } from '../../../domain/wire-formats.js';
import type { OrderRow } from '../../../models/repositories/payments/orders.js';
import type { RefundRow } from '../../../models/repositories/payments/payments.js';
import type { Scope } from '../../../models/unit-of-work.js';

// Written out: the OpenAPI generator turns an Exclude into a schema that refers to itself.
const ORDER_WIRE_STATUSES = [
  'pending',
  'paid',
  'completed',
  'expired',
  'cancelled',
  'refunded',
  'partially_refunded',
  'disputed',
] as const satisfies readonly OrderStatus[];

/** Statuses of an order on the wire. */
export type OrderWireStatus = (typeof ORDER_WIRE_STATUSES)[number];

/** `pending` until the provider has decided; `succeeded` also when staff paid it out by hand. */
export type RefundWireStatus = 'pending' | 'succeeded' | 'failed';

/** Money that goes, or went, back. `amount` in minor units. */
export interface RefundAnswer {
  id: Uuid;
  amount: MinorUnits;
  currency: CurrencyCode;
  status: RefundWireStatus;
  reason: string;
  created_at: Instant;
}

export interface OrderedAppointment {
  id: Uuid;
  status: AppointmentStatus;
}

/** An order: one attempt to pay for an appointment. `amount` in minor units (8000 is 80.00). */
export interface OrderAnswer {
  id: Uuid;
  appointment_id: Uuid;
  /** The patient's id. */
  patient: Uuid;
  provider: ProviderName;
  status: OrderWireStatus;
  amount: MinorUnits;
  currency: Currency;
  /** The provider's payment page, while it can be used. */
  checkout_url: Url | null;
  provider_session_id: string | null;
  provider_payment_id: string | null;
  /** As `provider_session_id`, when Stripe is the provider; else null. */
  stripe_session_id: string | null;
  /** As `provider_payment_id`, when Stripe is the provider; else null. */
  stripe_payment_intent: string | null;
  created_at: Instant;
  expires_at: Instant;
  paid_at: Instant | null;
  completed_at: Instant | null;
  /** The appointment that it pays for, as it is now. */
  appointment: OrderedAppointment;
  refunds: RefundAnswer[];
}

/** What a client needs to send the patient to the payment page. `amount` in minor units. */
export interface CheckoutAnswer {
  order_id: Uuid;
  /** As `checkout_url`, when Stripe is the provider. */
  stripe_checkout_url: Url | null;
  checkout_url: Url;
  provider: ProviderName;
  amount: MinorUnits;
  currency: Currency;
  /** When the slot is given up if nothing was paid. */
  expires_at: Instant;
}

/** `creating` is inner: stored, but the provider has not answered yet. */
export function wireStatus(status: OrderStatus): OrderWireStatus {
  return status === 'creating' ? 'pending' : status;
}

export function wireRefundStatus(state: RefundState): RefundWireStatus {
  if (state === 'failed') return 'failed';
  return state === 'succeeded' || state === 'settled_by_hand' ? 'succeeded' : 'pending';
}

/** The wire's orders, each with its refunds and the status of its appointment. */
export async function orderAnswers(scope: Scope, rows: readonly OrderRow[]): Promise<OrderAnswer[]> {
  const refunds = await scope.payments.refundsForOrders(rows.map((row) => row.id));
  const statuses = await scope.appointments.statuses(rows.map((row) => row.appointmentId));
  return rows.map((row) => {
    const status = statuses.get(row.appointmentId);
    if (!status) throw new Error('an order without its appointment');
    return orderAnswer(row, { id: row.appointmentId, status }, refunds);
  });
}

function orderAnswer(row: OrderRow, appointment: OrderedAppointment, refunds: readonly RefundRow[]): OrderAnswer {
  const status = wireStatus(row.status);
  const stripe = row.provider === 'stripe';
  return {
    id: row.id,
    appointment_id: row.appointmentId,
    patient: row.patientId,
    provider: row.provider,
    status,
    amount: row.amount,
    currency: row.currency,
    checkout_url: status === 'pending' ? row.checkoutUrl : null,
    provider_session_id: row.providerSessionId,
    provider_payment_id: row.providerPaymentId,
    stripe_session_id: stripe ? row.providerSessionId : null,
    stripe_payment_intent: stripe ? row.providerPaymentId : null,
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
    paid_at: row.paidAt?.toISOString() ?? null,
    completed_at: row.completedAt?.toISOString() ?? null,
    appointment,
    refunds: refunds
      .filter((refund) => refund.orderId === row.id)
      .map((refund) => ({
        id: refund.id,
        amount: refund.amount,
        currency: refund.currency,
        status: wireRefundStatus(refund.status),
        reason: refund.reason,
        created_at: refund.createdAt.toISOString(),
      })),
  };
}
