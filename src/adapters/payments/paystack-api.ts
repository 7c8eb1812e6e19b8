import { ProviderRefused, ProviderUnavailable } from './port.js';

const LIVE = 'https://api.paystack.co';
const TIMEOUT_MS = 8_000;
const PER_PAGE = 100;

/** What every answer is wrapped in; lists add where they stopped. */
interface Envelope {
  readonly status?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly data?: unknown;
  readonly meta?: { readonly pageCount?: unknown } | null;
}

type Query = Readonly<Record<string, string>>;

/** The time that one call of the port has, whatever it asks Paystack meanwhile. */
export function withinTheCall(): AbortSignal {
  return AbortSignal.timeout(TIMEOUT_MS);
}

/**
 * Paystack's REST API (docs, API reference): a bearer key, JSON both ways, answers of `{status, message, data}`.
 * @throws ProviderUnavailable for everything whose outcome is unknown. Paystack stores nothing under a key, so none is spent.
 * @throws ProviderRefused for a definite no.
 */
export class PaystackApi {
  private readonly base: string;

  constructor(
    private readonly secretKey: string,
    base = LIVE,
  ) {
    this.base = base.replace(/\/+$/, '');
  }

  async get<T>(path: string, signal: AbortSignal, query: Query = {}): Promise<T> {
    return (await this.send('GET', withQuery(path, query), signal)).data as T;
  }

  async post<T>(path: string, signal: AbortSignal, body: object): Promise<T> {
    return (await this.send('POST', path, signal, body)).data as T;
  }

  /** All rows of a list, newest first, page by page; without a signal every page has a call's time. */
  async *list<T>(path: string, query: Query, signal?: AbortSignal): AsyncGenerator<T> {
    for (let page = 1; ; page += 1) {
      const paged = { ...query, perPage: String(PER_PAGE), page: String(page) };
      const { data, meta } = await this.send('GET', withQuery(path, paged), signal ?? withinTheCall());
      const rows = Array.isArray(data) ? (data as readonly T[]) : [];
      yield* rows;
      // A server may give fewer rows a page than it was asked for: only its own count tells the last page.
      if (rows.length === 0 || page >= Number(meta?.pageCount ?? Number.POSITIVE_INFINITY)) return;
    }
  }

  private async send(method: 'GET' | 'POST', path: string, signal: AbortSignal, body?: object): Promise<Envelope> {
    let status: number;
    let text: string;
    try {
      const response = await fetch(`${this.base}${path}`, {
        method,
        redirect: 'error',
        signal,
        headers: {
          authorization: `Bearer ${this.secretKey}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      status = response.status;
      text = await response.text();
    } catch (error) {
      throw new ProviderUnavailable(`Paystack ${(error as Error).name}`);
    }
    return read(status, text);
  }
}

function withQuery(path: string, query: Query): string {
  const text = new URLSearchParams(query).toString();
  return text ? `${path}?${text}` : path;
}

function read(status: number, text: string): Envelope {
  // Rate limits and time-outs of the gateway say nothing about the call itself.
  if (status >= 500 || status === 429 || status === 408) throw new ProviderUnavailable(`Paystack ${status}`);
  const answer = parse(text);
  if (status >= 400) throw new ProviderRefused(reasonOf(status, answer), false);
  if (answer === null) throw new ProviderUnavailable('Paystack answered no JSON');
  if (answer.status !== true) throw new ProviderRefused(reasonOf(status, answer), false);
  return answer;
}

function parse(text: string): Envelope | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    // A page of some proxy instead of an answer: the caller judges by the status.
    return null;
  }
}

/** Paystack's code, or its sentence as one; a sentence with figures or signs in it may quote what was sent and is not kept. */
function reasonOf(status: number, answer: Envelope | null): string {
  const { code, message } = answer ?? {};
  if (typeof code === 'string' && /^[A-Za-z][A-Za-z_-]{1,60}$/.test(code)) return code.toLowerCase();
  if (typeof message === 'string' && /^[A-Za-z][A-Za-z ,.'-]{1,90}$/.test(message)) {
    return message
      .toLowerCase()
      .replace(/[^a-z]+/g, '_')
      .replace(/_$/, '');
  }
  return `http_${status}`;
}

/** Whether the refusal says that there is no such thing. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ProviderRefused && (error.reason.endsWith('not_found') || error.reason === 'http_404');
}

/** Whether the refusal says that a transaction of this reference exists. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof ProviderRefused && /^duplicate_/.test(error.reason);
}
