import type { OrderStatus, RefundState } from '../../domain/payment/orders.js';
import type { OrderRow } from '../../models/repositories/orders.js';
import type { RefundRow } from '../../models/repositories/payments.js';

/** Statuses of an order on the wire. */
export type OrderWireStatus = Exclude<OrderStatus, 'creating'>;

/** `pending` until the provider has decided; `succeeded` also when staff paid it out by hand. */
export type RefundWireStatus = 'pending' | 'succeeded' | 'failed';

/** Money that goes, or went, back. `amount` in minor units. */
export interface RefundAnswer {
  id: string;
  amount: number;
  currency: string;
  status: RefundWireStatus;
  reason: string;
  created_at: string;
}

/** An order: one attempt to pay for an appointment. `amount` in minor units (8000 is 80.00). */
export interface OrderAnswer {
  id: string;
  appointment_id: string;
  /** The patient's id. */
  patient: string;
  provider: string;
  status: OrderWireStatus;
  amount: number;
  currency: string;
  /** The provider's payment page, while it can be used. */
  checkout_url: string | null;
  provider_session_id: string | null;
  provider_payment_id: string | null;
  created_at: string;
  expires_at: string;
  paid_at: string | null;
  completed_at: string | null;
  refunds: RefundAnswer[];
}

/** What a client needs to send the patient to the payment page. `amount` in minor units. */
export interface CheckoutAnswer {
  order_id: string;
  /** As `checkout_url`, when Stripe is the provider. */
  stripe_checkout_url: string | null;
  checkout_url: string;
  provider: string;
  amount: number;
  currency: string;
  /** When the slot is given up if nothing was paid. */
  expires_at: string;
}

/** `creating` is inner: stored, but the provider has not answered yet. */
export function wireStatus(status: OrderStatus): OrderWireStatus {
  return status === 'creating' ? 'pending' : status;
}

export function wireRefundStatus(state: RefundState): RefundWireStatus {
  if (state === 'failed') return 'failed';
  return state === 'succeeded' || state === 'settled_by_hand' ? 'succeeded' : 'pending';
}

export function orderAnswer(row: OrderRow, refunds: readonly RefundRow[]): OrderAnswer {
  const status = wireStatus(row.status);
  return {
    id: row.id,
    appointment_id: row.appointment_id,
    patient: row.patient_id,
    provider: row.provider,
    status,
    amount: row.amount,
    currency: row.currency,
    checkout_url: status === 'pending' ? row.checkout_url : null,
    provider_session_id: row.provider_session_id,
    provider_payment_id: row.provider_payment_id,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
    paid_at: row.paid_at?.toISOString() ?? null,
    completed_at: row.completed_at?.toISOString() ?? null,
    refunds: refunds
      .filter((refund) => refund.order_id === row.id)
      .map((refund) => ({
        id: refund.id,
        amount: refund.amount,
        currency: refund.currency,
        status: wireRefundStatus(refund.status),
        reason: refund.reason,
        created_at: refund.created_at.toISOString(),
      })),
  };
}
