import { type ErrorRequestHandler, json, Router } from 'express';
import { type ApiContext, type Call, type Handler, route } from './api-call.js';
import { notFound, PaystackFault, refused } from './fault.js';
import { createRefund, retryRefund, transactionOf } from './refunds.js';
import { initialize } from './transactions.js';
import { disputeView, newRefundView, refundView, transactionView } from './views.js';

const DEFAULT_PAGE = 50;
const LARGEST_PAGE = 100;

function whole(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name);
  if (text === null) return fallback;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw refused('invalid_params', `${name} must be a number`);
  return Number(text);
}

function instant(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name);
  const at = text === null ? fallback : Date.parse(text);
  if (Number.isNaN(at)) throw refused('invalid_date', `Invalid '${name}' date`);
  return at;
}

/** One page of a list, newest first, with the rows begun between `from` and `to`. */
function page<Row extends { readonly created_at: string }>(
  rows: Iterable<Row>,
  { query }: Call,
  view: (row: Row) => object,
): { data: object[]; meta: object } {
  const from = instant(query, 'from', Number.NEGATIVE_INFINITY);
  const to = instant(query, 'to', Number.POSITIVE_INFINITY);
  const perPage = Math.min(whole(query, 'perPage', DEFAULT_PAGE), LARGEST_PAGE);
  const number = whole(query, 'page', 1);
  const found = [...rows].reverse().filter(({ created_at }) => {
    const at = Date.parse(created_at);
    return at >= from && at <= to;
  });
  const skipped = (number - 1) * perPage;
  const pageCount = Math.max(1, Math.ceil(found.length / perPage));
  return {
    data: found.slice(skipped, skipped + perPage).map(view),
    meta: { total: found.length, skipped, perPage, page: number, pageCount },
  };
}

const verify: Handler = ({ tx }, { id }) => {
  const transaction = tx.get('paystack_transactions', id);
  if (!transaction) throw refused('transaction_not_found', 'Transaction reference not found.');
  return { message: 'Verification successful', data: transactionView(transaction) };
};

const listTransactions: Handler = ({ tx }, call) => {
  const status = call.query.get('status');
  const rows = [...tx.all('paystack_transactions')].filter((row) => status === null || row.status === status);
  return { message: 'Transactions retrieved', ...page(rows, call, transactionView) };
};

const listRefunds: Handler = ({ tx }, call) => ({
  message: 'Refunds retrieved',
  ...page(tx.all('paystack_refunds'), call, (row) => refundView(row, transactionOf(tx, row.reference))),
});

const oneRefund: Handler = ({ tx }, { id }) => {
  const refund = tx.get('paystack_refunds', id);
  if (!refund) throw notFound('Refund');
  return { message: 'Refund retrieved', data: refundView(refund, transactionOf(tx, refund.reference)) };
};

const listDisputes: Handler = ({ tx }, call) => ({
  message: 'Disputes retrieved',
  ...page(tx.all('paystack_disputes'), call, (row) => disputeView(tx, row)),
});

const oneDispute: Handler = ({ tx }, { id }) => {
  const dispute = tx.get('paystack_disputes', id);
  if (!dispute) throw notFound('Dispute');
  return { message: 'Dispute retrieved', data: disputeView(tx, dispute) };
};

const apiErrors: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) next(error);
  else response.status(400).json(refused('invalid_json', 'The body is not JSON').body());
};

/** The part of Paystack's API that the product calls. There is none that ends a transaction. */
export function paystackApi(context: ApiContext, pageUrl: (accessCode: string) => string): Router {
  const router = Router();
  const get = (path: string, handler: Handler): unknown => router.get(path, route(context, handler));
  const post = (path: string, handler: Handler): unknown => router.post(path, route(context, handler));
  router.use(json({ limit: '512kb' }));

  post('/transaction/initialize', ({ tx }, { body }) => {
    const { id, access_code } = initialize(tx, body);
    const data = { authorization_url: pageUrl(access_code), access_code, reference: id };
    return { message: 'Authorization URL created', data };
  });
  get('/transaction/verify/:id', verify);
  get('/transaction', listTransactions);
  post('/refund', (move, { body }) => {
    const refund = createRefund(move, body, context.faults.refund);
    const data = newRefundView(refund, transactionOf(move.tx, refund.reference));
    return { message: 'Refund has been queued for processing', data };
  });
  get('/refund', listRefunds);
  get('/refund/:id', oneRefund);
  post('/refund/retry_with_customer_details/:id', (move, { id, body }) => {
    const refund = retryRefund(move, id, body, context.faults.refund);
    const data = refundView(refund, transactionOf(move.tx, refund.reference));
    return { message: 'Refund retried and has been queued for processing', data };
  });
  get('/dispute', listDisputes);
  get('/dispute/:id', oneDispute);

  router.use((request, response) => {
    const [path] = request.originalUrl.split('?');
    const fault = new PaystackFault(404, 'unknown_route', `Cannot ${request.method} ${path}`);
    response.status(404).json(fault.body());
  });
  router.use(apiErrors);
  return router;
}
