import type { Move } from '../events.js';
import type { RefundBehaviour } from '../faults.js';
import { newCode, newNumber } from '../ids.js';
import type { Tx } from '../store.js';
import { notFound, PaystackFault, refused } from './fault.js';
import { notify } from './notices.js';
import type { Refund, RefundStatus, Transaction } from './objects.js';
import { amountOf, type Body } from './transactions.js';
import { refundNotice } from './views.js';

/** How long a refund stays at each step of its way. */
const STEP_MS = 200;

/** The steps that a refund takes by itself, by what the faults ask for. Every refund starts `pending`, in the queue. */
const STEPS: Readonly<Record<RefundBehaviour, readonly RefundStatus[]>> = {
  succeed: ['processing', 'processed'],
  pending: [],
  fail: ['processing', 'failed'],
  succeed_then_fail: ['processing', 'processed', 'failed'],
  needs_attention: ['needs-attention'],
};

/** Where a refund may go on from each status; a failed one stays failed. */
const MOVES: Readonly<Record<RefundStatus, readonly RefundStatus[]>> = {
  pending: ['processing', 'processed', 'failed', 'needs-attention'],
  processing: ['processed', 'failed', 'needs-attention'],
  'needs-attention': ['processing', 'processed', 'failed'],
  processed: ['failed'],
  failed: [],
};

/** The transaction with this reference or number. */
export function transactionOf(tx: Pick<Tx, 'get' | 'all'>, id: string): Transaction {
  const named = tx.get('paystack_transactions', id);
  if (named) return named;
  for (const transaction of tx.all('paystack_transactions')) {
    if (String(transaction.number) === id) return transaction;
  }
  throw notFound('Transaction');
}

function alive(tx: Pick<Tx, 'all'>, reference: string): Refund[] {
  return [...tx.all('paystack_refunds')].filter((one) => one.reference === reference && one.status !== 'failed');
}

function total(refunds: readonly Refund[]): number {
  return refunds.reduce((sum, refund) => sum + refund.amount, 0);
}

/** What is paid and not on its way back. */
export function refundable(tx: Pick<Tx, 'all'>, transaction: Transaction): number {
  return transaction.amount - total(alive(tx, transaction.id));
}

/** A transaction follows its refunds: all of it on its way back, all of it back, or a success as before. */
function follow(tx: Tx, transaction: Transaction): void {
  const back = alive(tx, transaction.id);
  const done = total(back.filter(({ status }) => status === 'processed'));
  const whole = total(back) >= transaction.amount;
  const status = done >= transaction.amount ? 'reversed' : whole ? 'reversal-pending' : 'success';
  if (status !== transaction.status) tx.put('paystack_transactions', { ...transaction, status });
}

/** Books a refund; money that a dispute costs goes back in the same way. */
export function bookRefund(
  { tx }: Move,
  transaction: Transaction,
  wish: Pick<Refund, 'amount' | 'status' | 'merchant_note' | 'customer_note' | 'dispute'>,
): Refund {
  const number = newNumber();
  const done = wish.status === 'processed';
  const now = new Date().toISOString();
  const refund: Refund = {
    ...wish,
    id: String(number),
    number,
    reference: transaction.id,
    currency: transaction.currency,
    refund_reference: done ? `TRF_${newCode(15)}` : null,
    created_at: now,
    refunded_at: done ? now : null,
  };
  tx.put('paystack_refunds', refund);
  follow(tx, transaction);
  return refund;
}

/** `POST /refund`: queued at once, decided later. A repeated call makes a second one, as at Paystack. */
export function createRefund(move: Move, body: Body, behaviour: RefundBehaviour): Refund {
  const { tx } = move;
  if (body.transaction === undefined) throw refused('missing_params', 'transaction is required');
  const transaction = transactionOf(tx, String(body.transaction));
  if (transaction.paid_at === null) throw refused('invalid_transaction', 'Transaction has not been paid');
  const left = refundable(tx, transaction);
  if (left <= 0) throw refused('transaction_reversed', 'Transaction has been fully reversed');
  const amount = body.amount === undefined ? left : amountOf(body.amount);
  if (amount === undefined) throw refused('invalid_amount', 'Invalid Amount Sent');
  if (amount > left) throw refused('amount_too_large', 'Refund amount cannot be more than transaction amount');
  if (body.currency !== undefined && body.currency !== transaction.currency) {
    throw refused('currency_mismatch', 'Currency does not match the transaction');
  }
  const note = `Refund for transaction ${transaction.id}`;
  const refund = bookRefund(move, transaction, {
    amount,
    status: 'pending',
    dispute: null,
    merchant_note: String(body.merchant_note ?? `${note} by api@keepwell.invalid`),
    customer_note: String(body.customer_note ?? note),
  });
  notify(move, 'refund.pending', refundNotice(refund, transaction));
  planRefund(tx, refund.id, STEPS[behaviour]);
  return refund;
}

function planRefund(tx: Tx, id: string, steps: readonly RefundStatus[]): void {
  if (steps.length === 0) tx.remove('paystack_refund_plans', id);
  else tx.put('paystack_refund_plans', { id, steps, due: Date.now() + STEP_MS });
}

/** Moves a refund on. Undefined when it cannot go there. */
export function moveRefund(move: Move, refund: Refund, status: RefundStatus): Refund | undefined {
  const { tx } = move;
  const transaction = tx.get('paystack_transactions', refund.reference);
  if (!transaction || !MOVES[refund.status].includes(status)) return undefined;
  const moved: Refund = {
    ...refund,
    status,
    refund_reference: refund.refund_reference ?? (status === 'processing' ? null : `TRF_${newCode(15)}`),
    refunded_at: status === 'processed' ? new Date().toISOString() : null,
  };
  tx.put('paystack_refunds', moved);
  follow(tx, transaction);
  notify(move, `refund.${status}`, refundNotice(moved, transaction));
  return moved;
}

/** Takes the next step that was planned for a refund. */
export function stepRefund(move: Move, id: string): void {
  const { tx } = move;
  const plan = tx.get('paystack_refund_plans', id);
  const refund = tx.get('paystack_refunds', id);
  const [next, ...rest] = plan?.steps ?? [];
  if (!refund || !next) return;
  planRefund(tx, id, rest);
  moveRefund(move, refund, next);
}

/** `POST /refund/retry_with_customer_details/{id}`: only for one that waits for the customer's bank details. */
export function retryRefund(move: Move, id: string, body: Body, behaviour: RefundBehaviour): Refund {
  const refund = move.tx.get('paystack_refunds', id);
  if (!refund) throw notFound('Refund');
  const details = (body.refund_account_details ?? {}) as Body;
  if (['currency', 'account_number', 'bank_id'].some((name) => details[name] === undefined)) {
    throw refused('missing_params', 'refund_account_details is required');
  }
  const moved = refund.status === 'needs-attention' ? moveRefund(move, refund, 'processing') : undefined;
  if (!moved) throw new PaystackFault(422, 'invalid_refund', 'Refund is not awaiting customer details');
  planRefund(move.tx, id, STEPS[behaviour].slice(1));
  return moved;
}
