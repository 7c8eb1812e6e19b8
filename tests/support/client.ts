import { randomUUID } from 'node:crypto';
import type { Person, TestClinic } from './clinic.js';

export interface Reply<T = Record<string, unknown>> {
  readonly status: number;
  readonly body: T;
  readonly headers: Headers;
}

// biome-ignore lint/suspicious/noExplicitAny: answers are checked by the tests, not by the compiler
type Json = any;

/** A signed-in client of the REST API. */
export class ApiClient {
  private constructor(
    private readonly base: string,
    private readonly token: string | null,
    readonly person: Person | null,
  ) {}

  static anonymous(apiUrl: string): ApiClient {
    return new ApiClient(apiUrl, null, null);
  }

  static async signIn(clinic: Pick<TestClinic, 'apiUrl'>, person: Person): Promise<ApiClient> {
    const reply = await ApiClient.anonymous(clinic.apiUrl).post('/api/v1/users/login/', {
      email: person.email,
      password: person.password,
    });
    if (reply.status !== 200) throw new Error(`login answered ${reply.status}: ${JSON.stringify(reply.body)}`);
    return new ApiClient(clinic.apiUrl, reply.body.access, person);
  }

  /** Somebody whose token is already known. */
  static withToken(apiUrl: string, token: string, person: Person): ApiClient {
    return new ApiClient(apiUrl, token, person);
  }

  get(path: string): Promise<Reply<Json>> {
    return this.send('GET', path);
  }

  /** What is no text. */
  async bytes(
    path: string,
    accept = '*/*',
  ): Promise<{ readonly status: number; readonly headers: Headers; readonly bytes: Buffer }> {
    const headers = { accept, ...(this.token ? { authorization: `Bearer ${this.token}` } : {}) };
    const response = await fetch(`${this.base}${path}`, { headers });
    const { status, headers: sent } = response;
    return { status, headers: sent, bytes: Buffer.from(await response.arrayBuffer()) };
  }

  post(path: string, body: unknown, key: string | null = randomUUID()): Promise<Reply<Json>> {
    return this.send('POST', path, body, key);
  }

  /** The same request again, under its key, while the answer is that something is out of reach: as a client does. */
  insist(path: string, body: unknown, key: string = randomUUID()): Promise<Reply<Json>> {
    return until(
      `an answer of ${path}`,
      async () => {
        const reply = await this.post(path, body, key);
        return reply.status !== 503 && reply;
      },
      60_000,
    );
  }

  patch(path: string, body: unknown, key: string | null = null): Promise<Reply<Json>> {
    return this.send('PATCH', path, body, key);
  }

  put(path: string, body: unknown): Promise<Reply<Json>> {
    return this.send('PUT', path, body);
  }

  delete(path: string): Promise<Reply<Json>> {
    return this.send('DELETE', path);
  }

  /** A form with one file, and words about it. */
  async upload(
    path: string,
    file: Blob,
    name: string,
    key: string | null = null,
    fields: Readonly<Record<string, string>> = {},
  ): Promise<Reply<Json>> {
    const form = new FormData();
    for (const [field, value] of Object.entries(fields)) form.set(field, value);
    form.set('file', file, name);
    return this.sendRaw(path, form, key ? { 'idempotency-key': key } : {});
  }

  /** A body that is no JSON. */
  async sendRaw(
    path: string,
    body: FormData | string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reply<Json>> {
    const all = new Headers(headers);
    if (this.token) all.set('authorization', `Bearer ${this.token}`);
    return replyOf(await fetch(`${this.base}${path}`, { method: 'POST', headers: all, body }));
  }

  async send(
    method: string,
    path: string,
    body?: unknown,
    key: string | null = null,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reply<Json>> {
    const response = await fetch(`${this.base}${path}`, {
      method,
      headers: {
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key ? { 'idempotency-key': key } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return replyOf(response);
  }
}

async function replyOf(response: Response): Promise<Reply<Json>> {
  const text = await response.text();
  const json = (response.headers.get('content-type') ?? '').includes('json');
  return { status: response.status, body: json && text ? JSON.parse(text) : text, headers: response.headers };
}

/** Polls until `probe` gives something; the wait is for the condition, the limit only for a broken test. */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | false | null>,
  limitMs = 20_000,
): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited ${limitMs} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}

/**
 * Waits as `until` does, and answers for how many milliseconds it was not so: up to when the last question that was
 * answered no had been asked. How slow the machine answers is no part of it.
 */
export async function msUntil(what: string, probe: () => Promise<boolean>): Promise<number> {
  const began = Date.now();
  let refuted = began;
  await until(what, async () => {
    const asked = Date.now();
    if (await probe()) return true;
    refuted = asked;
    return false;
  });
  return refuted - began;
}

/** Tells the sandbox what happens to a checkout. */
export async function pay(
  clinic: TestClinic,
  checkoutUrl: string,
  outcome: Record<string, unknown> = { outcome: 'paid' },
): Promise<number> {
  const session = /cs_[A-Za-z0-9_]+/.exec(checkoutUrl)?.[0];
  const response = await fetch(`${clinic.sandboxUrl}/sandbox/stripe/checkout/${session}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(outcome),
  });
  return response.status;
}
