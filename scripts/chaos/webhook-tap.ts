import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DeliveryFact } from './facts.js';

const ANSWER_WITHIN_MS = 25_000;

/** Stands between the bank and the API and notes which webhook got which answer. */
export interface WebhookTap {
  readonly url: string;
  /** Every delivery so far, oldest first. */
  readonly deliveries: readonly DeliveryFact[];
  stop(): Promise<void>;
}

/** Listens on loopback and hands every webhook on to `target`, byte for byte. */
export async function startWebhookTap(target: string): Promise<WebhookTap> {
  const deliveries: DeliveryFact[] = [];
  const server = createServer((request, response) => {
    handOn(target, request, response, deliveries).catch(() => response.destroy());
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

async function handOn(
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
  deliveries: DeliveryFact[],
): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = Buffer.concat(parts);
  const event: { id: string; type: string } = JSON.parse(body.toString('utf8'));
  const status = await post(target, request, body);
  deliveries.push({ eventId: event.id, type: event.type, status, at: Date.now() });
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
        'stripe-signature': String(request.headers['stripe-signature'] ?? ''),
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
