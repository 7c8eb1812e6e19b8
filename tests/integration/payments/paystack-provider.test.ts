import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, describe, it } from 'node:test';
import { initializeParams } from '../../../sandbox/paystack/testing.js';
import { until } from '../../../sandbox/testing.js';
import { PaystackProvider } from '../../../src/adapters/payments/paystack.js';
import { ProviderRefused, ProviderUnavailable, type RefundRequest } from '../../../src/adapters/payments/port.js';
import { PaystackBench, wish } from '../../support/paystack.js';

let bench: PaystackBench;
let rig: PaystackBench['rig'];
let provider: PaystackBench['provider'];
before(async () => {
  bench = await PaystackBench.start();
  ({ rig, provider } = bench);
});
after(() => bench.stop());
afterEach(() => bench.faults({ clear: true }));

const spent = (error: unknown) => error instanceof ProviderRefused && error.keySpent;
const away = (error: unknown) => error instanceof ProviderUnavailable && !error.keySpent;

describe('checkouts at Paystack', () => {
  it('opens a page under the reference of the attempt, for cards, with opaque ids only', async () => {
    const request = wish();
    const checkout = await bench.open(request);
    assert.deepEqual(checkout, {
      sessionId: `${request.orderId}-1`,
      orderId: request.orderId,
      url: checkout.url,
      state: 'open',
      paymentId: null,
      amount: 500_000,
      currency: 'ngn',
      fee: null,
      method: null,
    });
    assert.match(String(checkout.url), /\/sandbox\/paystack\/pay\/\w+$/);
    assert.deepEqual(await provider.lookUpCheckout(checkout.sessionId), { ...checkout, url: null });
    const seen = (await rig.api(`/transaction/verify/${checkout.sessionId}`)).body.data;
    assert.deepEqual(seen.metadata, {
      order_id: request.orderId,
      appointment_id: request.subjectId,
      cancel_action: request.cancelUrl,
    });
    assert.equal(seen.customer.email, request.customer);
    const page = await (await fetch(String(checkout.url))).text();
    assert.doesNotMatch(page, /Bank transfer/, 'cards only, unless other methods are asked for');
    const wide = await bench.open(wish({ methods: ['card', 'bank_transfer'] }));
    assert.match(await (await fetch(String(wide.url))).text(), /Bank transfer/);
  });

  it('says what became of it', async () => {
    const { sessionId } = await bench.open();
    const state = async () => (await provider.lookUpCheckout(sessionId)).state;
    assert.equal(await state(), 'open', 'nobody has begun to pay');
    await bench.press(sessionId, { outcome: 'declined' });
    assert.equal(await state(), 'open', 'another card may do');
    await bench.press(sessionId, { outcome: 'processing' });
    assert.equal(await state(), 'processing');
    await bench.press(sessionId, { outcome: 'async_paid' });
    const done = await provider.lookUpCheckout(sessionId);
    assert.deepEqual(
      [done.state, done.paymentId, done.fee, done.method, done.amount],
      ['paid', sessionId, 17_500, 'bank_transfer', 500_000],
    );
  });

  it('shows another amount and currency than was asked for', async () => {
    const { sessionId } = await bench.open();
    await bench.press(sessionId, { outcome: 'paid', amount: 490_000, currency: 'usd' });
    const done = await provider.lookUpCheckout(sessionId);
    assert.deepEqual([done.state, done.amount, done.currency], ['paid', 490_000, 'usd']);
  });

  it('closes what cannot be closed by word only: paid and under way stay what they are', async () => {
    const one = await bench.open();
    assert.equal((await provider.closeCheckout(one.sessionId)).state, 'closed');
    await bench.press(one.sessionId, { outcome: 'paid', late: true });
    assert.equal((await provider.closeCheckout(one.sessionId)).state, 'paid', 'late money');
    const other = await bench.open();
    await bench.press(other.sessionId, { outcome: 'processing' });
    assert.equal((await provider.closeCheckout(other.sessionId)).state, 'processing');
  });

  it('takes up what a lost answer left behind', async () => {
    const request = wish();
    await bench.faults({ lose_response: 1 });
    await assert.rejects(bench.open(request), away);
    // The page is there, and nobody knows where.
    await assert.rejects(bench.open(request), spent);
    assert.equal(await provider.findCheckout(request.orderId), null);
    const second = await bench.open(request, 2);
    assert.equal(second.sessionId, `${request.orderId}-2`);
    assert.ok(second.url);
    await bench.press(second.sessionId, { outcome: 'paid' });
    assert.equal((await provider.findCheckout(request.orderId))?.sessionId, second.sessionId);
  });

  it('takes the same reference for the same money', async () => {
    const request = wish();
    const { sessionId } = await bench.open(request);
    await bench.press(sessionId, { outcome: 'processing' });
    assert.deepEqual(
      [(await bench.open(request)).state, (await provider.findCheckout(request.orderId))?.state],
      ['processing', 'processing'],
    );
    await bench.press(sessionId, { outcome: 'async_paid' });
    const again = await bench.open(request);
    assert.deepEqual([again.state, again.paymentId, again.fee], ['paid', sessionId, 17_500]);
    assert.equal((await provider.findCheckout(request.orderId))?.state, 'paid');
    assert.equal(await provider.findCheckout(randomUUID()), null);
  });

  it('opens one transaction, however many ask at once', async () => {
    const request = wish();
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => bench.open(request)));
    const opened = results.filter(({ status }) => status === 'fulfilled');
    assert.equal(opened.length, 1);
    for (const result of results) if (result.status === 'rejected') assert.ok(spent(result.reason));
  });

  it('tells a no from silence, and says nothing of what was sent', async () => {
    await assert.rejects(bench.open(wish({ currency: 'aud' })), (error: Error) => {
      assert.ok(error instanceof ProviderRefused);
      assert.deepEqual([error.reason, error.keySpent], ['unsupported_currency', false]);
      return true;
    });
    await assert.rejects(provider.lookUpCheckout('nobody'), ProviderRefused);
    await bench.faults({ server_error: 1 });
    await assert.rejects(bench.open(), away);
    await bench.faults({ outage: '1h' });
    await assert.rejects(bench.open(), away);
    await assert.rejects(bench.open(), away);
    await assert.rejects(provider.ping(), away);
    await bench.faults({ clear: true });
    await provider.ping();
    const stranger = new PaystackProvider({ secretKey: 'sk_test_wrong', apiBase: rig.apiBase });
    await assert.rejects(stranger.ping(), (error: Error) => {
      assert.ok(error instanceof ProviderRefused);
      assert.doesNotMatch(error.message, /sk_test/);
      return true;
    });
    const nowhere = new PaystackProvider({ secretKey: rig.key, apiBase: 'http://127.0.0.1:9' });
    await assert.rejects(nowhere.ping(), away);
  });

  it("takes Paystack's currencies", () => {
    const ours = ['aud', 'usd', 'gbp', 'eur', 'ngn', 'php'];
    assert.deepEqual(
      ours.filter((currency) => provider.takes(currency)),
      ['usd', 'ngn'],
    );
  });
});

