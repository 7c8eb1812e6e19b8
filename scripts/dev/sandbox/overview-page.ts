import { type Html, html, money } from './html.js';
import type { Page } from './layout.js';
import { ledger, sessionList } from './overview.js';
import { paystackLedger, transactionList } from './paystack/overview.js';
import type { Store } from './store.js';

const ROWS_SHOWN = 100;

/** A table in a card of its own. */
function table(caption: string, heads: readonly string[], rows: readonly Html[]): Html {
  return html`<section class="card"><h2>${caption}</h2><div class="scroll"><table>
<thead><tr>${heads.map((head) => html`<th scope="col"${head === 'Amount' ? html` class="number"` : null}>${head}</th>`)}</tr></thead>
<tbody>${rows.length > 0 ? rows : html`<tr><td colspan="${heads.length}">Nothing yet.</td></tr>`}</tbody>
</table></div></section>`;
}

function paystackTables(store: Store): Html {
  const transactions = transactionList(store);
  const codes = new Map(transactions.map((row) => [row.id, row.access_code]));
  const link = (reference: string) =>
    html`<a href="paystack/pay/${codes.get(reference)}">${reference.slice(0, 20)}&hellip;</a>`;
  return html`${table(
    'Paystack: transactions',
    ['Created', 'Amount', 'Status', 'Channel', 'Reference'],
    transactions.slice(0, ROWS_SHOWN).map(
      (row) => html`<tr><td>${row.created_at}</td><td class="number">${money(row.amount, row.currency)}</td>
<td>${row.status}</td><td>${row.channel}</td><td>${link(row.id)}</td></tr>`,
    ),
  )}
${table(
  'Paystack: ledger',
  ['Time', 'Kind', 'Amount', 'Status', 'Id', 'Reference'],
  paystackLedger(store)
    .reverse()
    .slice(0, ROWS_SHOWN)
    .map(
      (row) => html`<tr><td>${row.created_at}</td><td>${row.type}</td>
<td class="number">${money(row.amount, row.currency)}</td><td>${row.provider_status}</td><td><code>${row.id}</code></td>
<td>${link(row.session_id)}</td></tr>`,
    ),
)}`;
}

/** What has passed through the sandbox of late. */
export function overviewPage(store: Store): Page {
  const sessions = sessionList(store).slice(0, ROWS_SHOWN);
  const lines = ledger(store).reverse().slice(0, ROWS_SHOWN);
  return {
    title: 'Keepwell payment sandbox',
    wide: true,
    body: html`<h1>Payment sandbox</h1>
<p class="muted">It stands in for Stripe and Paystack. The latest ${ROWS_SHOWN} of each are shown; all are in Stripe's
<a href="stripe/sessions">sessions</a> and <a href="stripe/ledger">ledger</a> and Paystack's
<a href="paystack/transactions">transactions</a> and <a href="paystack/ledger">ledger</a>.</p>
${table(
  'Stripe: checkout sessions',
  ['Created', 'Product', 'Amount', 'Status', 'Payment', 'Session'],
  sessions.map(
    (row) => html`<tr><td>${row.created_at}</td><td>${row.product}</td>
<td class="number">${money(row.amount, row.currency)}</td><td>${row.status}</td><td>${row.payment_status}</td>
<td><a href="stripe/pay/${row.id}">${row.id.slice(0, 20)}&hellip;</a></td></tr>`,
  ),
)}
${table(
  'Stripe: ledger',
  ['Time', 'Kind', 'Amount', 'Status', 'Id', 'Session'],
  lines.map(
    (row) => html`<tr><td>${row.created_at}</td><td>${row.type}</td>
<td class="number">${money(row.amount, row.currency)}</td><td>${row.status}</td><td><code>${row.id}</code></td>
<td><a href="stripe/pay/${row.session_id}">${row.session_id.slice(0, 20)}&hellip;</a></td></tr>`,
  ),
)}
${paystackTables(store)}`,
  };
}
