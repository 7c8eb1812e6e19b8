import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type Stripe from 'stripe';
import { drive, Rig, WEBHOOK_SECRET } from '../../../sandbox/testing.js';
import { ProviderRefused, ProviderUnavailable, WebhookRefused } from '../../../src/adapters/payments/port.js';
import { StripeProvider } from '../../../src/adapters/payments/stripe.js';
import { toCheckout, toDispute } from '../../../src/adapters/payments/stripe-objects.js';
import type { CheckoutRequest } from '../../../src/domain/payments/orders.js';

/** What Stripe's provider does beyond what every provider has to do. */
describe('the provider for Stripe', () => {
  let rig: Rig;
  let provider: StripeProvider;
  before(async () => {
    rig = await Rig.start();
    provider = new StripeProvider({
      secretKey: 'sk_test_keepwell_sandbox',
      webhookSecret: WEBHOOK_SECRET,
      apiBase: rig.sandbox.url,
    });
  });
  after(() => rig.stop());

  const request = (change: Partial<CheckoutRequest> = {}): CheckoutRequest => ({
    orderId: randomUUID(),
    subjectKind: 'appointment',
    subjectId: randomUUID(),
    amount: 8000,
    currency: 'aud',
    successUrl: 'http://clinic.invalid/payment/success',
    cancelUrl: 'http://clinic.invalid/payment/cancel',
    expiresAtSeconds: Math.floor(Date.now() / 1000) + 31 * 60,
    ...change,
  });
  const open = (change: Partial<CheckoutRequest> = {}) => {
    const wanted = request(change);
    return provider.createCheckout(wanted, `${wanted.orderId}:1`);
  };
  const paid = async (change: Partial<CheckoutRequest> = {}, order: Readonly<Record<string, unknown>> = {}) => {
    const { sessionId } = await open(change);
    await rig.press(sessionId, { outcome: 'paid', ...order });
    const state = await provider.lookUpCheckout(sessionId);
    assert.ok(state.paymentId);
    return { ...state, paymentId: state.paymentId };
  };
  const refund = (paymentId: string, amount: number, refundId = randomUUID(), key = `${refundId}:1`) =>
    provider.refund(
      { refundId, orderId: 'o', subjectKind: 'appointment', subjectId: 'a', paymentId, amount, reason: 'test' },
      key,
    );
  const all = async <T>(list: AsyncIterable<T>): Promise<T[]> => {
    const found: T[] = [];
    for await (const entry of list) found.push(entry);
    return found;
  };

  it('offers cards, or what it is told to', async () => {
    const types = async (change: Partial<CheckoutRequest>) =>
      (await rig.stripe.checkout.sessions.retrieve((await open(change)).sessionId)).payment_method_types;
    assert.deepEqual(await types({}), ['card']);
    assert.deepEqual(await types({ methods: ['card', 'au_becs_debit'] }), ['card', 'au_becs_debit']);
    assert.ok(provider.takes('aud') && provider.takes('php') && !provider.takes('jpy'));
  });

  it('says how it was paid, and how much was really credited', async () => {
    const card = await paid();
    assert.deepEqual([card.method, card.amount, card.fee], ['card', 8000, 166]);
    const { sessionId } = await open({ methods: ['au_becs_debit'] });
    await rig.press(sessionId, { outcome: 'processing' });
    assert.deepEqual((await provider.lookUpCheckout(sessionId)).method, null);
    await rig.press(sessionId, { outcome: 'async_paid' });
    assert.equal((await provider.lookUpCheckout(sessionId)).method, 'au_becs_debit');
    const other = await paid({}, { amount: 7999, currency: 'usd' });
    assert.deepEqual([other.state, other.amount, other.currency], ['paid', 7999, 'usd']);
  });

  it('stays open while the payer is asked to confirm, and after they failed to', async () => {
    const { sessionId } = await open();
    for (const outcome of ['requires_action', 'declined', 'requires_action']) {
      await rig.press(sessionId, { outcome });
      const state = await provider.lookUpCheckout(sessionId);
      assert.deepEqual([state.state, state.method, state.fee], ['open', null, null], outcome);
    }
    await rig.press(sessionId, { outcome: 'paid' });
    assert.equal((await provider.lookUpCheckout(sessionId)).state, 'paid');
  });

  it('follows a dispute and its money to the end', async () => {
    const { paymentId } = await paid();
    const move = async (status: string) => {
      const { body } = await drive(rig.sandbox.url, 'dispute', { payment_intent: paymentId, status });
      return provider.lookUpDispute((body as Stripe.Dispute).id);
    };
    const opened = await move('needs_response');
    assert.deepEqual(
      [opened.paymentId, opened.amount, opened.currency, opened.state],
      [paymentId, 8000, 'aud', 'open'],
    );
    assert.ok(opened.respondBy && opened.respondBy > new Date());
    const moved = (state: typeof opened) => state.movements.map(({ amount, fee }) => [amount, fee]);
    assert.deepEqual(moved(opened), [[-8000, 2500]]);
    const inDispute = (error: unknown) => error instanceof ProviderRefused && error.reason === 'in_dispute';
    await assert.rejects(refund(paymentId, 100), inDispute);
    assert.equal((await move('under_review')).state, 'open');
    assert.equal((await move('lost')).state, 'lost');
    const won = await move('won');
    assert.deepEqual([won.state, moved(won)[1]], ['won', [8000, 0]]);
    assert.equal((await refund(paymentId, 100)).status, 'succeeded');
  });

  it('lists what was captured and refunded in a window, its first second included and its end not', async () => {
    const charges = [await paid(), await paid({ currency: 'usd' })];
    const declined = await open();
    await rig.press(declined.sessionId, { outcome: 'declined' });
    const [first] = charges;
    assert.ok(first);
    const refundId = randomUUID();
    const made = await refund(first.paymentId, 3000, refundId);
    const ours = new Set([...charges, declined].map((charge) => charge.orderId));
    const now = Date.now();
    const window = { from: new Date(now - 3_600_000), to: new Date(now + 3_600_000) };
    const listed = (await all(provider.listCharges(window))).filter((charge) => ours.has(charge.orderId));
    assert.deepEqual(
      listed.map(({ orderId, amount, currency }) => [orderId, amount, currency]).reverse(),
      charges.map(({ orderId, amount, currency }) => [orderId, amount, currency]),
    );
    const at = listed[0]?.capturedAt.getTime() ?? 0;
    const among = async (from: number, to: number) =>
      (await all(provider.listCharges({ from: new Date(from), to: new Date(to) }))).some(
        (charge) => charge.paymentId === listed[0]?.paymentId,
      );
    assert.deepEqual(
      [await among(at, at + 1), await among(at + 1, at + 1_000), await among(at - 1_000, at)],
      [true, false, false],
    );
    const [refunded] = (await all(provider.listRefunds(window))).filter((one) => one.refundId === refundId);
    assert.deepEqual(
      [
        refunded?.providerRefundId,
        refunded?.paymentId,
        refunded?.amount,
        refunded?.currency,
        refunded?.status,
        refunded?.fee,
      ],
      [made.providerRefundId, first.paymentId, 3000, 'aud', 'succeeded', 0],
    );
    const stranger = new StripeProvider({ secretKey: 'sk_test_other', webhookSecret: 'x', apiBase: rig.sandbox.url });
    await assert.rejects(all(stranger.listCharges(window)), ProviderRefused);
  });

  it('takes a key that was used for another request as one whose outcome it does not know', async () => {
    const { paymentId } = await paid();
    const key = randomUUID();
    await refund(paymentId, 100, randomUUID(), key);
    const spent = (error: unknown) => error instanceof ProviderUnavailable && error.keySpent;
    await assert.rejects(refund(paymentId, 200, randomUUID(), key), spent);
  });

  it('refuses a webhook without or with a wrong signature', () => {
    for (const signature of [undefined, 't=1,v1=00']) {
      assert.throws(() => provider.readWebhook(Buffer.from('{}'), signature), WebhookRefused);
    }
  });
});

