import { Router, urlencoded } from 'express';
import { closeIfOverdue, driveCheckout, type Outcome } from './drive.js';
import { parseWebhookChoice, SEND, type WebhookChoice } from './events.js';
import { DriveRefusal } from './fault.js';
import { html } from './html.js';
import { type Page, sendPage } from './layout.js';
import { overviewPage } from './overview-page.js';
import { isOffered, payPage, returnUrl } from './pay-page.js';
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

/** What a form sends. */
export type Fields = Readonly<Record<string, unknown>>;

/** What the form chose for the notice to the clinic. */
export function chosenWebhook(fields: Fields): WebhookChoice {
  const text = fields.webhook === 'delay' ? `delay:${String(fields.delay)}` : String(fields.webhook ?? 'send');
  return parseWebhookChoice(text) ?? SEND;
}

/** For an address that leads to nothing. */
export function unknownPage(): Page {
  return {
    title: 'Unknown checkout - Keepwell sandbox',
    body: html`<section class="card"><p class="state bad">There is no such checkout</p>
<p>The address is wrong, or the sandbox was emptied since it was made.</p></section>`,
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
    const known = store.get('sessions', id);
    if (!chosen || !known) {
      sendPage(response, chosen ? 404 : 400, unknownPage());
      return;
    }
    if (!isOffered(known, chosen.outcome)) {
      response.redirect(303, `${id}?notice=not_offered`);
      return;
    }
    try {
      const order = { session: id, outcome: chosen.outcome, webhook: chosenWebhook(fields), late: false };
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
