import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { DEFAULT_PAYSTACK_KEY } from '../../sandbox/paystack/server.js';
import { DEFAULT_SECRET_KEY, startSandbox } from '../../sandbox/server.js';
import type { GatewayName } from '../../src/domain/payments/orders.js';
import { testFolder } from '../../tools/launcher/testing.js';

export const STRIPE_WEBHOOK_SECRET = 'whsec_contract';
export const SECRET_KEYS: Readonly<Record<GatewayName, string>> = {
  stripe: DEFAULT_SECRET_KEY,
  paystack: DEFAULT_PAYSTACK_KEY,
};
const SIGNATURES: Readonly<Record<GatewayName, string>> = {
  stripe: 'stripe-signature',
  paystack: 'x-paystack-signature',
};

/** A notice as it came over the wire. */
export interface Delivery {
  readonly raw: Buffer;
  readonly signature: string;
}

/** One gateway's half of a sandbox of its own, with somebody who takes its notices. */
export interface GatewaySandbox {
  readonly url: string;
  /** In the order of their arrival. */
  readonly deliveries: readonly Delivery[];
  /** Gives the bank an order and answers with what it says. */
  drive(path: string, body: object): Promise<Readonly<Record<string, unknown>>>;
  /** As `drive`, for what the bank may refuse: answers the status. */
  tryDrive(path: string, body: object): Promise<number>;
  read<T>(path: string): Promise<T>;
  stop(): Promise<void>;
}

export async function startGatewaySandbox(name: GatewayName): Promise<GatewaySandbox> {
  const deliveries: Delivery[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const raw = await buffer(request);
    deliveries.push({ raw, signature: String(request.headers[SIGNATURES[name]]) });
    response.writeHead(200).end();
  };
  const receiver = createServer((request, response) => {
    // A delivery that the sandbox cut off is no delivery.
    take(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((listening) => receiver.listen(0, '127.0.0.1', listening));
  const webhookUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  const outlet =
    name === 'stripe' ? { webhookUrl, webhookSecret: STRIPE_WEBHOOK_SECRET } : { paystack: { webhookUrl } };
  const stateDir = testFolder();
  let stopping = false;
  const onError = (error: unknown) => {
    // A call that the client gave up on long ago may still be at work.
    if (!stopping) console.error('sandbox:', error);
  };
  const sandbox = await startSandbox({ port: 0, stateDir, onError, ...outlet });
  const send = (path: string, body: object) =>
    fetch(`${sandbox.url}/sandbox/${name}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return {
    url: sandbox.url,
    deliveries,
    async drive(path, body) {
      const answer = await send(path, body);
      const told = (await answer.json()) as Readonly<Record<string, unknown>>;
      assert.equal(answer.status, 200, `${path} ${JSON.stringify(body)}: ${JSON.stringify(told)}`);
      return told;
    },
    async tryDrive(path, body) {
      const answer = await send(path, body);
      await answer.body?.cancel();
      return answer.status;
    },
    async read<T>(path: string) {
      return (await (await fetch(`${sandbox.url}/sandbox/${name}/${path}`)).json()) as T;
    },
    async stop() {
      stopping = true;
      await sandbox.stop();
      await new Promise<void>((closed) => {
        receiver.close(() => closed());
        receiver.closeAllConnections();
      });
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}
