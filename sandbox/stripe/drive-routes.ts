import { type ErrorRequestHandler, json, Router } from 'express';
import { parseWebhookChoice, SEND, type WebhookChoice } from '../events.js';
import { DriveRefusal } from '../fault.js';
import type { Faults } from '../faults.js';
import type { Store } from '../store.js';
import { DISPUTE_STATUSES, moveDispute } from './disputes.js';
import { driveCheckout, OUTCOMES } from './drive.js';
import { balance, ledger, sessionList } from './overview.js';
import type { Credit } from './payment-objects.js';
import { settleRefund } from './refunds.js';

/** What an order to the bank may hold. */
export type Body = Readonly<Record<string, unknown>>;

/** The order of a request; anything that is none is an empty one. */
export function bodyOf(value: unknown): Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : {};
}

/** What becomes of the notices. */
export function webhookOf(body: Body): WebhookChoice {
  if (body.webhook === undefined) return SEND;
  const choice = typeof body.webhook === 'string' ? parseWebhookChoice(body.webhook) : undefined;
  if (!choice) throw new DriveRefusal(400, 'webhook is send, duplicate, delay:<duration> or lose');
  return choice;
}

/** What may be seen of one half of the sandbox, each at its name. */
interface Inside {
  readonly store: Store;
  readonly faults: Faults;
  readonly views: Readonly<Record<string, (store: Store) => unknown>>;
}

/** Faults to set and to read, and what the bank knows, as soon as the disk knows it: the same at either half. Comes last. */
export function lookInto(router: Router, { store, faults, views }: Inside): void {
  router.post('/faults', json({ type: () => true }), (request, response) => {
    response.json(faults.set(bodyOf(request.body)));
  });
  router.get('/faults', (_request, response) => {
    response.json(faults.report());
  });
  for (const [name, view] of Object.entries(views)) {
    router.get(`/${name}`, async (_request, response) => {
      await store.settled();
      response.json(view(store));
    });
  }
  router.use(driveErrors);
}

function textOf(body: Body, field: string): string | null {
  const value = body[field];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** What the bank credits instead of what was asked for. */
export function creditOf(body: Body): Partial<Credit> {
  const { amount, currency } = body;
  if (amount !== undefined && (typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount < 1)) {
    throw new DriveRefusal(400, 'amount is a whole number of minor units, 1 or more');
  }
  if (currency !== undefined && (typeof currency !== 'string' || !/^[a-z]{3}$/.test(currency))) {
    throw new DriveRefusal(400, 'currency is a lower-case ISO 4217 code');
  }
  return { ...(amount === undefined ? {} : { amount }), ...(currency === undefined ? {} : { currency }) };
}

/** One of a few words. */
export function oneOf<T extends string>(body: Body, field: string, values: readonly T[]): T {
  const found = values.find((value) => value === body[field]);
  if (!found) throw new DriveRefusal(400, `${field} is one of ${values.join(', ')}`);
  return found;
}

/** Answers a `DriveRefusal`; anything else is passed on. */
const driveErrors: ErrorRequestHandler = (error, _request, response, next) => {
  if (error instanceof DriveRefusal) response.status(error.status).json({ error: error.message });
  else if (error instanceof SyntaxError) response.status(400).json({ error: 'the body is not JSON' });
  else next(error);
};

/** The endpoints with which checks and people make things happen, under `/sandbox/stripe`. */
export function driveRoutes(store: Store, faults: Faults): Router {
  const router = Router();
  // Whatever the content type says: these are called from shells, too.
  const body = json({ type: () => true });

  router.post('/checkout/:id', body, async (request, response) => {
    const order = bodyOf(request.body);
    const session = await driveCheckout(store, {
      session: String(request.params.id),
      outcome: oneOf(order, 'outcome', OUTCOMES),
      webhook: webhookOf(order),
      late: order.late === true,
      credit: creditOf(order),
    });
    response.json(session);
  });

  router.post('/refunds/:id', body, async (request, response) => {
    const order = bodyOf(request.body);
    const status = oneOf(order, 'status', ['succeeded', 'failed']);
    const webhook = webhookOf(order);
    const id = String(request.params.id);
    const refund = await store.transact((tx) => {
      const known = tx.get('refunds', id);
      if (!known) throw new DriveRefusal(404, `no refund ${id}`);
      const settled = settleRefund({ tx, webhook }, known, status);
      if (!settled) throw new DriveRefusal(409, `refund ${id} is ${known.status}`);
      return settled;
    });
    response.json(refund);
  });

  router.post('/dispute', body, async (request, response) => {
    const order = bodyOf(request.body);
    const status = order.status === undefined ? null : oneOf(order, 'status', DISPUTE_STATUSES);
    const webhook = webhookOf(order);
    const wanted = { session: textOf(order, 'session_id'), intent: textOf(order, 'payment_intent'), status };
    if (!wanted.session && !wanted.intent) throw new DriveRefusal(400, 'session_id or payment_intent says which');
    response.json(await store.transact((tx) => moveDispute({ tx, webhook }, wanted)));
  });

  lookInto(router, { store, faults, views: { ledger, balance, sessions: sessionList } });
  return router;
}
