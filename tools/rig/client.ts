import { randomUUID } from 'node:crypto';
import type { Outcome } from './outcome.js';
import { pause } from './stack.js';

/** A JSON object as it came; what is read of it is checked where it is read. */
export type Json = Readonly<Record<string, unknown>>;

/** What a request carries. */
export type Payload = Json | FormData;

export interface Reply {
  readonly status: number;
  readonly body: Json;
}

/** How a request that was repeated until it was answered ended. */
export interface Answered {
  readonly outcome: Outcome;
  readonly reply: Reply | null;
  readonly statuses: (number | null)[];
}

/** What all clients of a run have seen together. */
export interface Tally {
  readonly answers: Map<string, number>;
  /** Answers that no client should ever see: 500 and late ones. */
  readonly oddities: string[];
  slowestMs: number;
}

export function newTally(): Tally {
  return { answers: new Map(), oddities: [], slowestMs: 0 };
}

const PATIENCE_MS = 30_000;
/** The contract's limit of every answer, and a second for a busy machine. */
const SLOW_MS = 21_000;
const GIVE_UP_MS = 150_000;

/** A signed-in client that repeats a request under the same Idempotency-Key until it learns what became of it. */
export class Client {
  constructor(
    private readonly base: string,
    private readonly token: string | null,
    private readonly tally: Tally,
    readonly id: string,
    /** Nobody asks on after this. */
    private readonly over: AbortSignal,
  ) {}

  static anonymous(base: string, tally: Tally, over: AbortSignal): Client {
    return new Client(base, null, tally, 'anonymous', over);
  }

  as(id: string, token: string): Client {
    return new Client(this.base, token, this.tally, id, this.over);
  }

  /** The access token of the session. @throws Error for nobody */
  get bearer(): string {
    if (this.token === null) throw new Error('nobody has no token');
    return this.token;
  }

  /** The same person, who has not given up yet. */
  anew(over: AbortSignal): Client {
    return new Client(this.base, this.token, this.tally, this.id, over);
  }

  /** Asks until there is an answer: after a 5xx or no answer, once more with the same key. */
  async ask(method: string, path: string, body?: Payload, key: string = randomUUID()): Promise<Answered> {
    const statuses: (number | null)[] = [];
    const giveUpAt = Date.now() + GIVE_UP_MS;
    for (let wait = 200; ; wait = Math.min(wait * 2, 2_000)) {
      const reply = await this.askOnce(method, path, body, key);
      statuses.push(reply?.status ?? null);
      if (reply && reply.status < 500) return { outcome: reply.status < 400 ? 'done' : 'refused', reply, statuses };
      if (Date.now() > giveUpAt || this.over.aborted) return { outcome: 'unknown', reply: null, statuses };
      await pause(wait, this.over);
    }
  }

  /** Asks once; null when there was no answer. `within` ends the connection early, as a client that went away does. */
  async askOnce(
    method: string,
    path: string,
    body?: Payload,
    key?: string,
    within = PATIENCE_MS,
  ): Promise<Reply | null> {
    const begun = Date.now();
    try {
      const response = await fetch(`${this.base}${path}`, {
        method,
        headers: {
          ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
          // A form says itself what separates its parts.
          ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
          ...(key === undefined || method === 'GET' ? {} : { 'idempotency-key': key }),
        },
        ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
        signal: AbortSignal.any([AbortSignal.timeout(within), this.over]),
      });
      const text = await response.text();
      const reply = { status: response.status, body: parse(text) };
      this.note(method, path, reply, Date.now() - begun);
      return reply;
    } catch {
      this.note(method, path, null, Date.now() - begun);
      return null;
    }
  }

  /** What a path answers that is no JSON; null when there was no answer, or a refusal. */
  async download(path: string): Promise<Uint8Array | null> {
    try {
      const response = await fetch(`${this.base}${path}`, {
        headers: this.token ? { authorization: `Bearer ${this.token}` } : {},
        signal: AbortSignal.any([AbortSignal.timeout(PATIENCE_MS), this.over]),
      });
      return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
    } catch {
      return null; // the API is just being killed
    }
  }

  private note(method: string, path: string, reply: Reply | null, ms: number): void {
    const { answers, oddities } = this.tally;
    const code = reply && reply.status >= 400 ? ` ${String(reply.body.code ?? '')}` : '';
    const name = reply ? `${reply.status}${code}` : 'no answer';
    answers.set(name, (answers.get(name) ?? 0) + 1);
    if (!reply) return;
    this.tally.slowestMs = Math.max(this.tally.slowestMs, ms);
    const route = `${method} ${path.replaceAll(/[0-9a-f-]{36}/g, '{id}').replace(/\?.*/, '')}`;
    if (reply.status === 500) oddities.push(`500 from ${route}`);
    if (ms > SLOW_MS) oddities.push(`${reply.status} from ${route} after ${ms} ms`);
  }
}

function parse(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Json) : {};
  } catch {
    return {}; // no JSON: a page, or nothing
  }
}

export function textOf(body: Json | undefined, name: string): string | null {
  const value = body?.[name];
  return typeof value === 'string' ? value : null;
}
