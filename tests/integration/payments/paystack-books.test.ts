import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { after, afterEach, before, describe, it } from 'node:test';
import { until } from '../../../sandbox/testing.js';
import {
  type ProviderEvent,
  ProviderRefused,
  WebhookRefused,
  WebhookUnreadable,
} from '../../../src/adapters/payments/port.js';
import { PaystackBench } from '../../support/paystack.js';

let bench: PaystackBench;
let rig: PaystackBench['rig'];
let provider: PaystackBench['provider'];
before(async () => {
  bench = await PaystackBench.start();
  ({ rig, provider } = bench);
});
after(() => bench.stop());
afterEach(() => bench.faults({ clear: true }));

const all = async <T>(rows: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
};

describe("Paystack's books", () => {
  it('lists what was captured and refunded in a window, on every page', async () => {
    const from = new Date();
    const checkouts = await Promise.all(Array.from({ length: 103 }, () => bench.open()));
    await Promise.all(checkouts.map(({ sessionId }) => bench.press(sessionId, { outcome: 'paid' })));
    await bench.open();
    const [first, second] = checkouts;
    assert.ok(first && second);
    const ids = { refundId: randomUUID(), orderId: first.orderId ?? '' };
    const subject = { subjectId: randomUUID(), subjectKind: 'appointment' } as const;
    const wanted = { ...ids, ...subject, paymentId: first.sessionId, amount: 500_000, reason: 'late_payment' };
    const made = await provider.refund(wanted, `${wanted.refundId}:1`);
    await rig.api('/refund', { transaction: second.sessionId, amount: 100 });
    await until('the reversal', async () =>
      (await rig.api(`/transaction/verify/${first.sessionId}`)).body.data.status === 'reversed' ? true : undefined,
    );
    const window = { from, to: new Date(Date.now() + 1_000) };
    const charges = await all(provider.listCharges(window));
    assert.deepEqual(charges.map(({ paymentId }) => paymentId).sort(), checkouts.map((one) => one.sessionId).sort());
    const charge = charges.find(({ paymentId }) => paymentId === first.sessionId);
    assert.deepEqual(charge, {
      paymentId: first.sessionId,
      orderId: first.orderId,
      amount: 500_000,
      currency: 'ngn',
      capturedAt: charge?.capturedAt,
    });
    assert.ok(charge && charge.capturedAt >= from && charge.capturedAt < window.to);
    const refunds = await all(provider.listRefunds(window));
    assert.deepEqual(
      refunds.map(({ refundId, paymentId, amount, currency }) => [refundId, paymentId, amount, currency]),
      [
        [null, second.sessionId, 100, 'ngn'],
        [wanted.refundId, first.sessionId, 500_000, 'ngn'],
      ],
    );
    assert.equal(refunds[1]?.providerRefundId, made.providerRefundId);
    assert.deepEqual(await all(provider.listCharges({ from: window.to, to: new Date(Date.now() + 2_000) })), []);
    assert.deepEqual(await all(provider.listRefunds({ from: window.to, to: new Date(Date.now() + 2_000) })), []);
  });

  it('looks disputes up: open, won, and lost with what it cost', async () => {
    const dispute = async (reference: string, status: string) =>
      String((await rig.drive('dispute', { reference, status })).body.number);
    const { sessionId } = await bench.paid();
    const id = await dispute(sessionId, 'open');
    const seen = await provider.lookUpDispute(id);
    assert.deepEqual(seen, {
      disputeId: id,
      paymentId: sessionId,
      amount: 500_000,
      currency: 'ngn',
      state: 'open',
      reason: 'chargeback',
      respondBy: seen.respondBy,
      movements: [],
    });
    assert.ok(seen.respondBy && seen.respondBy > new Date());
    await dispute(sessionId, 'lost');
    const lost = await provider.lookUpDispute(id);
    assert.deepEqual([lost.state, lost.movements], ['lost', [{ id: `${id}:lost`, amount: -500_000, fee: 0 }]]);
    const window = { from: new Date(Date.now() - 60_000), to: new Date(Date.now() + 1_000) };
    const refunds = await all(provider.listRefunds(window));
    assert.deepEqual(
      refunds.filter(({ paymentId }) => paymentId === sessionId),
      [],
      'the dispute tells of that money, not the refunds',
    );
    const other = await bench.paid();
    const won = await provider.lookUpDispute(await dispute(other.sessionId, 'won'));
    assert.deepEqual([won.state, won.movements], ['won', []]);
    await assert.rejects(provider.lookUpDispute('1'), ProviderRefused);
  });
});

