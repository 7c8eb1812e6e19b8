import { type Response, Router, urlencoded } from 'express';
import { parseWebhookChoice, SEND, type WebhookChoice } from '../events.js';
import { DriveRefusal } from '../fault.js';
import type { Faults } from '../faults.js';
import { overviewPage } from '../overview-page.js';
import { sendPage, UNKNOWN_PAGE } from '../pages.js';
import type { Store } from '../store.js';
import { bankView } from './bank-page.js';
import { DISPUTE_STATUSES, moveDispute } from './disputes.js';
import { closeIfOverdue, driveCheckout, type Order } from './drive.js';
import type { Session } from './objects.js';
import { isOffered, payPage, returnUrl } from './pay-page.js';
import { settleRefund } from './refunds.js';

/** What a press on the payment page orders from the bank, and what the page says afterwards; null leads back to the clinic. */
interface Press {
  readonly order: Pick<Order, 'outcome'> & Partial<Order>;
  readonly notice: string | null;
}

const PRESSES: Readonly<Record<string, Press>> = {
  paid: { order: { outcome: 'paid' }, notice: null },
  paid_other: { order: { outcome: 'paid' }, notice: null },
  paid_late: { order: { outcome: 'paid', late: true }, notice: 'settled' },
  processing: { order: { outcome: 'processing' }, notice: null },
  declined: { order: { outcome: 'declined' }, notice: 'declined' },
  requires_action: { order: { outcome: 'requires_action' }, notice: 'challenge' },
  challenge_failed: { order: { outcome: 'declined' }, notice: 'challenge_failed' },
  expired: { order: { outcome: 'expired' }, notice: 'settled' },
  async_paid: { order: { outcome: 'async_paid' }, notice: 'settled' },
  async_failed: { order: { outcome: 'async_failed' }, notice: 'settled' },
};

/** What a form sends. */
export type Fields = Readonly<Record<string, unknown>>;

/** What the form chose for the notice to the clinic. */
export function chosenWebhook(fields: Fields): WebhookChoice {
  const text = fields.webhook === 'delay' ? `delay:${String(fields.delay)}` : String(fields.webhook ?? 'send');
  return parseWebhookChoice(text) ?? SEND;
}

interface PageOptions {
  readonly store: Store;
  readonly faults: Faults;
  /** The Temporal UI's page of an appointment's workflow, with `{id}` in it. */
  readonly appointmentUrl: string | undefined;
}

/** The pages for people, under `/sandbox`. Every address in them is relative: they may be reached by a forward. */
export function pageRoutes({ store, faults, appointmentUrl }: PageOptions): Router {
  const router = Router();
  const linkOf = (metadata: Readonly<Record<string, string>>) =>
    appointmentUrl && metadata.appointment_id
      ? appointmentUrl.replace('{id}', encodeURIComponent(metadata.appointment_id))
      : null;

  router.get('/', async (request, response) => {
    const [path] = request.originalUrl.split('?');
    if (!path?.endsWith('/')) {
      response.redirect(308, `${path?.slice(path.lastIndexOf('/') + 1)}/`);
      return;
    }
    await store.settled();
    sendPage(response, 200, overviewPage({ store, faults: faults.report(), linkOf }));
  });

  router.post('/', urlencoded({ extended: false }), (request, response) => {
    const chosen = Object.entries((request.body ?? {}) as Fields).filter(([, value]) => value !== '');
    try {
      faults.set(Object.fromEntries(chosen.map(([name, value]) => [name, asNumber(name, value)])));
      response.redirect(303, './');
    } catch (error) {
      if (!(error instanceof DriveRefusal)) throw error;
      sendPage(response, error.status, {
        title: 'Not understood',
        template: 'refused',
        view: { message: error.message },
      });
    }
  });

  router.get('/stripe/pay/:id', async (request, response) => {
    const id = String(request.params.id);
    await closeIfOverdue(store, id);
    await store.settled();
    const session = store.get('sessions', id);
    if (!session) {
      sendPage(response, 404, UNKNOWN_PAGE);
      return;
    }
    const intent = session.payment_intent === null ? undefined : store.get('payment_intents', session.payment_intent);
    const notice = String(request.query.notice ?? '');
    const file = store.get('session_files', id);
    const bank = bankView(store, session);
    sendPage(response, 200, payPage({ session, intent, notice, file, bank, appointmentUrl: linkOf(session.metadata) }));
  });

  router.post('/stripe/pay/:id', urlencoded({ extended: false }), async (request, response) => {
    const id = String(request.params.id);
    const fields = (request.body ?? {}) as Fields;
    const known = store.get('sessions', id);
    if (!known) {
      sendPage(response, 404, UNKNOWN_PAGE);
      return;
    }
    await answerPress({ store, response, session: known, fields });
  });
  return router;
}

