import { fixture } from '../fixture.js';
import type { Tx } from '../store.js';
import type { Dispute, Refund, Transaction } from './objects.js';

const INTEGRATION = 100_001;
const CUSTOMER = fixture<object>('./paystack/fixtures/customer.json');
const TRANSACTION = fixture<object>('./paystack/fixtures/transaction.json');
const DISPUTE = fixture<object>('./paystack/fixtures/dispute.json');

function customer(transaction: Transaction): object {
  const { number, email, access_code } = transaction;
  return { ...CUSTOMER, id: number, email, customer_code: `CUS_${access_code}` };
}

/** A transaction as `verify`, the list and `charge.success` show it: the address of its page is not among them. */
export function transactionView(transaction: Transaction): object {
  const {
    number,
    id,
    metadata,
    paid_at,
    created_at,
    access_code: _secret,
    email: _email,
    channels: _,
    ...kept
  } = transaction;
  return {
    ...TRANSACTION,
    ...kept,
    id: number,
    reference: id,
    metadata: metadata ?? '',
    authorization: paid_at === null ? {} : { channel: transaction.channel, bank: 'TEST BANK', reusable: false },
    customer: customer(transaction),
    paid_at,
    created_at,
    paidAt: paid_at,
    createdAt: created_at,
  };
}

/** A refund as the list and `GET /refund/{id}` show it. */
export function refundView(refund: Refund, transaction: Transaction): object {
  const done = refund.status === 'processed';
  return {
    integration: INTEGRATION,
    transaction: transaction.number,
    dispute: refund.dispute,
    settlement: null,
    id: refund.number,
    domain: 'test',
    currency: refund.currency,
    amount: refund.amount,
    status: refund.status,
    refunded_at: refund.refunded_at,
    refunded_by: 'api@keepwell.invalid',
    customer_note: refund.customer_note,
    merchant_note: refund.merchant_note,
    deducted_amount: done ? refund.amount : 0,
    fully_deducted: done,
    createdAt: refund.created_at,
    bank_reference: refund.refund_reference,
    transaction_reference: transaction.id,
    reason: refund.status.toUpperCase(),
    customer: customer(transaction),
    refund_type: refund.amount === transaction.amount ? 'Full' : 'Partial',
    transaction_amount: transaction.amount,
  };
}

/** What `POST /refund` answers: the whole transaction inside. */
export function newRefundView(refund: Refund, transaction: Transaction): object {
  const { createdAt, transaction_reference: _, ...view } = refundView(refund, transaction) as Record<string, unknown>;
  return { ...view, transaction: transactionView(transaction), created_at: createdAt, updated_at: createdAt };
}

/** What a refund's notice holds: no id, unless the bank details are asked for. */
export function refundNotice(refund: Refund, transaction: Transaction): object {
  const asks = refund.status === 'needs-attention';
  return {
    status: refund.status,
    transaction_reference: transaction.id,
    refund_reference: refund.refund_reference,
    amount: String(refund.amount),
    currency: refund.currency,
    processor: 'instant-transfer',
    customer: { first_name: null, last_name: null, email: transaction.email },
    integration: INTEGRATION,
    domain: 'test',
    ...(asks ? { id: refund.id, customer_note: refund.customer_note, merchant_note: refund.merchant_note } : {}),
  };
}

/** A dispute as its endpoints and its notices show it. */
export function disputeView(tx: Pick<Tx, 'get'>, dispute: Dispute): object {
  const transaction = tx.get('paystack_transactions', dispute.reference);
  return {
    ...DISPUTE,
    id: dispute.number,
    refund_amount: dispute.refund_amount,
    currency: dispute.currency,
    status: dispute.status,
    resolution: dispute.resolution,
    transaction: transaction ? transactionView(transaction) : null,
    customer: transaction ? customer(transaction) : null,
    dueAt: dispute.due_at,
    resolvedAt: dispute.resolved_at,
    createdAt: dispute.created_at,
    updatedAt: dispute.resolved_at ?? dispute.created_at,
  };
}
