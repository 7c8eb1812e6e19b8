import { Router, text } from 'express';
import { missing, StripeFault } from '../fault.js';
import type { Faults } from '../faults.js';
import { type Listable, listAnswer, page } from './answers.js';
import type { ApiCalls, ApiHandler } from './api-call.js';
import { createSession, expireSession, sessionOf } from './checkout.js';
import { sessionRequest } from './checkout-params.js';
import type { TableName, Tables } from './objects.js';
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

/** `GET /v1/things`, by these of their fields. */
function list<T extends Listable>(table: T, path: string, filters: readonly (keyof Tables[T] & string)[]): ApiHandler {
  const spec = { ...LIST_SPEC, ...Object.fromEntries(filters.map((field) => [field, 'text'] as const)) };
  return ({ tx }, form) => {
    allowOnly(form, spec);
    const wanted = filters.flatMap((field) => {
      const value = textOf(form, field);
      return value === null ? [] : [[field, value] as const];
    });
    return page(tx, table, `/v1${path}`, form, (row) => wanted.every(([field, value]) => row[field] === value));
  };
}

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
  get('/checkout/sessions', list('sessions', '/checkout/sessions', ['payment_intent', 'status']));
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
  get('/refunds', list('refunds', '/refunds', ['payment_intent', 'charge']));
  get('/refunds/:id', one('refunds', 'refund', 'id'));
  get('/payment_intents/:id', one('payment_intents', 'payment_intent', 'intent'));
  get('/charges', list('charges', '/charges', ['payment_intent']));
  get('/charges/:id', one('charges', 'charge', 'id'));
  get('/balance_transactions/:id', one('balance_transactions', 'balance transaction', 'id'));
  get('/disputes', list('disputes', '/disputes', ['payment_intent', 'charge']));
  get('/disputes/:id', one('disputes', 'dispute', 'id'));
  get('/events', list('events', '/events', ['type']));
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
