import type { Move } from '../events.js';
import { DriveRefusal } from '../fault.js';
import { newCode, newNumber } from '../ids.js';
import type { Tx } from '../store.js';
import { refused } from './fault.js';
import { notify } from './notices.js';
import type { Transaction } from './objects.js';
import { transactionView } from './views.js';

const CURRENCIES = ['NGN', 'GHS', 'KES', 'ZAR', 'USD'];
/** Least amounts in minor units (docs, API, Supported currency). */
const LEAST: Readonly<Record<string, number>> = { NGN: 5_000, GHS: 10, KES: 300, ZAR: 100, USD: 200 };
const CHANNELS = ['card', 'bank', 'ussd', 'qr', 'eft', 'mobile_money', 'bank_transfer', 'apple_pay'];
const KOBO = 100;

/** What a request body may hold. */
export type Body = Readonly<Record<string, unknown>>;

/**
 * Paystack's list price, in minor units. NGN: 1.5 % and NGN 100, of which the 100 are waived under NGN 2,500, NGN 2,000
 * at most. Everything else by one plain rule of 3.9 %.
 */
export function feesOf(amount: number, currency: string): number {
  if (currency !== 'NGN') return Math.round(amount * 0.039);
  const flat = amount < 2_500 * KOBO ? 0 : 100 * KOBO;
  return Math.min(Math.round(amount * 0.015) + flat, 2_000 * KOBO);
}

/** Reads a whole number above 0, given as a number or as text, as Paystack takes amounts. */
export function amountOf(value: unknown): number | undefined {
  const amount = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof amount === 'number' && Number.isSafeInteger(amount) && amount > 0 ? amount : undefined;
}

function channelsOf(value: unknown): string[] {
  if (value === undefined) return ['card', 'bank', 'bank_transfer', 'ussd'];
  if (!Array.isArray(value) || value.length === 0 || value.some((one) => !CHANNELS.includes(one))) {
    throw refused('invalid_channels', 'Invalid channels passed');
  }
  return value;
}

function metadataOf(value: unknown): Transaction['metadata'] {
  if (typeof value !== 'string') return typeof value === 'object' ? (value as Transaction['metadata']) : null;
  try {
    return JSON.parse(value) as Transaction['metadata'];
  } catch {
    throw refused('invalid_metadata', 'Metadata must be a valid JSON object');
  }
}

/** `POST /transaction/initialize`. A reference is taken once and permanently. */
export function initialize(tx: Tx, body: Body): Transaction {
  const email = body.email;
  if (typeof email !== 'string' || !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) {
    throw refused('invalid_email_address', 'Invalid Email Address Passed');
  }
  const amount = amountOf(body.amount);
  if (amount === undefined) throw refused('invalid_amount', 'Invalid Amount Sent');
  const currency = String(body.currency ?? 'NGN');
  if (!CURRENCIES.includes(currency)) throw refused('unsupported_currency', 'Currency not supported by merchant');
  if (amount < (LEAST[currency] ?? 1)) throw refused('invalid_amount', 'Amount is less than the minimum');
  const reference = body.reference === undefined ? `T${newNumber()}` : String(body.reference);
  if (!/^[A-Za-z0-9.=-]+$/.test(reference)) {
    throw refused('invalid_reference', 'Invalid character in transaction reference');
  }
  if (tx.get('paystack_transactions', reference)) {
    throw refused('duplicate_reference', 'Duplicate Transaction Reference');
  }
  const transaction: Transaction = {
    id: reference,
    number: newNumber(),
    access_code: newCode(15),
    // So Paystack calls one that nobody has paid yet, from its first moment on.
    status: 'abandoned',
    amount,
    requested_amount: amount,
    currency,
    email,
    channels: channelsOf(body.channels),
    channel: 'card',
    callback_url: typeof body.callback_url === 'string' ? body.callback_url : null,
    metadata: metadataOf(body.metadata),
    fees: null,
    gateway_response: 'The transaction was not completed',
    created_at: new Date().toISOString(),
    paid_at: null,
  };
  tx.put('paystack_transactions', transaction);
  return transaction;
}

/** What can be made to happen to a transaction. */
export const OUTCOMES = ['paid', 'declined', 'abandoned', 'processing', 'async_paid', 'async_failed'] as const;
/** One of `OUTCOMES`. */
export type Outcome = (typeof OUTCOMES)[number];

/** What the bank is ordered to do; amount and currency when it credits something else than was asked for. */
export interface Order {
  readonly outcome: Outcome;
  readonly amount?: number | undefined;
  readonly currency?: string | undefined;
}

function pay(move: Move, transaction: Transaction, order: Order, channel: string): Transaction {
  const amount = order.amount ?? transaction.amount;
  const currency = order.currency?.toUpperCase() ?? transaction.currency;
  const paid: Transaction = {
    ...transaction,
    status: 'success',
    amount,
    currency,
    channel,
    fees: feesOf(amount, currency),
    gateway_response: 'Successful',
    paid_at: new Date().toISOString(),
  };
  move.tx.put('paystack_transactions', paid);
  notify(move, 'charge.success', transactionView(paid));
  return paid;
}

/** Carries an order out; refuses it when the transaction's state forbids it. Nothing ever closes an unpaid one. */
export function driveTransaction(move: Move, order: Order, reference: string): Transaction {
  const transaction = move.tx.get('paystack_transactions', reference);
  if (!transaction) throw new DriveRefusal(404, `no transaction ${reference}`);
  const { outcome } = order;
  const settles = outcome === 'async_paid' || outcome === 'async_failed';
  if (transaction.paid_at !== null) throw new DriveRefusal(409, `transaction ${reference} is ${transaction.status}`);
  if (settles && transaction.status !== 'pending') {
    throw new DriveRefusal(409, `transaction ${reference} is ${transaction.status}: no bank transfer is under way`);
  }
  const become = (change: Partial<Transaction>): Transaction => {
    const changed = { ...transaction, ...change };
    move.tx.put('paystack_transactions', changed);
    return changed;
  };
  switch (outcome) {
    case 'paid':
      return pay(move, transaction, order, 'card');
    case 'async_paid':
      return pay(move, transaction, order, 'bank_transfer');
    case 'declined':
      return become({ status: 'failed', gateway_response: 'Declined' });
    case 'async_failed':
      return become({ status: 'failed', gateway_response: 'Transfer was not received' });
    case 'processing':
      return become({ status: 'pending', channel: 'bank_transfer', gateway_response: 'Transfer in progress' });
    case 'abandoned':
      return become({ status: 'abandoned', gateway_response: 'The transaction was not completed' });
  }
}