describe('refunds at Paystack', () => {
  const request = (paymentId: string, changes: Partial<RefundRequest> = {}): RefundRequest => ({
    refundId: randomUUID(),
    orderId: randomUUID(),
    subjectKind: 'appointment',
    subjectId: randomUUID(),
    paymentId,
    amount: 100_000,
    reason: 'cancelled_by_clinic',
    ...changes,
  });
  const give = (wanted: RefundRequest, attempt = 1) => provider.refund(wanted, `${wanted.refundId}:${attempt}`);
  const settled = (id: string, status: string) =>
    until(`refund ${id} to be ${status}`, async () => {
      const found = await provider.lookUpRefund(id);
      return found.status === status ? found : undefined;
    });
  const refundsOf = async (reference: string) =>
    (await rig.ledger()).filter(({ type, session_id }) => type === 'refund' && session_id === reference);

  it('makes one refund per key, whatever is lost', async () => {
    const { sessionId } = await bench.paid();
    const wanted = request(sessionId);
    const first = await give(wanted);
    assert.deepEqual([first.status, first.failureReason, first.fee], ['pending', null, null]);
    assert.equal((await give(wanted)).providerRefundId, first.providerRefundId);
    const lost = request(sessionId);
    await bench.faults({ lose_response: 1 });
    await assert.rejects(give(lost), away);
    const found = await give(lost);
    assert.equal((await provider.findRefund(sessionId, lost.refundId))?.providerRefundId, found.providerRefundId);
    await settled(first.providerRefundId, 'succeeded');
    await settled(found.providerRefundId, 'succeeded');
    assert.deepEqual(
      (await refundsOf(sessionId)).map(({ amount, status }) => [amount, status]),
      [
        [100_000, 'succeeded'],
        [100_000, 'succeeded'],
      ],
    );
    assert.equal((await provider.lookUpCheckout(sessionId)).state, 'paid');
  });

  it('gives all of it back, and the payment still counts as paid', async () => {
    const { sessionId } = await bench.paid();
    const given = await give(request(sessionId, { amount: 500_000 }));
    assert.equal((await provider.lookUpCheckout(sessionId)).state, 'paid', 'on its way back');
    await settled(given.providerRefundId, 'succeeded');
    assert.equal((await rig.api(`/transaction/verify/${sessionId}`)).body.data.status, 'reversed');
    const after = await provider.lookUpCheckout(sessionId);
    assert.deepEqual([after.state, after.paymentId, after.amount], ['paid', sessionId, 500_000]);
    await assert.rejects(give(request(sessionId)), (error: Error) => {
      assert.ok(error instanceof ProviderRefused);
      assert.equal(error.reason, 'transaction_reversed');
      return true;
    });
  });

  it('finds its own among many, on whatever page', async () => {
    const { sessionId } = await bench.paid();
    const wanted = request(sessionId);
    const first = await give(wanted);
    const busy = await bench.paid({ amount: 5_000_000 });
    await bench.faults({ refund: 'pending' });
    const body = (n: number) => ({ transaction: busy.sessionId, amount: 1_000, merchant_note: `another ${n}` });
    await Promise.all(Array.from({ length: 120 }, (_, n) => rig.api('/refund', body(n))));
    assert.equal((await provider.findRefund(sessionId, wanted.refundId))?.providerRefundId, first.providerRefundId);
    assert.equal((await give(wanted)).providerRefundId, first.providerRefundId);
    assert.equal(await provider.findRefund(sessionId, randomUUID()), null);
    assert.equal(await provider.findRefund(busy.sessionId, wanted.refundId), null);
  });

  it('follows one that fails, and starts another under the next key', async () => {
    const { sessionId } = await bench.paid();
    const wanted = request(sessionId);
    await bench.faults({ refund: 'fail' });
    const { providerRefundId } = await give(wanted);
    assert.equal((await settled(providerRefundId, 'failed')).failureReason, 'failed');
    await bench.faults({ clear: true });
    assert.equal((await give(wanted)).providerRefundId, providerRefundId, 'the same key, the same answer');
    assert.equal(await provider.findRefund(sessionId, wanted.refundId), null);
    const second = await give(wanted, 2);
    assert.notEqual(second.providerRefundId, providerRefundId);
    await settled(second.providerRefundId, 'succeeded');
  });

  it('follows one that succeeds and then fails', async () => {
    const { sessionId } = await bench.paid();
    await bench.faults({ refund: 'succeed_then_fail' });
    const { providerRefundId } = await give(request(sessionId));
    await rig.notice('refund.processed', sessionId);
    await settled(providerRefundId, 'failed');
  });

  it('does not pay twice where bank details are wanted', async () => {
    const { sessionId } = await bench.paid();
    const wanted = request(sessionId);
    await bench.faults({ refund: 'needs_attention' });
    const { providerRefundId } = await give(wanted);
    assert.equal((await settled(providerRefundId, 'failed')).failureReason, 'needs-attention');
    await bench.faults({ clear: true });
    assert.equal((await provider.findRefund(sessionId, wanted.refundId))?.providerRefundId, providerRefundId);
    assert.equal((await give(wanted, 2)).providerRefundId, providerRefundId);
    await rig.drive(`refunds/${providerRefundId}`, { status: 'processed' });
    assert.equal((await provider.lookUpRefund(providerRefundId)).status, 'succeeded');
  });
});

it('knows its own among the transactions of others', async () => {
  const reference = `shop${Date.now()}`;
  await rig.api('/transaction/initialize', initializeParams(reference, { metadata: 'null' }));
  await rig.drive(`checkout/${reference}`, { outcome: 'paid' });
  const seen = await provider.lookUpCheckout(reference);
  assert.deepEqual([seen.state, seen.orderId], ['paid', null]);
});
