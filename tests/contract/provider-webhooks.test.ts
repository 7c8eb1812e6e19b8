import assert from 'node:assert/strict';
import { type ProviderEvent, WebhookRefused } from '../../src/adapters/payments/port.js';
import { until } from '../support/client.js';
import type { Delivery } from '../support/gateway-sandbox.js';
import {
  gatewayOf,
  give,
  noticeOf,
  opened,
  type PaidCheckout,
  type ProviderCase,
  type ProviderHarness,
  paid,
} from '../support/provider-harness.js';
import { everyProvider } from '../support/providers.js';

const MINUTE = 60_000;

const ofCheckout = (sessionId: string) => (event: ProviderEvent) =>
  event.about === 'checkout' && event.objectId === sessionId;

async function paidNotice(
  h: ProviderHarness,
): Promise<{ one: PaidCheckout; delivery: Delivery; event: ProviderEvent }> {
  const one = await paid(h);
  return { one, ...(await noticeOf(h, ofCheckout(one.sessionId))) };
}

const CASES: readonly ProviderCase[] = [
  {
    name: 'reads that a checkout was paid, and whose',
    needs: ['webhooks'],
    run: async (h) => {
      const { one, event } = await paidNotice(h);
      assert.equal(event.orderId, one.orderId);
      assert.equal(event.paymentId, one.paymentId);
      assert.ok(event.eventId && event.label);
      assert.ok(['completed', 'paid'].includes(event.change), event.change);
    },
  },
  {
    name: 'gives a notice that comes again the same name, and another one another',
    needs: ['webhooks'],
    run: async (h) => {
      const [one, other] = [await paid(h, { webhook: 'duplicate' }), await paid(h)];
      const names = await until('both deliveries', async () => {
        const found = gatewayOf(h)
          .sandbox.deliveries.flatMap(({ raw, signature }) => h.provider.readWebhook(raw, signature) ?? [])
          .filter(ofCheckout(one.sessionId))
          .map(({ eventId }) => eventId);
        return found.length === 2 && found;
      });
      assert.equal(names[0], names[1]);
      assert.notEqual((await noticeOf(h, ofCheckout(other.sessionId))).event.eventId, names[0]);
    },
  },
  {
    name: 'refuses what the provider did not sign',
    needs: ['webhooks'],
    run: async (h) => {
      const { delivery, one } = await paidNotice(h);
      const { raw, signature } = delivery;
      const text = raw.toString();
      const tampered = Buffer.from(text.replaceAll(String(h.price), '1'));
      const forOther = Buffer.from(text.replaceAll(String(one.orderId), 'somebody-else'));
      assert.ok(!tampered.equals(raw) && !forOther.equals(raw));
      const { sign } = gatewayOf(h);
      const forged: readonly (readonly [Buffer, string | undefined])[] = [
        [tampered, signature],
        [forOther, signature],
        [Buffer.concat([raw, Buffer.from(' ')]), signature],
        [Buffer.alloc(0), signature],
        [raw, undefined],
        [raw, ''],
        [raw, 'nonsense'],
        [raw, signature.slice(0, -1)],
        [raw, sign(raw, { secret: 'whsec_of_somebody_else' })],
        [raw, sign(raw, { secret: '' })],
      ];
      for (const [body, given] of forged) {
        assert.throws(() => h.provider.readWebhook(body, given), WebhookRefused, `signature ${given}`);
      }
      assert.equal(h.provider.readWebhook(raw, sign(raw))?.objectId, one.sessionId, 'signed as the provider does');
    },
  },
  {
    name: 'refuses a notice whose signature is old, which somebody may have kept',
    needs: ['dated webhooks'],
    run: async (h) => {
      const { raw } = (await paidNotice(h)).delivery;
      const { sign } = gatewayOf(h);
      assert.throws(() => h.provider.readWebhook(raw, sign(raw, { agoMs: 6 * MINUTE })), WebhookRefused);
      assert.equal(h.provider.readWebhook(raw, sign(raw, { agoMs: 4 * MINUTE }))?.about, 'checkout');
    },
  },
  {
    name: 'reads news of a refund, and of which payment it is',
    needs: ['webhooks'],
    run: async (h) => {
      const one = await paid(h);
      const { providerRefundId } = await give(h, await h.refundOf(one, 100));
      const { event } = await noticeOf(h, ({ about, paymentId }) => about === 'refund' && paymentId === one.paymentId);
      // By the refund's own name, or else by that of the payment (Paystack).
      assert.ok([providerRefundId, one.paymentId].includes(event.objectId), event.objectId);
      assert.equal(event.orderId, one.orderId);
    },
  },
  {
    name: 'reads news of a dispute, and of which payment it is',
    needs: ['webhooks'],
    run: async (h) => {
      const one = await paid(h);
      const id = await gatewayOf(h).dispute(one, 'open');
      const { event } = await noticeOf(h, ({ about, objectId }) => about === 'dispute' && objectId === id);
      assert.equal(event.paymentId, one.paymentId);
      await gatewayOf(h).dispute(one, 'lost');
      const next = await noticeOf(
        h,
        ({ about, objectId, eventId }) => about === 'dispute' && objectId === id && eventId !== event.eventId,
      );
      assert.equal(next.event.paymentId, one.paymentId);
    },
  },
  {
    name: 'reads kinds that move nothing as such',
    needs: ['webhooks'],
    run: async (h) => {
      const { sign, unknownNotice } = gatewayOf(h);
      const raw = Buffer.from(JSON.stringify(unknownNotice));
      assert.equal(h.provider.readWebhook(raw, sign(raw)), null);
    },
  },
  {
    name: 'reads that a page has ended, and that a payment under way has come to nothing',
    needs: ['news of failure'],
    run: async (h) => {
      const [ended, failed] = [await opened(h), await opened(h)];
      await h.press(ended.sessionId, { outcome: 'expired' });
      assert.equal((await noticeOf(h, ofCheckout(ended.sessionId))).event.orderId, ended.orderId);
      await h.press(failed.sessionId, { outcome: 'processing' });
      const first = await noticeOf(h, ofCheckout(failed.sessionId));
      await h.press(failed.sessionId, { outcome: 'async_failed' });
      await noticeOf(h, (event) => ofCheckout(failed.sessionId)(event) && event.eventId !== first.event.eventId);
    },
  },
];

everyProvider('webhooks', CASES);
