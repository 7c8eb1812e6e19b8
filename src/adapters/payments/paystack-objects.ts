import { orderIn } from './our-metadata.js';
import type {
  CheckoutState,
  DisputeState,
  ProviderCharge,
  ProviderRefund,
  RefundRequest,
  RefundResult,
} from './port.js';

/** What `POST /transaction/initialize` answers. */
export interface PaystackOpened {
  readonly authorization_url: string;
}

/** A transaction as verify, list, webhook and dispute show it; the fields that are read. */
export interface PaystackTransaction {
  readonly status?: string;
  readonly reference?: string;
  readonly amount?: number | string;
  readonly currency?: string;
  readonly fees?: number | null;
  readonly channel?: string | null;
  readonly metadata?: unknown;
  readonly paid_at?: string | null;
  readonly created_at?: string;
}

/** A refund as its endpoints show it. */
export interface PaystackRefund {
  readonly id: number | string;
  readonly status: string;
  readonly amount: number | string;
  readonly currency: string;
  readonly merchant_note?: string | null;
  readonly transaction?: unknown;
  readonly transaction_reference?: string | null;
  /** The dispute that this refund settles; null for one that was asked for. */
  readonly dispute?: unknown;
  readonly createdAt?: string;
  readonly created_at?: string;
}

/** A dispute as its endpoint and the webhook show it. */
export interface PaystackDispute {
  readonly id: number | string;
  readonly status?: string;
  readonly resolution?: string | null;
  readonly refund_amount?: number | null;
  readonly currency?: string | null;
  readonly category?: string | null;
  readonly dueAt?: string | null;
  readonly transaction?: PaystackTransaction | null;
  readonly transaction_reference?: string | null;
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const REFERENCE = new RegExp(`^(${UUID})-\\d+$`);
const NOTE = new RegExp(`Keepwell refund (${UUID}):(\\d+)`);

/** A reference may hold only letters, digits, `-`, `.` and `=`; our keys are `{order}:{attempt}`. */
export function referenceOf(idempotencyKey: string): string {
  return idempotencyKey.replaceAll(':', '-');
}

/** Our order of a reference that we made; null for anybody else's. */
export function orderOfReference(reference: string | null | undefined): string | null {
  return REFERENCE.exec(reference ?? '')?.[1] ?? null;
}

/** How a refund is told from others: Paystack has no idempotency for refunds and keeps this note for the merchant. */
export function noteOf(idempotencyKey: string): string {
  return `Keepwell refund ${idempotencyKey}`;
}

/** Our refund and the attempt at it that a note names. */
export function refundOfNote(note: string | null | undefined): { refundId: string; key: string } | null {
  const [, refundId, attempt] = NOTE.exec(note ?? '') ?? [];
  return refundId === undefined ? null : { refundId, key: `${refundId}:${attempt}` };
}

/** Paystack echoes metadata as sent, as JSON text, or as an empty string or 0 when there is none. */
export function metadataOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  if (typeof value !== 'string') return {};
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Readonly<Record<string, unknown>>) : {};
  } catch {
    // Free text of another integration of the same account.
    return {};
  }
}

/** Our order of a transaction: by its metadata, else by its reference. */
export function orderOf({
  metadata,
  reference,
}: Pick<PaystackTransaction, 'metadata'> & { readonly reference?: string | null }): string | null {
  return orderIn(metadataOf(metadata)) ?? orderOfReference(reference);
}

/**
 * A transaction cannot be ended at Paystack: `abandoned` (which also says that nobody has opened the page yet) and
 * `failed` (one attempt was declined) can still be paid. One whose money went back (`reversed`, and on its way there)
 * was paid all the same: it must never look unpaid. A status that we do not know is waited for.
 */
function stateOf(status: string | undefined): CheckoutState['state'] {
  if (status === 'success' || status?.startsWith('revers')) return 'paid';
  return status === 'abandoned' || status === 'failed' ? 'open' : 'processing';
}

