import { money, type Page } from '../pages.js';
import type { Transaction } from './objects.js';

const NOTICES: Readonly<Record<string, string>> = {
  declined: 'The payment was declined. Nothing was charged; you can try again.',
  abandoned: 'You left without paying. Nothing was charged; the page stays open.',
  closed: 'Somebody else was faster: this transaction has moved on since the page was opened.',
};

/** A web address, and no other: it becomes a link. */
function urlOf(text: unknown): URL | null {
  return typeof text === 'string' && /^https?:/i.test(text) && URL.canParse(text) ? new URL(text) : null;
}

/** Where the customer goes after paying: Paystack adds the reference under two names. */
export function callbackUrl(transaction: Transaction): string | null {
  const url = urlOf(transaction.callback_url);
  for (const name of ['trxref', 'reference']) url?.searchParams.set(name, transaction.id);
  return url?.href ?? null;
}

/** Where the customer goes who gives up, when the clinic has said so. */
export function cancelUrl(transaction: Transaction): string | null {
  return urlOf(transaction.metadata?.cancel_action)?.href ?? null;
}

/** The hosted page of a transaction, whatever its state; `notice` is the outcome of the last press. */
export function transactionPage(transaction: Transaction, notice: string): Page {
  const { amount, currency, channels, status } = transaction;
  const paid = transaction.paid_at !== null;
  const pending = !paid && status === 'pending';
  return {
    title: `${paid ? 'Paid' : 'Pay'} - Keepwell sandbox`,
    template: 'paystack/pay',
    view: {
      is: { open: !paid && !pending, pending, paid, returned: status !== 'success' },
      notice: NOTICES[notice],
      reference: transaction.id,
      amount,
      currency,
      payLabel: `Pay ${money(amount, currency)}`,
      cards: channels.includes('card') || channels.includes('apple_pay'),
      transfers: channels.includes('bank_transfer'),
      returnUrl: callbackUrl(transaction),
    },
  };
}
