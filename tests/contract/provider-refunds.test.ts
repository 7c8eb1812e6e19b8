import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { RefundRequest, RefundResult } from '../../src/adapters/payments/port.js';
import {
  give,
  keySpent,
  type PaidCheckout,
  type ProviderCase,
  type ProviderHarness,
  paid,
  refundBecomes,
  refused,
} from '../support/provider-harness.js';
import { everyProvider } from '../support/providers.js';

const refundsAtBank = async (h: ProviderHarness, { sessionId }: PaidCheckout) =>
  (await h.bank(sessionId)).filter(({ type }) => type === 'refund');

/** Asks for part of a payment, and sees it through. */
async function returned(h: ProviderHarness, from: PaidCheckout, amount: number): Promise<RefundResult> {
  await h.refundsBecome('pending');
  const made = await give(h, await h.refundOf(from, amount));
  await h.settleRefund(made.providerRefundId, 'succeeded');
  return refundBecomes(h, made.providerRefundId, 'succeeded');
}

const CASES: readonly ProviderCase[] = [
  {
    name: 'gives all of it back, and the payment still counts as made',
    needs: ['money'],
    run: async (h) => {
      const one = await paid(h);
      const done = await returned(h, one, h.price);
      assert.equal(done.failureReason, null);
      assert.deepEqual(
        (await refundsAtBank(h, one)).map(({ id, amount, status }) => [id, amount, status]),
        [[done.providerRefundId, h.price, 'succeeded']],
      );
      const after = await h.provider.lookUpCheckout(one.sessionId);
      assert.deepEqual([after.state, after.paymentId, after.amount], ['paid', one.paymentId, h.price]);
    },
  },
  {
    name: 'gives parts of it back, up to the whole and not a cent more',
    needs: ['money'],
    run: async (h) => {
      const one = await paid(h);
      const parts = [100, h.price - 300, 199, 1];
      for (const amount of parts) await returned(h, one, amount);
      assert.deepEqual(
        (await refundsAtBank(h, one)).map(({ amount }) => amount),
        parts,
      );
      await assert.rejects(give(h, await h.refundOf(one, 1)), refused);
      assert.equal((await refundsAtBank(h, one)).length, parts.length);
    },
  },
  {
    name: 'gives back no more than was paid',
    needs: ['money'],
    run: async (h) => {
      const one = await paid(h);
      await assert.rejects(give(h, await h.refundOf(one, h.price + 1)), refused);
      await returned(h, one, 1);
      await assert.rejects(give(h, await h.refundOf(one, h.price)), refused);
      assert.deepEqual(
        (await refundsAtBank(h, one)).map(({ amount }) => amount),
        [1],
      );
    },
  },
  {
    name: 'gives the same money back once, when many ask for all of it at once',
    needs: ['money'],
    run: async (h) => {
      const one = await paid(h);
      const requests: RefundRequest[] = [];
      for (let n = 0; n < 6; n += 1) requests.push(await h.refundOf(one, h.price));
      // Also lets every connection be open before it counts.
      const known = requests.map(({ refundId }) => h.provider.findRefund(one.paymentId, refundId));
      assert.deepEqual([...new Set(await Promise.all(known))], [null]);
      const answers = await Promise.allSettled(requests.map((request) => give(h, request)));
      assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 1);
      assert.equal((await refundsAtBank(h, one)).length, 1);
    },
  },
  {
    name: 'makes one refund of one key, however often it is sent',
    needs: ['money'],
    run: async (h) => {
      await h.refundsBecome('pending');
      const one = await paid(h);
      const request = await h.refundOf(one, 100);
      const first = await give(h, request);
      assert.equal((await give(h, request)).providerRefundId, first.providerRefundId);
      await h.settleRefund(first.providerRefundId, 'succeeded');
      assert.equal((await give(h, request)).providerRefundId, first.providerRefundId);
      assert.equal((await refundsAtBank(h, one)).length, 1);
    },
  },
  {
    name: 'finds a refund by ours, and none that was never asked for',
    needs: ['money'],
    run: async (h) => {
      await h.refundsBecome('pending');
      const [one, other] = [await paid(h), await paid(h)];
      const request = await h.refundOf(one, 100);
      const made = await give(h, request);
      await give(h, await h.refundOf(one, 100));
      assert.deepEqual(await h.provider.findRefund(one.paymentId, request.refundId), made);
      assert.equal(await h.provider.findRefund(one.paymentId, randomUUID()), null);
      assert.equal(await h.provider.findRefund(other.paymentId, randomUUID()), null);
      assert.deepEqual(await h.provider.lookUpRefund(made.providerRefundId), made);
      await assert.rejects(h.provider.lookUpRefund(randomUUID()), refused);
    },
  },
  {
    name: 'gives nothing back of a payment that it does not know',
    needs: ['money'],
    run: async (h) => {
      const one = await paid(h);
      await assert.rejects(give(h, await h.refundOf({ ...one, paymentId: randomUUID() }, 100)), refused);
      assert.deepEqual(await refundsAtBank(h, one), []);
    },
  },
  {
    name: 'keeps a refund pending until it is decided',
    needs: ['money'],
    run: async (h) => {
      await h.refundsBecome('pending');
      const one = await paid(h);
      const made = await give(h, await h.refundOf(one, h.price));
      assert.deepEqual([made.status, made.failureReason], ['pending', null]);
      assert.equal((await h.provider.lookUpRefund(made.providerRefundId)).status, 'pending');
      assert.equal((await h.provider.lookUpCheckout(one.sessionId)).state, 'paid', 'on its way back');
      await h.settleRefund(made.providerRefundId, 'succeeded');
      assert.equal((await h.provider.lookUpRefund(made.providerRefundId)).status, 'succeeded');
    },
  },
  {
    name: 'says that a refund has failed, and why; another attempt needs another key',
    needs: ['refunds decided elsewhere'],
    run: async (h) => {
      await h.refundsBecome('pending');
      const one = await paid(h);
      const request = await h.refundOf(one, h.price);
      const first = await give(h, request);
      await h.settleRefund(first.providerRefundId, 'failed');
      const failed = await h.provider.lookUpRefund(first.providerRefundId);
      assert.equal(failed.status, 'failed');
      assert.ok(failed.failureReason);
      assert.equal((await give(h, request)).providerRefundId, first.providerRefundId, 'the same key, the same refund');
      assert.equal(await h.provider.findRefund(one.paymentId, request.refundId), null, 'it is no refund any more');
      const second = await give(h, request, 2);
      assert.notEqual(second.providerRefundId, first.providerRefundId);
      assert.equal((await h.provider.findRefund(one.paymentId, request.refundId))?.status, 'pending');
      await h.settleRefund(second.providerRefundId, 'succeeded');
      assert.deepEqual(
        (await refundsAtBank(h, one)).map(({ status }) => status),
        ['failed', 'succeeded'],
      );
    },
  },
  {
    name: 'says that a refund has failed after it had succeeded',
    needs: ['refunds decided elsewhere'],
    run: async (h) => {
      const one = await paid(h);
      const done = await returned(h, one, h.price);
      await h.settleRefund(done.providerRefundId, 'failed');
      assert.equal((await h.provider.lookUpRefund(done.providerRefundId)).status, 'failed');
      await returned(h, one, h.price);
    },
  },
  {
    name: 'lets refunds go their way by themselves, to the good end and to the bad one',
    needs: ['refunds decided elsewhere'],
    run: async (h) => {
      const one = await paid(h);
      for (const [becomes, status] of [
        ['fail', 'failed'],
        ['succeed', 'succeeded'],
      ] as const) {
        await h.refundsBecome(becomes);
        const made = await give(h, await h.refundOf(one, 100));
        await refundBecomes(h, made.providerRefundId, status);
      }
    },
  },
  {
    name: 'refuses a refund under a key that was used for another amount, or gives the one that it has',
    needs: ['keyed'],
    run: async (h) => {
      await h.refundsBecome('pending');
      const one = await paid(h);
      const request = await h.refundOf(one, 100);
      const first = await give(h, request);
      const again = await give(h, { ...request, amount: 200 }).catch((error: unknown) => {
        assert.ok(keySpent(error), String(error));
        return first;
      });
      assert.equal(again.providerRefundId, first.providerRefundId);
      assert.deepEqual(
        (await refundsAtBank(h, one)).map(({ amount }) => amount),
        [100],
      );
    },
  },
];

everyProvider('refunds', CASES);
