import type { AppointmentStatus } from '../../domain/appointments/public.js';
import type { Currency } from '../../domain/money.js';
import type { GatewayName, OrderStatus, ProviderName } from '../../domain/payments/orders.js';
import type { ReceiptKind } from '../../domain/payments/receipts/rules.js';
import type { Count, CurrencyCode, Day, Decimal, Instant, MinorUnits, Url, Uuid } from '../http/wire-formats.js';

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

/** Whether and how patients of a clinic pay. */
export interface PaymentsStatus {
  payments_enabled: boolean;
  /** The one that is used when a patient names none; null when payments are off or no provider takes the currency. */
  provider: GatewayName | null;
  /** Those that a patient may choose from, the first one by default. */
  providers: GatewayName[];
  /** Lower-case ISO 4217. */
  currency: Currency;
}

/** What happened to the money. */
export type FinancialEventName =
  | 'order_created'
  | 'payment_completed'
  | 'provider_fee'
  | 'refund_requested'
  | 'refund_completed'
  | 'refund_reversed'
  | 'refund_fee'
  | 'dispute_withdrawn'
  | 'dispute_reinstated'
  | 'dispute_fee'
  | 'written_off'
  | 'service_completed';

/** What the event made of the order, payment, refund, fee or dispute that it is about. */
export type FinancialEventStatus =
  | 'pending'
  | 'paid'
  | 'completed'
  | 'charged'
  | 'succeeded'
  | 'failed'
  | 'disputed'
  | 'won'
  | 'lost';

/** One thing that happened to the money. `amount` is a decimal with two places. */
export interface FinancialEvent {
  timestamp: Instant;
  event: FinancialEventName;
  order_id: Uuid;
  amount?: Decimal;
  status?: FinancialEventStatus;
  /** The provider's id of the payment or refund. */
  reference?: string;
  /** Stripe's event that told of the payment; absent when a look-up did, and for other providers. */
  stripe_event?: string;
  /** `payment_completed`: what it was paid with, such as `card` or `cash`. No part of a card's number is kept here. */
  payment_method?: string;
  /** `payment_completed`: through whom it was paid. */
  provider?: ProviderName;
  /** `service_completed`: the status that the appointment ended in. */
  final_status?: AppointmentStatus;
}

/** Every movement of money of an appointment, over all of its orders. Decimals with two places. */
export interface FinancialAudit {
  appointment_id: Uuid;
  currency: Currency;
  financial_events: FinancialEvent[];
  /** Everything that was captured. */
  total_revenue: Decimal;
  /** What is left of it after refunds, disputes and fees: the ledger's balance with provider and desk. */
  net_amount: Decimal;
}

/** A numbered document of an order. `amount` in minor units (8000 is 80.00). */
export interface ReceiptAnswer {
  id: Uuid;
  kind: ReceiptKind;
  /** As printed; without gaps per clinic and kind. */
  number: string;
  amount: MinorUnits;
  /** Lower-case ISO 4217. */
  currency: Currency;
  issued_at: Instant;
  /** On a credit note: the refund that it is for. */
  refund_id: Uuid | null;
  /** Needs the same sign-in as this list. */
  pdf_url: Url;
}

/** One clinic's day by provider, method and currency. Amounts are decimals with two places. */
export interface TakingAnswer {
  /** `YYYY-MM-DD`, on the clinic's own calendar or that of the `timezone` asked for. */
  date: Day;
  /** The clinic's id. */
  clinic: Uuid;
  provider: ProviderName;
  /** In the provider's own word; null where it told none. */
  method: string | null;
  /** Lower-case ISO 4217. */
  currency: CurrencyCode;
  /** How many payments were captured. */
  payments: Count;
  captured: Decimal;
  /** Given back on this day, whenever it had been paid. Below zero when a refund failed that an earlier day counts. */
  refunded: Decimal;
  /** What the provider charged. */
  fees: Decimal;
  /** What banks took back in disputes, less what they returned. */
  disputes: Decimal;
  /** `captured` less `refunded`, `fees` and `disputes`. */
  net: Decimal;
}
