import { Router, urlencoded } from 'express';
import { DriveRefusal } from './fault.js';
import { type Faults, STRIPE_REFUNDS } from './faults.js';
import { type Fields, type LinkOf, type Page, sendPage } from './pages.js';
import { paystackLedger, transactionList } from './paystack/overview.js';
import type { Store } from './store.js';
import { ledger, sessionList } from './stripe/overview.js';

const ROWS_SHOWN = 100;
const COUNTS: readonly string[] = ['lose_response', 'server_error'];

/** The page at `/sandbox/`: what has passed through the sandbox of late, and the faults that it plays. */
export function overviewRoutes(store: Store, faults: Faults, linkOf: LinkOf): Router {
  const router = Router();

  router.get('/', async (request, response) => {
    const [path] = request.originalUrl.split('?');
    if (!path?.endsWith('/')) {
      response.redirect(308, `${path?.slice(path.lastIndexOf('/') + 1)}/`);
      return;
    }
    await store.settled();
    sendPage(response, 200, overviewPage(store, faults, linkOf));
  });

  router.post('/', urlencoded({ extended: false }), (request, response) => {
    const chosen = Object.entries((request.body ?? {}) as Fields).filter(([, value]) => value !== '');
    try {
      faults.set(Object.fromEntries(chosen.map(([name, value]) => [name, faultOf(name, value)])));
      response.redirect(303, './');
    } catch (error) {
      if (!(error instanceof DriveRefusal)) throw error;
      const view = { message: error.message };
      sendPage(response, error.status, { title: 'Not understood', template: 'refused', view });
    }
  });
  return router;
}

/** What a field of the form orders. */
function faultOf(name: string, value: unknown): unknown {
  if (name === 'clear') return true;
  return COUNTS.includes(name) ? Number(value) : value;
}

function activeFaults(faults: Faults): string {
  const { outage_ms, latency_ms, refund, lose_response, server_error } = faults.report();
  const active = [
    outage_ms > 0 ? `no answers for another ${Math.ceil(outage_ms / 1000)} s` : null,
    latency_ms > 0 ? `each answer ${latency_ms} ms late` : null,
    refund === 'succeed' ? null : `refunds ${refund.replaceAll('_', ' ')}`,
    lose_response > 0 ? `${lose_response} answers get lost` : null,
    server_error > 0 ? `${server_error} calls fail inside` : null,
  ].filter((one) => one !== null);
  return active.length === 0 ? 'Stripe works as it should.' : `Stripe: ${active.join(', ')}.`;
}

function overviewPage(store: Store, faults: Faults, linkOf: LinkOf): Page {
  const linked = <T extends { readonly metadata: Readonly<Record<string, string>> }>(row: T) => ({
    ...row,
    appointmentUrl: linkOf(row.metadata),
  });
  const transactions = transactionList(store);
  const codes = new Map(transactions.map((row) => [row.id, row.access_code]));
  const coded = paystackLedger(store).map((row) => ({ ...row, access_code: codes.get(row.session_id) }));
  return {
    title: 'Keepwell payment sandbox',
    template: 'overview',
    wide: true,
    view: {
      shown: ROWS_SHOWN,
      activeFaults: activeFaults(faults),
      refundBehaviours: STRIPE_REFUNDS,
      sessions: sessionList(store).slice(0, ROWS_SHOWN).map(linked),
      ledger: ledger(store).reverse().slice(0, ROWS_SHOWN).map(linked),
      transactions: transactions.slice(0, ROWS_SHOWN),
      paystackLedger: coded.reverse().slice(0, ROWS_SHOWN),
    },
  };
}
