import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Sandbox, startSandbox } from '../server.js';
import { until } from '../testing.js';
import type { PaystackLedgerEntry } from './overview.js';
import { DEFAULT_PAYSTACK_KEY } from './server.js';

/** A notice as it arrived, with the very bytes that were signed. */
export interface Arrived {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly raw: Buffer;
  readonly signature: string;
}

/** An answer of the API. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers are checked by the tests, not by the compiler
  readonly body: any;
}

/** A sandbox with a receiver of Paystack's notices. */
export interface PaystackRig {
  readonly sandbox: Sandbox;
  readonly key: string;
  /** What `PAYSTACK_API_BASE` would be. */
  readonly apiBase: string;
  /** Notices whose signature was right, in the order of their arrival. */
  readonly received: Arrived[];
  /** Status of the receiver's next answers. */
  receiverStatus: number;
  /** Calls the API; `body` makes it a POST. */
  api(path: string, body?: object, key?: string): Promise<Answer>;
  drive(path: string, body: object): Promise<Answer>;
  ledger(): Promise<PaystackLedgerEntry[]>;
  /** Waits for the n-th notice of a kind about a reference. */
  notice(event: string, reference: string, count?: number): Promise<Arrived>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

function referenceIn({ data }: Arrived): unknown {
  const transaction = data.transaction as { readonly reference?: unknown } | undefined;
  return data.reference ?? data.transaction_reference ?? transaction?.reference;
}

/** Parameters as the product sends them; NGN 5,000.00 unless changed. */
export function initializeParams(reference: string, changes: object = {}): object {
  return {
    email: 'patient@keepwell.invalid',
    amount: 500_000,
    currency: 'NGN',
    reference,
    callback_url: 'http://clinic.invalid/payment/success?appointment_id=a1',
    channels: ['card', 'bank_transfer'],
    metadata: { order_id: 'o1', appointment_id: 'a1', cancel_action: 'http://clinic.invalid/payment/cancel' },
    ...changes,
  };
}

/** Starts a rig on an empty state of its own. */
export async function startPaystackRig(): Promise<PaystackRig> {
  const stateDir = await mkdtemp(join(tmpdir(), 'sandbox-paystack-'));
  const received: Arrived[] = [];
  let status = 200;
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const raw = Buffer.from(await text(request));
    const signature = String(request.headers['x-paystack-signature']);
    const right = createHmac('sha512', DEFAULT_PAYSTACK_KEY).update(raw).digest('hex') === signature;
    if (right) received.push({ ...(JSON.parse(raw.toString()) as Pick<Arrived, 'event' | 'data'>), raw, signature });
    response.writeHead(right ? status : 400).end();
  };
  const server = createServer((request, response) => {
    // A delivery that the sandbox cut off is no delivery.
    take(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const webhookUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook/paystack/`;
  const start = (): Promise<Sandbox> => startSandbox({ port: 0, stateDir, paystack: { webhookUrl } });
  let sandbox = await start();
  const send = async (path: string, init: RequestInit): Promise<Answer> => {
    const answer = await fetch(`${sandbox.url}${path}`, init);
    return { status: answer.status, body: await answer.json() };
  };
  const json = { 'content-type': 'application/json' };
  return {
    get sandbox() {
      return sandbox;
    },
    get apiBase() {
      return `${sandbox.url}/paystack`;
    },
    key: DEFAULT_PAYSTACK_KEY,
    received,
    get receiverStatus() {
      return status;
    },
    set receiverStatus(next) {
      status = next;
    },
    api: (path, body, key = DEFAULT_PAYSTACK_KEY) => {
      const authorization = `Bearer ${key}`;
      if (!body) return send(`/paystack${path}`, { headers: { authorization } });
      const headers = { ...json, authorization };
      return send(`/paystack${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    },
    drive: (path, body) =>
      send(`/sandbox/paystack/${path}`, { method: 'POST', headers: json, body: JSON.stringify(body) }),
    ledger: async () => (await send('/sandbox/paystack/ledger', {})).body as PaystackLedgerEntry[],
    notice: (event, reference, count = 1) =>
      until(`${event} of ${reference}`, () => {
        const about = received.filter((one) => one.event === event && referenceIn(one) === reference);
        return about[count - 1];
      }),
    restart: async () => {
      await sandbox.stop();
      sandbox = await start();
    },
    stop: async () => {
      await sandbox.stop();
      await new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      });
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}
