import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import Stripe from 'stripe';
import { DEFAULT_SECRET_KEY, type Sandbox, type SandboxOptions, startSandbox } from './server.js';
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

/** A receiver of webhooks that checks signatures and remembers every delivery. */
export class Receiver<Event> {
  /** Deliveries in the order of their arrival, refused ones included. */
  readonly received: Event[] = [];
  /** Status of the next answers. */
  status = 200;
  private readonly server = createServer((request, response) => {
    const answer = (body: string): void => {
      try {
        this.received.push(this.read(body, request.headers));
        response.writeHead(this.status).end();
      } catch {
        response.writeHead(400).end('bad signature');
      }
    };
    // A delivery that the sandbox cut off is no delivery.
    text(request).then(answer, () => response.destroy());
  });

  /** `read` throws when the signature is wrong. */
  constructor(
    private readonly path: string,
    private readonly read: (body: string, headers: IncomingHttpHeaders) => Event,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${this.path}`;
  }

  /** Listens on a free loopback port. */
  async start(): Promise<this> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return this;
  }

  close(): Promise<void> {
    return new Promise((done) => {
      this.server.close(() => done());
      this.server.closeAllConnections();
    });
  }
}

/** A receiver of Stripe's webhooks. */
export class StripeReceiver extends Receiver<Stripe.Event> {
  constructor() {
    super('/webhook/stripe/', (body, headers) =>
      Stripe.webhooks.constructEvent(body, String(headers['stripe-signature']), WEBHOOK_SECRET),
    );
  }

  of(type: string): Stripe.Event[] {
    return this.received.filter((event) => event.type === type);
  }
}

/** The official client, pointed at a sandbox, without retries of its own. */
export function clientOf(url: string, key = DEFAULT_SECRET_KEY): Stripe {
  const { hostname: host, port } = new URL(url);
  return new Stripe(key, { host, port: Number(port), protocol: 'http', maxNetworkRetries: 0, telemetry: false });
}

/** Sends JSON, and reads it. */
export async function callJson(url: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) {
  const post = {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  };
  const answer = await fetch(url, body === undefined ? { headers } : post);
  return { status: answer.status, body: await answer.json() };
}

/** Calls a drive endpoint. */
export function drive(url: string, path: string, body: unknown): Promise<{ status: number; body: unknown }> {
  return callJson(`${url}/sandbox/stripe/${path}`, body);
}

/** The ledger as the bank sees it. */
export async function readLedger(url: string): Promise<LedgerEntry[]> {
  return (await callJson(`${url}/sandbox/stripe/ledger`)).body as LedgerEntry[];
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

/** A sandbox on an empty state of its own, with a receiver of its webhooks. */
export class SandboxRig<R extends Receiver<unknown>> {
  protected constructor(
    readonly receiver: R,
    readonly stateDir: string,
    private readonly options: Partial<SandboxOptions>,
    public sandbox: Sandbox,
  ) {}

  protected static async parts<R extends Receiver<unknown>>(
    receiver: R,
    options: (url: string) => Partial<SandboxOptions>,
  ) {
    const stateDir = await mkdtemp(join(tmpdir(), 'sandbox-'));
    const own = options((await receiver.start()).url);
    return [receiver, stateDir, own, await startSandbox({ port: 0, stateDir, ...own })] as const;
  }

  /** Stops the sandbox and starts another on the same state. */
  async restart(between?: () => Promise<void>): Promise<void> {
    await this.sandbox.stop();
    await between?.();
    this.sandbox = await startSandbox({ port: 0, stateDir: this.stateDir, ...this.options });
  }

  async stop(): Promise<void> {
    await this.sandbox.stop();
    await this.receiver.close();
    await rm(this.stateDir, { recursive: true, force: true });
  }
}

/** A sandbox with a receiver of Stripe's webhooks and the official client. */
export class Rig extends SandboxRig<StripeReceiver> {
  static async start(): Promise<Rig> {
    const options = (webhookUrl: string) => ({ webhookUrl, webhookSecret: WEBHOOK_SECRET });
    return new Rig(...(await Rig.parts(new StripeReceiver(), options)));
  }

  /** A client of the sandbox that runs at the moment. */
  get stripe(): Stripe {
    return clientOf(this.sandbox.url);
  }

  press(session: string, order: Readonly<Record<string, unknown>>): Promise<{ status: number; body: unknown }> {
    return drive(this.sandbox.url, `checkout/${session}`, order);
  }
}
