import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DeliveryFact } from './facts.js';

const ANSWER_WITHIN_MS = 25_000;
const SIGNATURES = ['stripe-signature', 'x-paystack-signature'];

/** Stands between the bank and the API and notes which webhook got which answer. */
export interface WebhookTap {
  readonly url: string;
  /** Every delivery so far, oldest first. */
  readonly deliveries: readonly DeliveryFact[];
  stop(): Promise<void>;
}

/** How an event is known again, from its parsed body. */
export type EventName = (body: Readonly<Record<string, unknown>>) => Pick<DeliveryFact, 'eventId' | 'type'>;

/** Stripe's events have an id. */
export const stripeEvent: EventName = (body) => ({ eventId: String(body.id), type: String(body.type) });

/** Paystack gives its events no id: this is the thing that one is about. */
export const paystackEvent: EventName = ({ event, data }) => {
  const type = String(event);
  const about = data as {
    readonly id?: unknown;
    readonly reference?: unknown;
    readonly transaction_reference?: unknown;
  };
  const id = type === 'charge.success' ? about.reference : (about.id ?? about.transaction_reference);
  return { eventId: String(id), type };
};

/** Listens on loopback and forwards every webhook to `target`, byte for byte. */
export async function startWebhookTap(target: string, nameOf: EventName): Promise<WebhookTap> {
  const deliveries: DeliveryFact[] = [];
  const server = createServer((request, response) => {
    forward(target, nameOf, request, response, deliveries).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    deliveries,
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function forward(
  target: string,
  nameOf: EventName,
  request: IncomingMessage,
  response: ServerResponse,
  deliveries: DeliveryFact[],
): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = Buffer.concat(parts);
  const name = nameOf(JSON.parse(body.toString('utf8')));
  const status = await post(target, request, body);
  deliveries.push({ ...name, status, at: Date.now() });
  // The API died under it: so does this connection, as without us.
  if (status === null) response.destroy();
  else response.writeHead(status).end();
}

async function post(target: string, request: IncomingMessage, body: Buffer): Promise<number | null> {
  try {
    const answer = await fetch(target, {
      method: 'POST',
      headers: {
        'content-type': request.headers['content-type'] ?? 'application/json',
        ...Object.fromEntries(SIGNATURES.map((name) => [name, String(request.headers[name] ?? '')])),
      },
      body: new Uint8Array(body),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return null; // no answer
  }
}
