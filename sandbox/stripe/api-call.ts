import { setTimeout as pause } from 'node:timers/promises';
import type { Request, RequestHandler, Response } from 'express';
import { type Move, SEND } from '../events.js';
import { invalidRequest, StripeFault } from '../fault.js';
import type { Faults } from '../faults.js';
import { newId } from '../ids.js';
import type { Store } from '../store.js';
import { expanded } from './answers.js';
import { canonical, decodeForm, type FormMap } from './form.js';
import { API_VERSION, type KeyRecord } from './objects.js';

/** What the calls of the API share. */
interface ApiContext {
  readonly store: Store;
  readonly faults: Faults;
  readonly secretKey: string;
  readonly onError: (error: unknown) => void;
}

/** Carries out one call: reads and writes through the move's transaction and returns the object to answer with. */
export type ApiHandler = (move: Move, form: FormMap, id: string) => unknown;

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function json(status: number, body: unknown): Answer {
  return { status, body: JSON.stringify(body, null, 2) };
}

function internalError(): StripeFault {
  return new StripeFault(500, 'api_error', 'An unknown error occurred in the sandbox.', {}, true);
}

/** The secret key of the call: a bearer token, or the user name of basic authentication. */
function presentedKey(request: Request): string | undefined {
  const [scheme, value] = (request.get('authorization') ?? '').split(' ');
  if (scheme?.toLowerCase() === 'bearer') return value;
  if (scheme?.toLowerCase() !== 'basic' || value === undefined) return undefined;
  return Buffer.from(value, 'base64').toString('utf8').split(':')[0];
}

function checkKey(request: Request, secretKey: string): void {
  const key = presentedKey(request);
  if (key === secretKey) return;
  throw new StripeFault(
    401,
    'invalid_request_error',
    key === undefined || key === ''
      ? 'You did not provide an API key. Set it in the Authorization header, using Bearer auth.'
      : `Invalid API Key provided: ${key.slice(0, 8)}****`,
  );
}

function formOf(request: Request): FormMap {
  if (request.method === 'POST') return decodeForm(typeof request.body === 'string' ? request.body : '');
  return decodeForm(request.originalUrl.split('?')[1] ?? '');
}

function keyOf(request: Request): string | null {
  const key = request.method === 'POST' ? (request.get('idempotency-key') ?? null) : null;
  if (key !== null && key.length > 255) throw invalidRequest('Idempotency keys can be at most 255 characters long.');
  return key;
}

function replay(kept: KeyRecord, fingerprint: string): Answer {
  if (kept.fingerprint === fingerprint) {
    const headers = { 'idempotent-replayed': 'true', 'original-request': kept.requestId };
    return { status: kept.status, body: kept.body, headers };
  }
  throw new StripeFault(
    400,
    'idempotency_error',
    `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${kept.id}' if you meant to execute a different request.`,
  );
}

/** Runs API calls: key, faults, idempotency, one transaction, and an answer only after the disk has it. */
export class ApiCalls {
  private readonly underWay = new Set<string>();

  constructor(private readonly context: ApiContext) {}

  /** The route handler of one endpoint. */
  route(handler: ApiHandler): RequestHandler {
    return async (request, response) => {
      const { faults } = this.context;
      if (faults.outageEnd() !== undefined) {
        if (faults.outageDrops()) request.socket.destroy();
        else this.send(request, response, newId('request'), outageAnswer());
        return;
      }
      const requestId = newId('request');
      const lost = faults.take('lose_response');
      const answer = await this.answer(request, requestId, handler);
      await this.context.store.settled();
      if (lost) request.socket.destroy();
      else this.send(request, response, requestId, answer);
    };
  }

  private async answer(request: Request, requestId: string, handler: ApiHandler): Promise<Answer> {
    try {
      checkKey(request, this.context.secretKey);
      const key = keyOf(request);
      if (key === null) return await this.run(request, requestId, null, handler);
      if (this.underWay.has(key)) {
        throw new StripeFault(
          409,
          'invalid_request_error',
          `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
          { code: 'idempotency_key_in_use' },
        );
      }
      this.underWay.add(key);
      try {
        return await this.run(request, requestId, key, handler);
      } finally {
        this.underWay.delete(key);
      }
    } catch (error) {
      if (error instanceof StripeFault) return json(error.status, error.body());
      this.context.onError(error);
      return json(500, internalError().body());
    }
  }

  private async run(request: Request, requestId: string, key: string | null, handler: ApiHandler): Promise<Answer> {
    const { store, faults } = this.context;
    if (faults.latencyMs > 0) await pause(faults.latencyMs);
    const form = formOf(request);
    const fingerprint = `${request.method} ${request.originalUrl.split('?')[0]} ${canonical(form)}`;
    const kept = key === null ? undefined : store.get('keys', key);
    if (kept) return replay(kept, fingerprint);
    const keep = (answer: Answer): KeyRecord | undefined =>
      key === null
        ? undefined
        : { id: key, fingerprint, status: answer.status, body: answer.body, requestId, at: Date.now() };
    try {
      if (faults.take('server_error')) throw internalError();
      // The effect and the key are one line of the journal: a crash keeps both or neither.
      return await store.transact((tx) => {
        const move: Move = { tx, webhook: SEND, request: { id: requestId, idempotency_key: key } };
        const id = request.params.id;
        const answer = json(200, expanded(store, handler(move, form, typeof id === 'string' ? id : ''), form));
        const record = keep(answer);
        if (record) tx.put('keys', record);
        return answer;
      });
    } catch (error) {
      const fault = error instanceof StripeFault ? error : internalError();
      if (fault !== error) this.context.onError(error);
      const answer = json(fault.status, fault.body());
      const record = fault.stored ? keep(answer) : undefined;
      if (record) await store.transact((tx) => tx.put('keys', record));
      return answer;
    }
  }

  private send(request: Request, response: Response, requestId: string, answer: Answer): void {
    const key = request.get('idempotency-key');
    response
      .status(answer.status)
      .set({
        'content-type': 'application/json',
        'request-id': requestId,
        'stripe-version': request.get('stripe-version') ?? API_VERSION,
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...answer.headers,
      })
      .send(answer.body);
  }
}

function outageAnswer(): Answer {
  return json(503, new StripeFault(503, 'api_error', 'The sandbox plays an outage.').body());
}
