import assert from 'node:assert/strict';
import type { Person, TestClinic } from './clinic.js';

export interface HttpReply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the wire carries.
  readonly body: any;
}

export interface HttpCall {
  readonly body?: unknown;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A signed-in person's way to the API of a test clinic; paths are below `/api/v1`. */
export interface Caller {
  readonly person: Person;
  send(method: string, path: string, call?: HttpCall): Promise<HttpReply>;
}

export async function signIn(clinic: TestClinic, person: Person): Promise<Caller> {
  const { email, password } = person;
  const login = await sendTo(clinic.apiUrl, 'POST', '/api/v1/users/login/', { body: { email, password } });
  assert.equal(login.status, 200, JSON.stringify(login.body));
  const authorization = `Bearer ${login.body.access}`;
  return {
    person,
    send: (method, path, call = {}) =>
      sendTo(clinic.apiUrl, method, `/api/v1${path}`, { ...call, headers: { authorization, ...call.headers } }),
  };
}

/** One JSON request; `key` is its Idempotency-Key. */
export async function sendTo(base: string, method: string, path: string, call: HttpCall = {}): Promise<HttpReply> {
  const { body, key, headers = {} } = call;
  const response = await fetch(`${base}${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json') && text !== '';
  return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
}

/** Waits for a condition, never for a fixed time. @throws when it does not come true within `withinMs` */
export async function eventually<T>(what: string, look: () => Promise<T | null | false>, withinMs = 15_000): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== null && seen !== false) return seen;
    if (Date.now() > until) throw new Error(`it did not happen in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