export function toCheckout(transaction: PaystackTransaction, reference: string): CheckoutState {
  const state = stateOf(transaction.status);
  const paid = state === 'paid';
  return {
    sessionId: reference,
    orderId: orderOf(transaction),
    // Only the answer to the call that opened the page has its address.
    url: null,
    state,
    paymentId: paid ? reference : null,
    amount: Number(transaction.amount ?? 0),
    currency: (transaction.currency ?? '').toLowerCase(),
    fee: paid ? (transaction.fees ?? null) : null,
    method: paid ? (transaction.channel ?? null) : null,
  };
}

export function toCharge(transaction: PaystackTransaction): ProviderCharge | null {
  const { reference, paid_at: paidAt } = transaction;
  if (stateOf(transaction.status) !== 'paid' || !reference || !paidAt) return null;
  return {
    paymentId: reference,
    orderId: orderOf(transaction),
    amount: Number(transaction.amount ?? 0),
    currency: (transaction.currency ?? '').toLowerCase(),
    capturedAt: new Date(paidAt),
  };
}

/**
 * `needs-attention` waits for the patient's bank details, which only a person can give Paystack: for us it failed,
 * with that reason, until Paystack says otherwise.
 */
export function toRefund(refund: PaystackRefund): RefundResult {
  const failed = refund.status === 'failed' || refund.status === 'needs-attention';
  return {
    providerRefundId: String(refund.id),
    status: failed ? 'failed' : refund.status === 'processed' ? 'succeeded' : 'pending',
    failureReason: failed ? refund.status : null,
    // Paystack shows no charge of its own for a refund.
    fee: null,
  };
}

/**
 * The refund of this request that Paystack has already. One made under the very key counts whatever became of it;
 * of other attempts one that failed does not, because a new attempt is there to replace it. One that waits for bank
 * details does: Paystack pays it out as soon as it has them, and a second one would pay twice.
 */
export function madeBefore(
  refunds: readonly PaystackRefund[],
  refundId: RefundRequest['refundId'],
  idempotencyKey: string | null,
): PaystackRefund | null {
  const ours = refunds.filter((refund) => refundOfNote(refund.merchant_note)?.refundId === refundId);
  return (
    ours.find((refund) => refundOfNote(refund.merchant_note)?.key === idempotencyKey) ??
    ours.find((refund) => refund.status !== 'failed') ??
    null
  );
}

export function toProviderRefund(refund: PaystackRefund): ProviderRefund {
  return {
    ...toRefund(refund),
    refundId: refundOfNote(refund.merchant_note)?.refundId ?? null,
    paymentId: refund.transaction_reference ?? String(refund.transaction),
    amount: Number(refund.amount),
    currency: refund.currency.toLowerCase(),
    createdAt: createdOf(refund),
  };
}

export function createdOf(refund: PaystackRefund): Date {
  return new Date(refund.createdAt ?? refund.created_at ?? Number.NaN);
}

/**
 * Paystack takes nothing back while a dispute is open. A resolved one is won when it was `declined`; accepted by the
 * clinic or, after its deadline, by Paystack (`merchant-accepted`, `auto-accepted`) it costs the amount to give back.
 */
export function toDispute(dispute: PaystackDispute): DisputeState {
  const { transaction } = dispute;
  const disputeId = String(dispute.id);
  const amount = Number(dispute.refund_amount ?? transaction?.amount ?? 0);
  const state = dispute.status !== 'resolved' ? 'open' : dispute.resolution === 'declined' ? 'won' : 'lost';
  return {
    disputeId,
    paymentId: transaction?.reference ?? dispute.transaction_reference ?? '',
    amount,
    currency: (dispute.currency ?? transaction?.currency ?? '').toLowerCase(),
    state,
    reason: dispute.category ?? null,
    respondBy: dispute.dueAt ? new Date(dispute.dueAt) : null,
    movements: state === 'lost' ? [{ id: `${disputeId}:lost`, amount: -amount, fee: 0 }] : [],
  };
}
