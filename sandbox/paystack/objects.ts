/** Where a transaction stands; `reversal-pending` while a full refund is on its way. */
export type TransactionStatus = 'abandoned' | 'failed' | 'pending' | 'success' | 'reversal-pending' | 'reversed';

/** A transaction as kept; `id` is its reference, because that is what the API asks for. */
export interface Transaction {
  readonly id: string;
  readonly number: number;
  readonly access_code: string;
  readonly status: TransactionStatus;
  /** Minor units; what was paid, once it was. */
  readonly amount: number;
  readonly requested_amount: number;
  readonly currency: string;
  readonly email: string;
  readonly channels: readonly string[];
  readonly channel: string;
  readonly callback_url: string | null;
  readonly metadata: Readonly<Record<string, unknown>> | null;
  readonly fees: number | null;
  readonly gateway_response: string;
  /** ISO 8601. */
  readonly created_at: string;
  readonly paid_at: string | null;
}

/** Where a refund stands. */
export type RefundStatus = 'pending' | 'processing' | 'processed' | 'failed' | 'needs-attention';

/** A refund as kept; `id` is its number as text. */
export interface Refund {
  readonly id: string;
  readonly number: number;
  readonly reference: string;
  readonly amount: number;
  readonly currency: string;
  readonly status: RefundStatus;
  readonly merchant_note: string;
  readonly customer_note: string;
  /** What the bank calls it, once it has it. */
  readonly refund_reference: string | null;
  /** The dispute that it settles. */
  readonly dispute: number | null;
  readonly created_at: string;
  readonly refunded_at: string | null;
}

/** The steps that a refund will take by itself. */
export interface RefundPlan {
  readonly id: string;
  readonly steps: readonly RefundStatus[];
  /** When it takes the first of them, Unix time in milliseconds. */
  readonly due: number;
}

/** A dispute as kept; `id` is its number as text. */
export interface Dispute {
  readonly id: string;
  readonly number: number;
  readonly reference: string;
  readonly status: 'awaiting-merchant-feedback' | 'resolved';
  readonly resolution: 'merchant-accepted' | 'declined' | null;
  readonly refund_amount: number;
  readonly currency: string;
  readonly due_at: string;
  readonly resolved_at: string | null;
  readonly created_at: string;
}

/** An event; its data are a snapshot of the moment. Paystack gives events no id: this one is the sandbox's own. */
export interface StoredNotice {
  readonly id: string;
  readonly body: { readonly event: string; readonly data: unknown };
  /** Unix time in milliseconds. */
  readonly at: number;
}

/** The tables of the Paystack half of the sandbox. */
export interface PaystackTables {
  readonly paystack_transactions: Transaction;
  readonly paystack_refunds: Refund;
  readonly paystack_refund_plans: RefundPlan;
  readonly paystack_disputes: Dispute;
  readonly paystack_events: StoredNotice;
}
