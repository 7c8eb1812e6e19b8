import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { PaystackProvider } from '../../../src/adapters/payments/paystack.js';
import { ProviderUnavailable } from '../../../src/adapters/payments/port.js';

/** What the sandbox never says: answers of proxies, and of Paystack on a bad day. */
describe('answers of Paystack that are none', () => {
  let answer: { readonly status: number; readonly body: string };
  const server = createServer((_request, response) => {
    response.writeHead(answer.status).end(answer.body);
  });
  let provider: PaystackProvider;
  before(async () => {
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    provider = new PaystackProvider({ secretKey: 'sk_test', apiBase: `http://127.0.0.1:${port}` });
  });
  after(() => server.close());

  const transaction = (reference: string) =>
    JSON.stringify({ status: true, data: { status: 'success', reference, amount: 8000, currency: 'NGN' } });
  const away = (error: unknown) => error instanceof ProviderUnavailable && !error.keySpent;

  for (const { name, status, body } of [
    { name: 'the payment of somebody else', status: 200, body: transaction('another-1') },
    { name: 'a page of a proxy', status: 200, body: '<html>Welcome</html>' },
    { name: 'nothing', status: 200, body: '' },
    { name: 'too many calls', status: 429, body: '{"status":false,"message":"Too many requests"}' },
    { name: 'a gateway that gave up', status: 502, body: 'Bad gateway' },
  ]) {
    it(`${name} decides nothing`, async () => {
      answer = { status, body };
      await assert.rejects(provider.lookUpCheckout('ours-1'), away);
      await assert.rejects(provider.closeCheckout('ours-1'), away);
    });
  }

  it('our own payment is believed', async () => {
    answer = { status: 200, body: transaction('ours-1') };
    assert.equal((await provider.lookUpCheckout('ours-1')).state, 'paid');
  });
});
