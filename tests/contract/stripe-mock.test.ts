import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { StripeProvider } from '../../src/adapters/payments/stripe.js';
import { resolveStripeMock, type StripeMock, startStripeMock } from '../support/stripe-mock.js';

// The API version that the mock speaks is older than the pinned one, which has renamed one parameter; its values are the same.
const RENAMED = { ours: 'allowed_payment_method_types', older: 'payment_method_types' };

/** A look-out between the provider and the mock: what was asked, and with which status it was answered. */
interface LookOut {
  readonly url: string;
  readonly seen: { readonly call: string; readonly status: number }[];
  stop(): void;
}

async function lookOut(target: string): Promise<LookOut> {
  const seen: { call: string; status: number }[] = [];
  const server: Server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing).catch(() => outgoing.destroy());
  });
  const pass = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const { method = 'GET', url = '', headers } = incoming;
    const body = (await text(incoming)).replaceAll(RENAMED.ours, RENAMED.older);
    const answer = await fetch(`${target}${url}`, {
      method,
      headers: {
        authorization: headers.authorization ?? '',
        'content-type': headers['content-type'] ?? '',
        'stripe-version': String(headers['stripe-version']),
      },
      ...(method === 'POST' ? { body } : {}),
    });
    const path = url.split('?')[0]?.replace(/\/(cs|re|dp|pi)_\w+/g, '/{id}');
    seen.push({ call: `${method} ${path}`, status: answer.status });
    outgoing.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  };
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, stop };
}

let missing: string | false = false;
const binary = await resolveStripeMock((line) => console.log(`# ${line}`)).catch((error: Error) => {
  missing = `no stripe-mock, and it could not be built: ${error.message}`;
  return '';
});

describe("Stripe's own stand-in", { skip: missing }, () => {
  let mock: StripeMock;
  let between: LookOut;
  let provider: StripeProvider;
  before(async () => {
    mock = await startStripeMock(binary);
    between = await lookOut(mock.url);
    provider = new StripeProvider({ secretKey: 'sk_test_123', webhookSecret: 'whsec_x', apiBase: between.url });
  });
  after(async () => {
    between.stop();
    await mock.stop();
  });

  const window = { from: new Date(Date.now() - 86_400_000), to: new Date() };
  const all = async (list: AsyncIterable<unknown>) => {
    for await (const entry of list) assert.ok(entry);
  };
  const open = (methods?: readonly string[]) =>
    provider.createCheckout(
      {
        orderId: 'o1',
        subjectKind: 'appointment',
        subjectId: 'a1',
        amount: 8000,
        currency: 'aud',
        successUrl: 'https://clinic.invalid/payment/success?appointment_id=a1',
        cancelUrl: 'https://clinic.invalid/payment/cancel?appointment_id=a1',
        expiresAtSeconds: Math.floor(Date.now() / 1000) + 31 * 60,
        ...(methods ? { methods } : {}),
      },
      'o1:1',
    );

  /** Every call of the provider that reaches Stripe, by the method that makes it. */
  const calls: Readonly<Record<string, readonly [what: () => Promise<unknown>, ...expected: string[]]>> = {
    createCheckout: [
      async () => [await open(), await open(['card', 'au_becs_debit'])],
      'POST /v1/checkout/sessions',
      'POST /v1/checkout/sessions',
    ],
    lookUpCheckout: [() => provider.lookUpCheckout('cs_1'), 'GET /v1/checkout/sessions/{id}'],
    findCheckout: [() => provider.findCheckout('o1', window.from), 'GET /v1/checkout/sessions'],
    closeCheckout: [() => provider.closeCheckout('cs_1'), 'POST /v1/checkout/sessions/{id}/expire'],
    refund: [
      () =>
        provider.refund(
          {
            refundId: 'r1',
            orderId: 'o1',
            subjectKind: 'appointment',
            subjectId: 'a1',
            paymentId: 'pi_1',
            amount: 100,
            reason: 'late_payment',
          },
          'r1:1',
        ),
      'POST /v1/refunds',
    ],
    lookUpRefund: [() => provider.lookUpRefund('re_1'), 'GET /v1/refunds/{id}'],
    findRefund: [() => provider.findRefund('pi_1', 'r1'), 'GET /v1/refunds'],
    lookUpDispute: [() => provider.lookUpDispute('dp_1'), 'GET /v1/disputes/{id}'],
    listCharges: [() => all(provider.listCharges(window)), 'GET /v1/charges'],
    listRefunds: [() => all(provider.listRefunds(window)), 'GET /v1/refunds'],
    ping: [() => provider.ping(), 'GET /v1/checkout/sessions'],
  };

  for (const [method, [what, ...expected]] of Object.entries(calls)) {
    it(`takes what ${method} sends`, async () => {
      between.seen.length = 0;
      await what();
      assert.deepEqual(
        between.seen,
        expected.map((call) => ({ call, status: 200 })),
      );
    });
  }

  it('is asked by every method that asks Stripe', () => {
    const local = ['constructor', 'takes', 'readWebhook'];
    const methods = Object.getOwnPropertyNames(StripeProvider.prototype).filter((name) => !local.includes(name));
    assert.deepEqual(methods.sort(), Object.keys(calls).sort());
  });

  it('refuses what Stripe does not know', async () => {
    const headers = { authorization: 'Bearer sk_test_123' };
    const answer = await fetch(`${mock.url}/v1/charges?beads=1`, { headers });
    assert.equal(answer.status, 400, await answer.text());
  });

  it('does not know the new name of the one parameter that is told to it by its old one', async () => {
    const body = new URLSearchParams({
      mode: 'payment',
      success_url: 'https://clinic.invalid',
      [`${RENAMED.ours}[0]`]: 'card',
    });
    const answer = await fetch(`${mock.url}/v1/checkout/sessions`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_123' },
      body,
    });
    assert.equal(answer.status, 400, 'it does by now: RENAMED has had its day');
  });
});