describe("Paystack's notices", () => {
  const sign = (raw: Buffer, key = rig.key) => createHmac('sha512', key).update(raw).digest('hex');
  const read = (event: string, data: unknown): ProviderEvent => {
    const raw = Buffer.from(JSON.stringify({ event, data }));
    const seen = provider.readWebhook(raw, sign(raw));
    assert.ok(seen);
    return seen;
  };

  it('reads a charge', async () => {
    const { sessionId, orderId } = await bench.paid();
    const { raw, signature, data } = await rig.notice('charge.success', sessionId);
    assert.deepEqual(provider.readWebhook(raw, signature), {
      eventId: `charge.success:${data.id}:success`,
      label: 'charge.success',
      about: 'checkout',
      change: 'paid',
      objectId: sessionId,
      orderId,
      paymentId: sessionId,
    });
  });

  it('reads refunds, with an id and without', async () => {
    const { sessionId, orderId } = await bench.paid();
    await rig.api('/refund', { transaction: sessionId, amount: 300 });
    const { raw, signature, data } = await rig.notice('refund.processed', sessionId);
    assert.deepEqual(provider.readWebhook(raw, signature), {
      eventId: `refund.processed:${sessionId}:${data.refund_reference}:300:processed`,
      label: 'refund.processed',
      about: 'refund',
      change: 'updated',
      objectId: sessionId,
      orderId,
      paymentId: sessionId,
    });
    await bench.faults({ refund: 'needs_attention' });
    const { id } = (await rig.api('/refund', { transaction: sessionId, amount: 300 })).body.data;
    const asks = await rig.notice('refund.needs-attention', sessionId);
    const event = provider.readWebhook(asks.raw, asks.signature);
    assert.ok(event);
    assert.deepEqual([event.objectId, event.paymentId], [String(id), sessionId]);
    assert.equal(event.eventId, `refund.needs-attention:${id}:needs-attention`);
  });

  it('reads disputes', async () => {
    const { sessionId, orderId } = await bench.paid();
    const { number } = (await rig.drive('dispute', { reference: sessionId, status: 'won' })).body;
    const { raw, signature } = await rig.notice('charge.dispute.resolve', sessionId);
    assert.deepEqual(provider.readWebhook(raw, signature), {
      eventId: `charge.dispute.resolve:${number}:resolved`,
      label: 'charge.dispute.resolve',
      about: 'dispute',
      change: 'updated',
      objectId: String(number),
      orderId,
      paymentId: sessionId,
    });
  });

  it('reads what is none of our business, and what others sent', () => {
    for (const event of ['transfer.success', 'subscription.expiring_cards']) {
      const raw = Buffer.from(JSON.stringify({ event, data: [] }));
      assert.equal(provider.readWebhook(raw, sign(raw)), null);
    }
    const stranger = read('charge.success', { id: 7, status: 'success', reference: 'T1', metadata: 0 });
    assert.deepEqual([stranger.orderId, stranger.objectId], [null, 'T1']);
    const ids = { order_id: randomUUID(), appointment_id: randomUUID() };
    const ours = { id: 7, status: 'success', reference: 'T1', metadata: JSON.stringify(ids) };
    assert.equal(read('charge.success', ours).orderId, ids.order_id, 'metadata that come as text');
    const half = { ...ours, metadata: '{"order_id":"o"}' };
    assert.equal(read('charge.success', half).orderId, null, 'metadata of another shop');
    const old = read('charge.dispute.create', { id: 9, status: 'pending', transaction: null });
    assert.deepEqual([old.objectId, old.paymentId], ['9', null]);
  });

  it('refuses what Paystack did not sign', async () => {
    const { sessionId } = await bench.paid();
    const { raw, signature } = await rig.notice('charge.success', sessionId);
    const refused = (body: Buffer, given: string | undefined) =>
      assert.throws(() => provider.readWebhook(body, given), WebhookRefused);
    refused(raw, undefined);
    refused(raw, '');
    refused(raw, 'zz');
    refused(raw, signature.slice(2));
    refused(raw, sign(raw, 'sk_test_other'));
    refused(Buffer.from(raw.toString().replace('500000', '100000')), signature);
    for (const body of ['no json', '{}']) {
      const unreadable = Buffer.from(body);
      assert.throws(() => provider.readWebhook(unreadable, sign(unreadable)), WebhookUnreadable);
    }
    assert.equal(provider.readWebhook(raw, signature.toUpperCase())?.about, 'checkout');
  });
});
