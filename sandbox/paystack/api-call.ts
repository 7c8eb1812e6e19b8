import { setTimeout as pause } from 'node:timers/promises';
import type { Request, RequestHandler } from 'express';
import { type Move, SEND } from '../events.js';
import type { Faults } from '../faults.js';
import type { Store } from '../store.js';
import { PaystackFault } from './fault.js';
import type { Body } from './transactions.js';

/** What the calls of the API share. */
export interface ApiContext {
  readonly store: Store;
  readonly faults: Faults;
  readonly secretKey: string;
  readonly onError: (error: unknown) => void;
}

/** One call: the id in its path, its body, and its query. */
export interface Call {
  readonly id: string;
  readonly body: Body;
  readonly query: URLSearchParams;
}

/** Carries out one call through the move's transaction. What it returns is put beside `status: true`. */
export type Handler = (move: Move, call: Call) => { readonly message: string; readonly data: unknown };

interface Answer {
  readonly status: number;
  readonly body: object;
}

function checkKey(request: Request, secretKey: string): void {
  const header = request.get('authorization');
  if (header === undefined) throw new PaystackFault(401, 'missing_key', 'No Authorization Header was found');
  if (header !== `Bearer ${secretKey}`) throw new PaystackFault(401, 'invalid_key', 'Invalid key');
}

function callOf(request: Request): Call {
  const { id } = request.params;
  return {
    id: typeof id === 'string' ? id : '',
    body: (request.body ?? {}) as Body,
    query: new URLSearchParams(request.originalUrl.split('?')[1] ?? ''),
  };
}

async function answerOf(context: ApiContext, request: Request, handler: Handler): Promise<Answer> {
  const { store, faults, secretKey } = context;
  try {
    checkKey(request, secretKey);
    if (faults.latencyMs > 0) await pause(faults.latencyMs);
    if (faults.take('server_error')) throw new PaystackFault(500, 'unknown', 'An error occurred in the sandbox');
    const answer = await store.transact((tx) => handler({ tx, webhook: SEND }, callOf(request)));
    return { status: 200, body: { status: true, ...answer } };
  } catch (error) {
    if (error instanceof PaystackFault) return { status: error.status, body: error.body() };
    context.onError(error);
    return { status: 500, body: new PaystackFault(500, 'unknown', 'An unknown error occurred in the sandbox').body() };
  }
}

/** The route handler of one endpoint: key, faults, one transaction, and an answer only after the disk has it. */
export function route(context: ApiContext, handler: Handler): RequestHandler {
  const { store, faults } = context;
  return async (request, response) => {
    if (faults.outageEnd() !== undefined) {
      if (faults.outageDrops()) request.socket.destroy();
      else response.status(503).json(new PaystackFault(503, 'unavailable', 'The sandbox plays an outage').body());
      return;
    }
    // Only of calls that act: a refund is looked for before it is made, and it is the making whose answer is worth losing.
    const lost = request.method === 'POST' && faults.take('lose_response');
    const answer = await answerOf(context, request, handler);
    await store.settled();
    if (lost) request.socket.destroy();
    else response.status(answer.status).json(answer.body);
  };
}
