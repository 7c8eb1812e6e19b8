import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { PaystackProvider } from '../../src/adapters/payments/paystack.js';
import { SECRET_KEYS, startGatewaySandbox } from './gateway-sandbox.js';
import {
  type BankLine,
  type GatewayHarness,
  gatewayOf,
  keySpent,
  noticeOf,
  open,
  opened,
  type ProviderContender,
  type ProviderHarness,
  paid,
  unavailable,
  wish,
  wishBack,
} from './provider-harness.js';

const TERMS = { currency: 'ngn', price: 500_000 };

async function openHarness(): Promise<ProviderHarness> {
  const sandbox = await startGatewaySandbox('paystack');
  const client = (secretKey: string, apiBase: string) => new PaystackProvider({ secretKey, apiBase });
  const gateway: GatewayHarness = {
    sandbox,
    loseAnswer: async () => void (await sandbox.drive('faults', { lose_response: 1 })),
    dispute: async ({ sessionId }, status) =>
      String((await sandbox.drive('dispute', { reference: sessionId, status })).number),
    stranger: () => client('sk_test_somebody_else', `${sandbox.url}/paystack`),
    nowhere: () => client(SECRET_KEYS.paystack, 'http://127.0.0.1:9'),
    sign: (raw, { secret = SECRET_KEYS.paystack } = {}) => createHmac('sha512', secret).update(raw).digest('hex'),
    unknownNotice: { event: 'transfer.success', data: { id: 7 } },
  };
  return {
    ...TERMS,
    provider: client(SECRET_KEYS.paystack, `${sandbox.url}/paystack`),
    gateway,
    order: async (change) => wish(TERMS, change),
    refundOf: async (one, amount) => wishBack(one, amount),
    press: async (session, act) => void (await sandbox.drive(`checkout/${session}`, act)),
    tryPress: async (session, act) => (await sandbox.tryDrive(`checkout/${session}`, act)) === 200,
    refundsBecome: async (refund) => void (await sandbox.drive('faults', { refund })),
    settleRefund: async (id, status) => void (await sandbox.drive(`refunds/${id}`, { status })),
    bank: async (session) =>
      (await sandbox.read<BankLine[]>('ledger')).filter(({ session_id }) => session_id === session),
    checkoutsOf: async (orderId) =>
      (await sandbox.read<{ id: string; metadata: Record<string, string> }[]>('transactions'))
        .filter(({ metadata }) => metadata.order_id === orderId)
        .map(({ id }) => id),
    calm: async () => void (await sandbox.drive('faults', { clear: true })),
    close: () => sandbox.stop(),
  };
}

export const PAYSTACK: ProviderContender = {
  name: 'paystack',
  lacks: {
    retold: {
      because: "it tells a page's address once: asked again, an unpaid reference is used up",
      proof: async (h) => {
        const request = await h.order();
        const { sessionId } = await open(h, request);
        await assert.rejects(open(h, request), keySpent);
        assert.deepEqual(await h.checkoutsOf(request.orderId), [sessionId], 'there is still one');
        assert.equal(await h.provider.findCheckout(request.orderId, new Date(0)), null);
      },
    },
    close: {
      because: 'it has no call that ends a page: it is only left alone, and money may come late',
      proof: async (h) => {
        const { sessionId } = await opened(h);
        assert.equal((await h.provider.closeCheckout(sessionId)).state, 'closed');
        await h.press(sessionId, { outcome: 'paid' });
        assert.equal((await h.provider.lookUpCheckout(sessionId)).state, 'paid');
      },
    },
    'stored failures': {
      because: 'it keeps nothing under a key: after a failure of its own the same call goes through',
      proof: async (h) => {
        const request = await h.order();
        await gatewayOf(h).sandbox.drive('faults', { server_error: 1 });
        await assert.rejects(open(h, request), unavailable);
        assert.equal((await open(h, request)).state, 'open');
      },
    },
    'dated webhooks': {
      because: 'its signature has no time: an old notice is the same event for ever, and is known by its name',
      proof: async (h) => {
        const one = await paid(h, { webhook: 'duplicate' });
        const { delivery, event } = await noticeOf(h, ({ objectId }) => objectId === one.sessionId);
        assert.deepEqual(h.provider.readWebhook(delivery.raw, delivery.signature), event);
      },
    },
    'news of failure': {
      because: 'it tells only of money: the first notice of a page that was declined before is that of its payment',
      proof: async (h) => {
        const { sessionId } = await opened(h);
        await h.press(sessionId, { outcome: 'declined' });
        await h.press(sessionId, { outcome: 'paid' });
        const { event } = await noticeOf(h, ({ objectId }) => objectId === sessionId);
        assert.equal(event.label, 'charge.success');
      },
    },
  },
  open: openHarness,
};
