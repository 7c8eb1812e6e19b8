import { Router, urlencoded } from 'express';
import { closeIfOverdue, driveCheckout, type Outcome } from './drive.js';
import { parseWebhookChoice, SEND, type WebhookChoice } from './events.js';
import { DriveRefusal } from './fault.js';
import { type Html, html, money } from './html.js';
import { type Page, sendPage } from './layout.js';
import { ledger, sessionList } from './overview.js';
import { payPage, returnUrl } from './pay-page.js';
import type { Store } from './store.js';

/** What the page's buttons do, and what the page says afterwards; null leads back to the clinic. */
const PRESSES: Readonly<Record<string, { readonly outcome: Outcome; readonly notice: string | null }>> = {
  paid: { outcome: 'paid', notice: null },
  processing: { outcome: 'processing', notice: null },
  declined: { outcome: 'declined', notice: 'declined' },
  requires_action: { outcome: 'requires_action', notice: 'challenge' },
  challenge_failed: { outcome: 'declined', notice: 'challenge_failed' },
  async_paid: { outcome: 'async_paid', notice: 'settled' },
  async_failed: { outcome: 'async_failed', notice: 'settled' },
};
const ROWS_SHOWN = 100;

type Fields = Readonly<Record<string, unknown>>;

function webhookOf(fields: Fields): WebhookChoice {
  const text = fields.webhook === 'delay' ? `delay:${String(fields.delay)}` : String(fields.webhook ?? 'send');
  return parseWebhookChoice(text) ?? SEND;
}

function unknownPage(): Page {
  return {
    title: 'Unknown checkout - Keepwell sandbox',
    body: html`<section class="card"><p class="state bad">There is no such checkout</p>
<p>The address is wrong, or the sandbox was emptied since it was made.</p></section>`,
  };
}

function table(caption: string, heads: readonly string[], rows: readonly Html[]): Html {
  return html`<section class="card"><h2>${caption}</h2><div class="scroll"><table>
<thead><tr>${heads.map((head) => html`<th scope="col"${head === 'Amount' ? html` class="number"` : null}>${head}</th>`)}</tr></thead>
<tbody>${rows.length > 0 ? rows : html`<tr><td colspan="${heads.length}">Nothing yet.</td></tr>`}</tbody>
</table></div></section>`;
}

function overviewPage(store: Store): Page {
  const sessions = sessionList(store).slice(0, ROWS_SHOWN);
  const lines = ledger(store).reverse().slice(0, ROWS_SHOWN);
  return {
    title: 'Keepwell payment sandbox',
    wide: true,
    body: html`<h1>Payment sandbox</h1>
<p class="muted">It stands in for Stripe. The latest ${ROWS_SHOWN} of each are shown; all are in
<a href="stripe/sessions">sessions</a> and <a href="stripe/ledger">ledger</a>.</p>
${table(
  'Checkout sessions',
  ['Created', 'Product', 'Amount', 'Status', 'Payment', 'Session'],
  sessions.map(
    (row) => html`<tr><td>${row.created_at}</td><td>${row.product}</td>
<td class="number">${money(row.amount, row.currency)}</td><td>${row.status}</td><td>${row.payment_status}</td>
<td><a href="stripe/pay/${row.id}">${row.id.slice(0, 20)}&hellip;</a></td></tr>`,
  ),
)}
${table(
  'Ledger',
  ['Time', 'Kind', 'Amount', 'Status', 'Id', 'Session'],
  lines.map(
    (row) => html`<tr><td>${row.created_at}</td><td>${row.type}</td>
<td class="number">${money(row.amount, row.currency)}</td><td>${row.status}</td><td><code>${row.id}</code></td>
<td><a href="stripe/pay/${row.session_id}">${row.session_id.slice(0, 20)}&hellip;</a></td></tr>`,
  ),
)}`,
  };
}

/** The pages for people, under `/sandbox`. Every address in them is relative: they may be reached by a forward. */
export function pageRoutes(store: Store): Router {
  const router = Router();

  router.get('/', async (request, response) => {
    const [path] = request.originalUrl.split('?');
    if (!path?.endsWith('/')) {
      response.redirect(308, `${path?.slice(path.lastIndexOf('/') + 1)}/`);
      return;
    }
    await store.settled();
    sendPage(response, 200, overviewPage(store));
  });

  router.get('/stripe/pay/:id', async (request, response) => {
    const id = String(request.params.id);
    await closeIfOverdue(store, id);
    await store.settled();
    const session = store.get('sessions', id);
    if (!session) {
      sendPage(response, 404, unknownPage());
      return;
    }
    const intent = session.payment_intent === null ? undefined : store.get('payment_intents', session.payment_intent);
    const notice = String(request.query.notice ?? '');
    sendPage(response, 200, payPage({ session, intent, notice, file: store.get('session_files', id) }));
  });

  router.post('/stripe/pay/:id', urlencoded({ extended: false }), async (request, response) => {
    const id = String(request.params.id);
    const fields = (request.body ?? {}) as Fields;
    const chosen = PRESSES[String(fields.outcome)];
    if (!chosen || !store.get('sessions', id)) {
      sendPage(response, chosen ? 404 : 400, unknownPage());
      return;
    }
    try {
      const order = { session: id, outcome: chosen.outcome, webhook: webhookOf(fields), late: false };
      const session = await driveCheckout(store, order);
      response.redirect(303, chosen.notice === null ? returnUrl(session) : `${id}?notice=${chosen.notice}`);
    } catch (error) {
      // Somebody closed the session while the page stood open: the page says so.
      if (!(error instanceof DriveRefusal)) throw error;
      response.redirect(303, `${id}?notice=closed`);
    }
  });
  return router;
}
