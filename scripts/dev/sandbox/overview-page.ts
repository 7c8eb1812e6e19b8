import type { FaultReport } from './faults.js';
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

interface Overview {
  readonly store: Store;
  readonly faults: FaultReport;
  readonly linkOf: (metadata: Readonly<Record<string, string>>) => string | null;
}

function appointmentCell(url: string | null): Html {
  return html`<td>${url ? html`<a href="${url}">appointment</a>` : null}</td>`;
}

function activeFaults(faults: FaultReport): string {
  const active = [
    faults.outage_ms > 0 ? `no answers for another ${Math.ceil(faults.outage_ms / 1000)} s` : null,
    faults.latency_ms > 0 ? `each answer ${faults.latency_ms} ms late` : null,
    faults.refund === 'succeed' ? null : `refunds ${faults.refund.replaceAll('_', ' ')}`,
    faults.lose_response > 0 ? `${faults.lose_response} answers get lost` : null,
    faults.server_error > 0 ? `${faults.server_error} calls fail inside` : null,
  ].filter((one) => one !== null);
  return active.length === 0 ? 'Stripe works as it should.' : `Stripe: ${active.join(', ')}.`;
}

function faultForm(faults: FaultReport): Html {
  return html`<form class="card" method="post"><h2>Faults of Stripe</h2>
<p class="muted">${activeFaults(faults)}</p>
<div class="row">
<div><label for="outage">Outage</label><input name="outage" id="outage" placeholder="30s"></div>
<div><label for="latency">Latency</label><input name="latency" id="latency" placeholder="500ms"></div>
<div><label for="refund">Refunds</label><select name="refund" id="refund"><option value="">as they are</option>
${['succeed', 'pending', 'fail', 'succeed_then_fail'].map((one) => html`<option value="${one}">${one.replaceAll('_', ' ')}</option>`)}</select></div>
<div><label for="lose_response">Lost answers</label><input name="lose_response" id="lose_response" inputmode="numeric" placeholder="1"></div>
<div><label for="server_error">Errors inside</label><input name="server_error" id="server_error" inputmode="numeric" placeholder="1"></div>
<button type="submit" class="button">Set</button>
<button type="submit" class="button quiet" name="clear" value="true">End all faults</button>
</div></form>`;
}

/** What has passed through the sandbox of late, and the faults that it plays. */
export function overviewPage({ store, faults, linkOf }: Overview): Page {
  const sessions = sessionList(store).slice(0, ROWS_SHOWN);
  const lines = ledger(store).reverse().slice(0, ROWS_SHOWN);
  return {
    title: 'Keepwell payment sandbox',
    wide: true,
    body: html`<h1>Payment sandbox</h1>
<p class="muted">It stands in for Stripe and Paystack. The latest ${ROWS_SHOWN} of each are shown; all are in Stripe's
<a href="stripe/sessions">sessions</a> and <a href="stripe/ledger">ledger</a> and Paystack's
<a href="paystack/transactions">transactions</a> and <a href="paystack/ledger">ledger</a>.</p>
${faultForm(faults)}
${table(
  'Stripe: checkout sessions',
  ['Created', 'Product', 'Amount', 'Status', 'Payment', 'Session', 'For'],
  sessions.map(
    (row) => html`<tr><td>${row.created_at}</td><td>${row.product}</td>
<td class="number">${money(row.amount, row.currency)}</td><td>${row.status}</td><td>${row.payment_status}</td>
<td><a href="stripe/pay/${row.id}">${row.id.slice(0, 20)}&hellip;</a></td>${appointmentCell(linkOf(row.metadata))}</tr>`,
  ),
)}
${table(
  'Stripe: ledger',
  ['Time', 'Kind', 'Amount', 'Status', 'Id', 'Session', 'For'],
  lines.map(
    (row) => html`<tr><td>${row.created_at}</td><td>${row.type}</td>
<td class="number">${money(row.amount, row.currency)}</td><td>${row.status}</td><td><code>${row.id}</code></td>
<td><a href="stripe/pay/${row.session_id}">${row.session_id.slice(0, 20)}&hellip;</a></td>${appointmentCell(linkOf(row.metadata))}</tr>`,
  ),
)}
${paystackTables(store)}`,
  };
}
