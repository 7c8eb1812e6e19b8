import { type Html, html, money } from '../html.js';
import type { Page } from '../layout.js';
import { press, webhookChoice } from '../pay-page.js';
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

function summary(transaction: Transaction): Html {
  return html`<section class="card" aria-label="What you pay for">
<h1>Payment</h1>
<p class="amount">${money(transaction.amount, transaction.currency)}</p>
<p class="muted">Reference <code>${transaction.id}</code></p>
</section>`;
}

function openForm(transaction: Transaction): Html {
  const offers = (channel: string) => transaction.channels.includes(channel);
  const pays = offers('card') || offers('apple_pay');
  return html`<form class="card" method="post">
<h2>Choose what happens</h2>
${pays ? press('paid', `Pay ${money(transaction.amount, transaction.currency)}`, true) : null}
${pays ? press('declined', 'Card declined') : null}
${offers('bank_transfer') ? press('processing', 'Bank transfer (pending)', !pays) : null}
${press('abandoned', 'Leave without paying')}
${webhookChoice()}
</form>`;
}

function pendingForm(): Html {
  return html`<section class="card"><p class="state">Waiting for the transfer</p>
<p>The bank has not yet said whether the money arrives.</p></section>
<form class="card" method="post"><h2>Settle it now</h2>
${press('async_paid', 'The money arrives', true)}
${press('async_failed', 'The transfer fails')}
${webhookChoice()}</form>`;
}

function paidCard(transaction: Transaction): Html {
  const back = callbackUrl(transaction);
  const returned = transaction.status !== 'success';
  return html`<section class="card"><p class="state good">${returned ? 'Paid, and refunded' : 'Paid'}</p>
<p>You do not need to pay again.</p>
${back ? html`<a class="button" href="${back}">Back to the clinic</a>` : null}</section>`;
}

function body(transaction: Transaction): Html {
  if (transaction.paid_at !== null) return paidCard(transaction);
  return transaction.status === 'pending' ? pendingForm() : openForm(transaction);
}

/** The hosted page of a transaction, whatever its state; `notice` is the outcome of the last press. */
export function transactionPage(transaction: Transaction, notice: string): Page {
  const text = NOTICES[notice];
  const open = transaction.paid_at === null;
  return {
    title: `${open ? 'Pay' : 'Paid'} - Keepwell sandbox`,
    body: html`${text === undefined ? null : html`<p class="alert" role="alert">${text}</p>`}
${summary(transaction)}${body(transaction)}
<p class="muted">This page stands in for Paystack. <a href="../../">All sandbox payments</a></p>`,
  };
}
