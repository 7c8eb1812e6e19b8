import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import Stripe from 'stripe';
import { DEFAULT_SECRET_KEY, type Sandbox, startSandbox } from './server.js';
import type { LedgerEntry } from './stripe/overview.js';

/** The secret with which the rig's webhooks are signed. */
export const WEBHOOK_SECRET = 'whsec_sandbox_test';

/** Waits until `probe` gives something; fails loudly instead of hanging. */
export async function until<T>(what: string, probe: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resume) => setTimeout(resume, 10));
  }
}

/** A webhook receiver that checks signatures and remembers every delivery. */
export interface Receiver {
  readonly url: string;
  /** Deliveries in the order of their arrival, refused ones included. */
  readonly received: Stripe.Event[];
  /** Status of the next answers. */
  status: number;
  of(type: string): Stripe.Event[];
  close(): Promise<void>;
}

/** Starts a receiver on a free loopback port. */
export async function startReceiver(): Promise<Receiver> {
  const received: Stripe.Event[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    const signature = String(request.headers['stripe-signature']);
    try {
      received.push(Stripe.webhooks.constructEvent(body, signature, WEBHOOK_SECRET));
      response.writeHead(receiver.status).end();
    } catch {
      response.writeHead(400).end('bad signature');
    }
  };
  const server = createServer((request, response) => {
    // A delivery that the sandbox cut off is no delivery.
    take(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook/stripe/`,
    received,
    status: 200,
    of: (type) => received.filter((event) => event.type === type),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  return receiver;
}

/** The official client, pointed at a sandbox, without retries of its own. */
export function clientOf(url: string, key = DEFAULT_SECRET_KEY): Stripe {
  const { hostname, port } = new URL(url);
  return new Stripe(key, {
    host: hostname,
    port: Number(port),
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
  });
}

/** Calls a drive endpoint. */
export async function drive(url: string, path: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${url}/sandbox/stripe/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
}

/** The ledger as the bank sees it. */
export async function readLedger(url: string): Promise<LedgerEntry[]> {
  return (await (await fetch(`${url}/sandbox/stripe/ledger`)).json()) as LedgerEntry[];
}

/** Parameters of a checkout session as the product makes it; 80.00 AUD unless changed. */
export function sessionParams(changes: Stripe.Checkout.SessionCreateParams = {}): Stripe.Checkout.SessionCreateParams {
  return {
    mode: 'payment',
    line_items: [
      {
        quantity: 1,
        price_data: { currency: 'aud', unit_amount: 8000, product_data: { name: 'Consultation' } },
      },
    ],
    success_url: 'http://clinic.invalid/payment/success?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'http://clinic.invalid/payment/cancel',
    expires_at: Math.floor(Date.now() / 1000) + 31 * 60,
    metadata: { appointment_id: 'a1' },
    payment_intent_data: { metadata: { appointment_id: 'a1' } },
    allowed_payment_method_types: ['card'],
    client_reference_id: 'a1',
    submit_type: 'book',
    customer_email: 'anna@example.invalid',
    ...changes,
  };
}

/** A sandbox with a receiver and the official client. */
export interface Rig {
  readonly sandbox: Sandbox;
  readonly receiver: Receiver;
  readonly stripe: Stripe;
  readonly stateDir: string;
  /** Stops the sandbox and starts another on the same state; `stripe` and `sandbox` are then the new ones. */
  restart(between?: () => Promise<void>): Promise<void>;
  press(session: string, order: Readonly<Record<string, unknown>>): Promise<{ status: number; body: unknown }>;
  stop(): Promise<void>;
}

/** Starts a rig on an empty state of its own. */
export async function startRig(): Promise<Rig> {
  const stateDir = await mkdtemp(join(tmpdir(), 'sandbox-'));
  const receiver = await startReceiver();
  const start = (): Promise<Sandbox> =>
    startSandbox({ port: 0, stateDir, webhookUrl: receiver.url, webhookSecret: WEBHOOK_SECRET });
  let sandbox = await start();
  return {
    get sandbox() {
      return sandbox;
    },
    get stripe() {
      return clientOf(sandbox.url);
    },
    receiver,
    stateDir,
    restart: async (between) => {
      await sandbox.stop();
      await between?.();
      sandbox = await start();
    },
    press: (session, order) => drive(sandbox.url, `checkout/${session}`, order),
    stop: async () => {
      await sandbox.stop();
      await receiver.close();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}
