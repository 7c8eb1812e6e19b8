import { type ErrorRequestHandler, json, Router } from 'express';
import { moveDispute } from './disputes.js';
import { driveCheckout, OUTCOMES } from './drive.js';
import { parseWebhookChoice, SEND, type WebhookChoice } from './events.js';
import { DriveRefusal } from './fault.js';
import type { Faults } from './faults.js';
import { ledger, sessionList } from './overview.js';
import { settleRefund } from './refunds.js';
import type { Store } from './store.js';

type Body = Readonly<Record<string, unknown>>;

function bodyOf(value: unknown): Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : {};
}

function webhookOf(body: Body): WebhookChoice {
  if (body.webhook === undefined) return SEND;
  const choice = typeof body.webhook === 'string' ? parseWebhookChoice(body.webhook) : undefined;
  if (!choice) throw new DriveRefusal(400, 'webhook is send, duplicate, delay:<duration> or lose');
  return choice;
}

function oneOf<T extends string>(body: Body, field: string, values: readonly T[]): T {
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
    const outcome = order.outcome === undefined ? undefined : oneOf(order, 'outcome', ['won', 'lost']);
    const webhook = webhookOf(order);
    const session = typeof order.session_id === 'string' ? order.session_id : '';
    response.json(await store.transact((tx) => moveDispute({ tx, webhook }, session, outcome)));
  });

  router.post('/faults', body, (request, response) => {
    response.json(faults.set(bodyOf(request.body)));
  });
  router.get('/faults', (_request, response) => {
    response.json(faults.report());
  });

  router.get('/ledger', async (_request, response) => {
    await store.settled();
    response.json(ledger(store));
  });
  router.get('/sessions', async (_request, response) => {
    await store.settled();
    response.json(sessionList(store));
  });

  router.use(driveErrors);
  return router;
}