describe("Stripe's objects", () => {
  const balance = (change: object) => ({
    id: 'txn_1',
    amount: -8000,
    fee: 2500,
    currency: 'aud',
    exchange_rate: null,
    ...change,
  });
  const dispute = (change: object) =>
    toDispute({
      id: 'du_1',
      amount: 8000,
      currency: 'aud',
      charge: 'ch_1',
      payment_intent: null,
      reason: '',
      status: 'needs_response',
      evidence_details: { due_by: null },
      balance_transactions: [balance({})],
      ...change,
    } as unknown as Stripe.Dispute);

  it('of a dispute that ended without a verdict are read by their money', () => {
    assert.equal(dispute({ status: 'prevented', balance_transactions: [] }).state, 'won');
    assert.equal(dispute({ status: 'prevented' }).state, 'lost');
    assert.equal(dispute({ status: 'warning_closed', balance_transactions: [] }).state, 'won');
    assert.equal(dispute({ status: 'appeal_under_review' }).state, 'open');
    const { paymentId, reason, respondBy } = dispute({});
    assert.deepEqual([paymentId, reason, respondBy], ['ch_1', null, null]);
  });

  it('that are booked in another currency are told in the one that was paid in', () => {
    const settled = { currency: 'aud', exchange_rate: 1.6 };
    const { movements } = dispute({
      currency: 'usd',
      balance_transactions: [balance({ ...settled, amount: -12_800, fee: 2500 })],
    });
    assert.deepEqual(movements, [{ id: 'txn_1', amount: -8000, fee: 1563 }]);
    const charge = {
      status: 'succeeded',
      amount_captured: 8000,
      currency: 'usd',
      balance_transaction: balance({ ...settled, amount: 12_800, fee: 320 }),
      payment_method_details: { type: 'card' },
    };
    const session = {
      id: 'cs_1',
      payment_status: 'paid',
      status: 'complete',
      payment_intent: { id: 'pi_1', latest_charge: charge },
      amount_total: 8000,
      currency: 'usd',
      url: null,
      metadata: null,
    };
    assert.equal(toCheckout(session as unknown as Stripe.Checkout.Session).fee, 200);
  });
});
