import assert from 'node:assert/strict';
import { WebhookRefused } from '../../src/adapters/payments/port.js';
import { WaivedProvider } from '../../src/adapters/payments/waived.js';
import type { Lack } from './contract.js';
import {
  all,
  opened,
  type ProviderContender,
  type ProviderHarness,
  refused,
  wish,
  wishBack,
} from './provider-harness.js';

const TERMS = { currency: 'aud', price: 0 };

function never(): never {
  throw new Error('nobody acts on what is waived');
}

async function openHarness(): Promise<ProviderHarness> {
  return {
    ...TERMS,
    provider: new WaivedProvider(),
    gateway: null,
    order: async (change) => wish(TERMS, change),
    refundOf: async (paid, amount) => wishBack(paid, amount),
    press: never,
    tryPress: never,
    refundsBecome: never,
    settleRefund: never,
    bank: async () => [],
    checkoutsOf: async (orderId) => [`waived_${orderId}`],
    calm: async () => undefined,
    close: async () => undefined,
  };
}

/** Nothing is paid, so nothing can be given back, disputed or listed. */
const NO_MONEY: Lack<ProviderHarness> = {
  because: 'nothing is ever paid: an amount of 0 counts as paid from the start, and nothing goes back',
  proof: async (h) => {
    const state = await opened(h);
    assert.deepEqual([state.state, state.amount, state.fee], ['paid', 0, 0]);
    const paid = { ...state, paymentId: state.paymentId ?? '' };
    await assert.rejects(h.provider.refund(wishBack(paid, 100), 'key'), refused);
    await assert.rejects(h.provider.lookUpRefund('any'), refused);
    await assert.rejects(h.provider.lookUpDispute('any'), refused);
    assert.equal(await h.provider.findRefund(paid.paymentId, 'any'), null);
    const ever = { from: new Date(0), to: new Date(Date.now() + 60_000) };
    assert.deepEqual([await all(h.provider.listCharges(ever)), await all(h.provider.listRefunds(ever))], [[], []]);
  },
};

const NOBODY_THERE: Lack<ProviderHarness> = {
  because: 'there is nobody on the other side: no page, no network, no notices',
  proof: async (h) => {
    assert.equal((await opened(h)).url, null);
    await h.provider.ping();
    assert.throws(() => h.provider.readWebhook(Buffer.from('{}'), 'signature'), WebhookRefused);
  },
};

export const WAIVED: ProviderContender = {
  name: 'waived',
  lacks: {
    money: NO_MONEY,
    disputes: NO_MONEY,
    'refunds decided elsewhere': NO_MONEY,
    page: NOBODY_THERE,
    retold: NOBODY_THERE,
    close: NOBODY_THERE,
    keyed: NOBODY_THERE,
    network: NOBODY_THERE,
    'stored failures': NOBODY_THERE,
    'pages of lists': NOBODY_THERE,
    webhooks: NOBODY_THERE,
    'dated webhooks': NOBODY_THERE,
    'news of failure': NOBODY_THERE,
  },
  open: openHarness,
};
