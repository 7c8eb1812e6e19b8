import Stripe from 'stripe';
import { StripeProvider } from '../../src/adapters/payments/stripe.js';
import { SECRET_KEYS, STRIPE_WEBHOOK_SECRET, startGatewaySandbox } from './gateway-sandbox.js';
import {
  type BankLine,
  type GatewayHarness,
  type ProviderContender,
  type ProviderHarness,
  wish,
  wishBack,
} from './provider-harness.js';

const TERMS = { currency: 'aud', price: 8000 };

/** Where the bank stands in Stripe's own words. */
const DISPUTES = { open: 'needs_response', won: 'won', lost: 'lost' } as const;

async function openHarness(): Promise<ProviderHarness> {
  const sandbox = await startGatewaySandbox('stripe');
  const client = (secretKey: string, apiBase: string) =>
    new StripeProvider({ secretKey, webhookSecret: STRIPE_WEBHOOK_SECRET, apiBase });
  const gateway: GatewayHarness = {
    sandbox,
    // The client library repeats a call at once when a kept connection breaks: only the second loss is ours to bear.
    loseAnswer: async () => void (await sandbox.drive('faults', { lose_response: 2 })),
    dispute: async ({ paymentId }, status) =>
      String((await sandbox.drive('dispute', { payment_intent: paymentId, status: DISPUTES[status] })).id),
    stranger: () => client('sk_test_somebody_else', sandbox.url),
    nowhere: () => client(SECRET_KEYS.stripe, 'http://127.0.0.1:9'),
    sign: (raw, { secret = STRIPE_WEBHOOK_SECRET, agoMs = 0 } = {}) =>
      Stripe.webhooks.generateTestHeaderString({
        payload: raw.toString(),
        secret,
        timestamp: Math.floor((Date.now() - agoMs) / 1000),
      }),
    unknownNotice: { id: 'evt_unknown', object: 'event', type: 'customer.created', data: { object: { id: 'cus_1' } } },
  };
  return {
    ...TERMS,
    provider: client(SECRET_KEYS.stripe, sandbox.url),
    gateway,
    order: async (change) => wish(TERMS, change),
    refundOf: async (paid, amount) => wishBack(paid, amount),
    press: async (session, act) => void (await sandbox.drive(`checkout/${session}`, act)),
    tryPress: async (session, act) => (await sandbox.tryDrive(`checkout/${session}`, act)) === 200,
    refundsBecome: async (refund) => void (await sandbox.drive('faults', { refund })),
    settleRefund: async (id, status) => void (await sandbox.drive(`refunds/${id}`, { status })),
    bank: async (session) =>
      (await sandbox.read<BankLine[]>('ledger')).filter(({ session_id }) => session_id === session),
    checkoutsOf: async (orderId) =>
      (await sandbox.read<{ id: string; metadata: Record<string, string> }[]>('sessions'))
        .filter(({ metadata }) => metadata.order_id === orderId)
        .map(({ id }) => id),
    calm: async () => void (await sandbox.drive('faults', { clear: true })),
    close: () => sandbox.stop(),
  };
}

export const STRIPE: ProviderContender = { name: 'stripe', lacks: {}, open: openHarness };