const NUMBERS: readonly string[] = ['lose_response', 'server_error'];

function asNumber(name: string, value: unknown): unknown {
  if (name === 'clear') return true;
  return NUMBERS.includes(name) ? Number(value) : value;
}

interface Pressed {
  readonly store: Store;
  readonly response: Response;
  readonly session: Session;
  readonly fields: Fields;
}

async function answerPress(pressed: Pressed): Promise<void> {
  const { store, response, session, fields } = pressed;
  const name = String(fields.outcome);
  const bank = bankOrder(pressed, name);
  const chosen = PRESSES[name];
  if (!bank && !chosen) {
    sendPage(response, 400, UNKNOWN_PAGE);
    return;
  }
  if (chosen && !chosen.order.late && !isOffered(session, chosen.order.outcome)) {
    response.redirect(303, `${session.id}?notice=not_offered`);
    return;
  }
  const amount = name === 'paid_other' ? minorUnits(fields.amount) : undefined;
  if (amount === null) {
    response.redirect(303, `${session.id}?notice=amount`);
    return;
  }
  try {
    if (bank) {
      await bank();
      response.redirect(303, session.id);
      return;
    }
    if (!chosen) return;
    const order: Order = {
      late: false,
      ...chosen.order,
      session: session.id,
      webhook: chosenWebhook(fields),
      ...(amount === undefined ? {} : { credit: { amount } }),
    };
    const driven = await driveCheckout(store, order);
    response.redirect(303, chosen.notice === null ? returnUrl(driven) : `${session.id}?notice=${chosen.notice}`);
  } catch (error) {
    // Somebody closed the session while the page stood open, or the bank has decided otherwise: the page says so.
    if (!(error instanceof DriveRefusal)) throw error;
    response.redirect(303, `${session.id}?notice=${bank ? 'refused' : 'closed'}`);
  }
}

/** A press about money that the bank has: its refunds and its dispute. Undefined for any other. */
function bankOrder({ store, session, fields }: Pressed, name: string): (() => Promise<unknown>) | undefined {
  const webhook = chosenWebhook(fields);
  if (name === 'refund_succeeded' || name === 'refund_failed') {
    const status = name === 'refund_succeeded' ? 'succeeded' : 'failed';
    return () =>
      store.transact((tx) => {
        const refund = tx.get('refunds', String(fields.refund));
        const ours = refund && refund.payment_intent === session.payment_intent;
        if (!ours || !settleRefund({ tx, webhook }, refund, status)) throw new DriveRefusal(409, 'the refund is over');
        return refund;
      });
  }
  const status = DISPUTE_STATUSES.find((one) => name === `dispute_${one}`) ?? null;
  if (status === null && name !== 'dispute_open') return undefined;
  return () => store.transact((tx) => moveDispute({ tx, webhook }, { session: session.id, intent: null, status }));
}

/** `10.00` in minor units; null when it is no such amount. */
function minorUnits(text: unknown): number | null {
  if (typeof text !== 'string' || !/^\d{1,7}(\.\d{2})?$/.test(text.trim())) return null;
  const amount = Math.round(Number(text) * 100);
  return amount > 0 ? amount : null;
}
