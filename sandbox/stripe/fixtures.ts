import type Stripe from 'stripe';
import { fixture } from '../fixture.js';
import type { Charge, Dispute, PaymentIntent, Refund, Session } from './objects.js';

/** A new checkout session, but for what its request and the clock say. */
export const session: Omit<
  Session,
  | 'id'
  | 'allowed_payment_method_types'
  | 'amount_subtotal'
  | 'amount_total'
  | 'cancel_url'
  | 'client_reference_id'
  | 'created'
  | 'currency'
  | 'custom_text'
  | 'customer_email'
  | 'expires_at'
  | 'metadata'
  | 'payment_method_types'
  | 'submit_type'
  | 'success_url'
  | 'url'
> = fixture('./stripe/fixtures/session.json');

/** One line of a session. */
export const lineItem: Omit<
  Stripe.LineItem,
  'id' | 'amount_subtotal' | 'amount_total' | 'currency' | 'description' | 'price' | 'quantity'
> = fixture('./stripe/fixtures/line-item.json');

/** The price of a line, made for it alone. */
export const price: Omit<
  Stripe.Price,
  'id' | 'created' | 'currency' | 'product' | 'unit_amount' | 'unit_amount_decimal'
> = fixture('./stripe/fixtures/price.json');

/** The intent of a session before anybody tried to pay. */
export const paymentIntent: Omit<
  PaymentIntent,
  'id' | 'amount' | 'client_secret' | 'created' | 'currency' | 'description' | 'metadata' | 'payment_method_types'
> = fixture('./stripe/fixtures/payment-intent.json');

/** A charge, captured or declined. */
export const charge: Omit<
  Charge,
  | 'id'
  | 'amount'
  | 'amount_captured'
  | 'billing_details'
  | 'captured'
  | 'created'
  | 'currency'
  | 'description'
  | 'failure_code'
  | 'failure_message'
  | 'metadata'
  | 'outcome'
  | 'paid'
  | 'payment_intent'
  | 'payment_method'
  | 'payment_method_details'
  | 'status'
> = fixture('./stripe/fixtures/charge.json');

/** What the network said to a payment. */
export const outcomePaid: NonNullable<Charge['outcome']> = fixture('./stripe/fixtures/outcome-paid.json');
/** What the network said to a card that it declined. */
export const outcomeDeclined: NonNullable<Charge['outcome']> = fixture('./stripe/fixtures/outcome-declined.json');

/** A refund to a card. */
export const refund: Omit<
  Refund,
  | 'id'
  | 'amount'
  | 'balance_transaction'
  | 'charge'
  | 'created'
  | 'currency'
  | 'metadata'
  | 'payment_intent'
  | 'payment_method'
  | 'reason'
  | 'status'
> = fixture('./stripe/fixtures/refund.json');

/** A dispute that nobody has answered. */
export const dispute: Omit<
  Dispute,
  'id' | 'amount' | 'charge' | 'created' | 'currency' | 'evidence' | 'evidence_details' | 'payment_intent'
> = fixture('./stripe/fixtures/dispute.json');
