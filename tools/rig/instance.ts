import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadyReport } from '../launcher/ready-file.js';

/** A running `npm start`, as it describes itself in `ready.json`; a tour needs an inbox, an engine and a bank of its own. */
export type Instance = Pick<ReadyReport, 'api_url' | 'accounts'> & {
  readonly [Address in 'temporal_ui_url' | 'mail_ui_url' | 'sandbox_url']: string;
};

export interface Mail {
  readonly kind: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

// biome-ignore lint/suspicious/noExplicitAny: answers are shown, not computed with
type Json = any;

/** A reason to stop that a person can repair, in one line. */
export class JourneyError extends Error {
  override readonly name = 'JourneyError';
}

/** @throws JourneyError when nothing runs */
export function findInstance(): Instance {
  const file = join(process.env.KEEPWELL_DATA_DIR ?? '.keepwell', 'ready.json');
  if (!existsSync(file))
    throw new JourneyError(`Nothing runs here (${file} is missing): start it with "npm start" first.`);
  return JSON.parse(readFileSync(file, 'utf8')) as Instance;
}

/** The REST API, signed in as somebody. */
export class Client {
  constructor(
    private readonly instance: Instance,
    private readonly token: string | null = null,
  ) {}

  async signIn(email: string, password: string): Promise<Client> {
    const { access } = await this.call('POST', 'users/login/', { email, password });
    return new Client(this.instance, access);
  }

  /** @throws JourneyError with the sentence that the API gives its clients */
  async call(method: string, path: string, body?: unknown): Promise<Json> {
    const isForm = body instanceof FormData;
    const response = await fetch(`${this.instance.api_url}/api/v1/${path}`, {
      method,
      headers: {
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...(body === undefined ? {} : { 'idempotency-key': randomUUID() }),
        // A form says itself how its parts are told apart.
        ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer: Json = text === '' ? null : JSON.parse(text);
    if (!response.ok)
      throw new JourneyError(`${method} ${path} answered ${response.status} ${answer.code}: ${answer.error}`);
    return answer;
  }

  /** What a path answers that is no JSON. @throws JourneyError */
  async download(path: string): Promise<Uint8Array> {
    const response = await fetch(`${this.instance.api_url}/api/v1/${path}`, {
      headers: this.token ? { authorization: `Bearer ${this.token}` } : {},
    });
    if (!response.ok) throw new JourneyError(`GET ${path} answered ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  }
}

export async function mailsTo(instance: Instance, address: string): Promise<readonly Mail[]> {
  const response = await fetch(`${instance.mail_ui_url}/api/messages`);
  return ((await response.json()) as Mail[]).filter((mail) => mail.to.includes(address));
}

/** What the patient does on the payment page. */
export async function payAtSandbox(instance: Instance, checkoutUrl: string): Promise<void> {
  const session = /cs_[A-Za-z0-9_]+/.exec(checkoutUrl)?.[0];
  const response = await fetch(`${instance.sandbox_url}/sandbox/stripe/checkout/${session}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ outcome: 'paid' }),
  });
  if (!response.ok) throw new JourneyError(`The payment sandbox answered ${response.status}.`);
}

/** Asks until the answer is there; undefined when it is not within the limit. */
export async function until<T>(limitMs: number, ask: () => Promise<T | undefined | false>): Promise<T | undefined> {
  for (const end = Date.now() + limitMs; ; ) {
    const found = await ask();
    if (found) return found;
    if (Date.now() > end) return undefined;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
