import { Router, urlencoded } from 'express';
import { DriveRefusal } from '../fault.js';
import { chosenWebhook, type Fields, sendPage, UNKNOWN_PAGE } from '../pages.js';
import type { Store } from '../store.js';
import type { Transaction } from './objects.js';
import { callbackUrl, cancelUrl, transactionPage } from './pay-page.js';
import { driveTransaction, OUTCOMES, type Outcome } from './transactions.js';

/** What the page says after a press that leads nowhere else. */
const STAYS: Readonly<Partial<Record<Outcome, string>>> = { declined: 'declined', async_failed: 'declined' };

function byAccessCode(store: Store, code: string): Transaction | undefined {
  return [...store.all('paystack_transactions')].find((row) => row.access_code === code);
}

/** Where a press leads; relative, because the page may be reached by a forward. */
function leadsTo(outcome: Outcome, transaction: Transaction): string {
  const stays = `${transaction.access_code}?notice=${STAYS[outcome] ?? outcome}`;
  if (STAYS[outcome]) return stays;
  return (outcome === 'abandoned' ? cancelUrl(transaction) : callbackUrl(transaction)) ?? stays;
}

/** The hosted pages, under `/sandbox/paystack`. */
export function paystackPages(store: Store): Router {
  const router = Router();

  router.get('/pay/:code', async (request, response) => {
    await store.settled();
    const transaction = byAccessCode(store, String(request.params.code));
    const notice = String(request.query.notice ?? '');
    if (transaction) sendPage(response, 200, transactionPage(transaction, notice));
    else sendPage(response, 404, UNKNOWN_PAGE);
  });

  router.post('/pay/:code', urlencoded({ extended: false }), async (request, response) => {
    const known = byAccessCode(store, String(request.params.code));
    const fields = (request.body ?? {}) as Fields;
    const outcome = OUTCOMES.find((one) => one === fields.outcome);
    if (!known || !outcome) {
      sendPage(response, known ? 400 : 404, UNKNOWN_PAGE);
      return;
    }
    try {
      const webhook = chosenWebhook(fields);
      const moved = await store.transact((tx) => driveTransaction({ tx, webhook }, { outcome }, known.id));
      response.redirect(303, leadsTo(outcome, moved));
    } catch (error) {
      // It was paid while the page stood open: the page says so.
      if (!(error instanceof DriveRefusal)) throw error;
      response.redirect(303, `${known.access_code}?notice=closed`);
    }
  });
  return router;
}
