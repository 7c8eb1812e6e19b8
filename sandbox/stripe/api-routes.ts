import { Router, text } from 'express';
import { missing, StripeFault } from '../fault.js';
import type { Faults } from '../faults.js';
import { listAnswer, page } from './answers.js';
import type { ApiCalls, ApiHandler } from './api-call.js';
import { createSession, expireSession, sessionOf } from './checkout.js';
import { sessionRequest } from './checkout-params.js';
import type { TableName } from './objects.js';
import { allowOnly, LIST_SPEC, type Spec, textOf } from './params.js';
import { createRefund } from './refunds.js';

const ONE_SPEC = { expand: { list: 'text' } } as const satisfies Record<string, Spec>;

/** `GET /v1/things/{id}`. */
function one(table: TableName, what: string, param: string): ApiHandler {
  return ({ tx }, form, id) => {
    allowOnly(form, ONE_SPEC);
    const row = tx.get(table, id);
    if (!row) throw missing(what, id, param);
    return row;
  };
}

const listSessions: ApiHandler = ({ tx }, form) => {
  allowOnly(form, { ...LIST_SPEC, payment_intent: 'text', status: 'text' });
  const intent = textOf(form, 'payment_intent');
  const status = textOf(form, 'status');
  return page(
    tx,
    'sessions',
    '/v1/checkout/sessions',
    form,
    (row) => (intent === null || row.payment_intent === intent) && (status === null || row.status === status),
  );
};

const listRefunds: ApiHandler = ({ tx }, form) => {
  allowOnly(form, { ...LIST_SPEC, payment_intent: 'text', charge: 'text' });
  const intent = textOf(form, 'payment_intent');
  const charge = textOf(form, 'charge');
  return page(
    tx,
    'refunds',
    '/v1/refunds',
    form,
    (row) => (intent === null || row.payment_intent === intent) && (charge === null || row.charge === charge),
  );
};

const listCharges: ApiHandler = ({ tx }, form) => {
  allowOnly(form, { ...LIST_SPEC, payment_intent: 'text' });
  const intent = textOf(form, 'payment_intent');
  return page(tx, 'charges', '/v1/charges', form, (row) => intent === null || row.payment_intent === intent);
};

const listDisputes: ApiHandler = ({ tx }, form) => {
  allowOnly(form, { ...LIST_SPEC, payment_intent: 'text', charge: 'text' });
  const intent = textOf(form, 'payment_intent');
  const charge = textOf(form, 'charge');
  return page(
    tx,
    'disputes',
    '/v1/disputes',
    form,
    (row) => (intent === null || row.payment_intent === intent) && (charge === null || row.charge === charge),
  );
};

const listEvents: ApiHandler = ({ tx }, form) => {
  allowOnly(form, { ...LIST_SPEC, type: 'text' });
  const type = textOf(form, 'type');
  return page(tx, 'events', '/v1/events', form, (row) => type === null || row.type === type);
};

const lineItemsOf: ApiHandler = ({ tx }, form, id) => {
  allowOnly(form, LIST_SPEC);
  sessionOf(tx, id);
  const data = tx.get('session_files', id)?.lineItems ?? [];
  return listAnswer(`/v1/checkout/sessions/${id}/line_items`, data);
};

/** The part of Stripe's API that the product calls. */
export function apiRoutes(calls: ApiCalls, faults: Faults, pageUrl: (id: string) => string): Router {
  const router = Router();
  const get = (path: string, handler: ApiHandler): unknown => router.get(path, calls.route(handler));
  const post = (path: string, handler: ApiHandler): unknown => router.post(path, calls.route(handler));
  router.use(text({ type: () => true, limit: '512kb' }));

  post('/checkout/sessions', ({ tx }, form) => createSession(tx, sessionRequest(form), pageUrl));
  get('/checkout/sessions', listSessions);
  get('/checkout/sessions/:id', ({ tx }, form, id) => {
    allowOnly(form, ONE_SPEC);
    return sessionOf(tx, id);
  });
  get('/checkout/sessions/:id/line_items', lineItemsOf);
  post('/checkout/sessions/:id/expire', (move, form, id) => {
    allowOnly(form, ONE_SPEC);
    return expireSession(move, id);
  });
  post('/refunds', (move, form) => createRefund(move, form, faults.refund));
  get('/refunds', listRefunds);
  get('/refunds/:id', one('refunds', 'refund', 'id'));
  get('/payment_intents/:id', one('payment_intents', 'payment_intent', 'intent'));
  get('/charges', listCharges);
  get('/charges/:id', one('charges', 'charge', 'id'));
  get('/balance_transactions/:id', one('balance_transactions', 'balance transaction', 'id'));
  get('/disputes', listDisputes);
  get('/disputes/:id', one('disputes', 'dispute', 'id'));
  get('/events', listEvents);
  get('/events/:id', one('events', 'event', 'id'));

  router.use((request, response) => {
    const url = request.originalUrl.split('?')[0];
    const fault = new StripeFault(
      404,
      'invalid_request_error',
      `Unrecognized request URL (${request.method}: ${url}). The sandbox speaks only what the product calls.`,
    );
    response.status(404).json(fault.body());
  });
  return router;
}
