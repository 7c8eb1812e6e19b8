import type Stripe from 'stripe';
import type { PaystackTables } from '../paystack/objects.js';

/** The API version whose shapes the sandbox speaks; the one that the pinned client pins. */
export const API_VERSION = '2026-10-28.endive';

/** The kept form of an object: references are ids, as in an answer without `expand`. */
type Kept<T, References extends keyof T> = Omit<T, References> & { readonly [K in References]: string | null };

/** A checkout session as kept; its line items stay beside it, because answers show them only on request. */
export type Session = Kept<
  Omit<Stripe.Checkout.Session, 'line_items' | 'metadata'>,
  'payment_intent' | 'customer' | 'invoice'
> & { readonly metadata: Record<string, string> };
/** A payment intent as kept. */
export type PaymentIntent = Kept<Stripe.PaymentIntent, 'latest_charge' | 'customer' | 'payment_method'>;
/** A charge as kept. */
export type Charge = Kept<Omit<Stripe.Charge, 'refunds'>, 'balance_transaction' | 'payment_intent' | 'customer'>;
/** A refund as kept. */
export type Refund = Kept<Stripe.Refund, 'balance_transaction' | 'charge' | 'payment_intent'>;
/** A balance transaction as kept. */
export type BalanceTransaction = Kept<Stripe.BalanceTransaction, 'source'>;
/** A dispute as kept. */
export type Dispute = Kept<Stripe.Dispute, 'charge' | 'payment_intent'>;

/** What only the sandbox knows about a session. */
export interface SessionFile {
  readonly id: string;
  readonly productName: string;
  readonly lineItems: readonly Stripe.LineItem[];
  readonly paymentMetadata: Record<string, string>;
  readonly description: string | null;
}

/** An event; its object is a snapshot of the moment. */
export interface StoredEvent {
  readonly id: string;
  readonly object: 'event';
  readonly api_version: string;
  readonly created: number;
  readonly data: { readonly object: unknown };
  readonly livemode: false;
  readonly pending_webhooks: number;
  readonly request: { readonly id: string | null; readonly idempotency_key: string | null };
  readonly type: string;
}

/** One delivery that is owed; removed when the receiver has answered with a 2xx. */
export interface Delivery {
  readonly id: string;
  readonly event: string;
  /** Unix time in milliseconds before which it is not tried. */
  readonly due: number;
  /** Whose event it is; Stripe's when left out. */
  readonly from?: 'paystack';
}

/** The kept answer of one idempotency key. */
export interface KeyRecord {
  readonly id: string;
  readonly fingerprint: string;
  readonly status: number;
  readonly body: string;
  readonly requestId: string;
  /** Unix time in milliseconds. */
  readonly at: number;
}

/** One movement of money, in the order in which the bank saw it. */
interface LedgerLine {
  readonly id: string;
  readonly type: 'charge' | 'refund';
  readonly session: string;
  /** Unix time in milliseconds. */
  readonly at: number;
}

/** A refund that the bank will turn down later. */
export interface RefundPlan {
  readonly id: string;
  /** Unix time in milliseconds. */
  readonly due: number;
}

/** Every table of the sandbox, by name. */
export interface Tables extends PaystackTables {
  readonly sessions: Session;
  readonly session_files: SessionFile;
  readonly payment_intents: PaymentIntent;
  readonly charges: Charge;
  readonly refunds: Refund;
  readonly refund_plans: RefundPlan;
  readonly balance_transactions: BalanceTransaction;
  readonly disputes: Dispute;
  readonly events: StoredEvent;
  readonly deliveries: Delivery;
  readonly keys: KeyRecord;
  readonly ledger: LedgerLine;
}
/** The name of a table. */
export type TableName = keyof Tables;

/** The intent of a session; Stripe makes it when the customer first tries to pay, not with the session. */
export function intentOf(
  store: { get(table: 'payment_intents', id: string): PaymentIntent | undefined },
  { payment_intent: id }: Session,
): PaymentIntent | undefined {
  return id === null ? undefined : store.get('payment_intents', id);
}

/** Now, in the seconds that Stripe counts in. */
export function unixNow(): number {
  return Math.floor(Date.now() / 1000);
}
