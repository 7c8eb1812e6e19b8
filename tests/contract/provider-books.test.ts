import assert from 'node:assert/strict';
import type { DisputeState, Window } from '../../src/adapters/payments/port.js';
import {
  all,
  gatewayOf,
  give,
  type ProviderCase,
  type ProviderHarness,
  paid,
  refundBecomes,
  refused,
} from '../support/provider-harness.js';
import { everyProvider } from '../support/providers.js';

/** More than a page of any list. */
const MANY = 101;

/** From long before to well after everything that a case does. */
const around = (): Window => ({ from: new Date(Date.now() - 3_600_000), to: new Date(Date.now() + 60_000) });

/** Of a moment: it belongs to a window that begins with it, and not to one that ends with it or begins after it. */
async function assertHalfOpen(at: Date, holds: (window: Window) => Promise<boolean>): Promise<void> {
  const moment = (offsetMs: number) => new Date(at.getTime() + offsetMs);
  const windows = [
    { from: moment(0), to: moment(1) },
    { from: moment(-1_000), to: moment(0) },
    { from: moment(1), to: moment(1_000) },
  ];
  assert.deepEqual(await Promise.all(windows.map(holds)), [true, false, false]);
}

const MOVED: Readonly<Record<DisputeState['state'], (state: DisputeState) => number>> = {
  // What the bank holds while it decides, it takes at Stripe at once and at Paystack not at all.
  open: ({ movements, amount }) => (movements.length === 0 ? 0 : -amount),
  won: () => 0,
  lost: ({ amount }) => -amount,
};

function assertMoved(state: DisputeState): void {
  const moved = state.movements.reduce((sum, { amount }) => sum + amount, 0);
  assert.equal(moved, MOVED[state.state](state), `${state.state}: ${JSON.stringify(state.movements)}`);
  assert.equal(new Set(state.movements.map(({ id }) => id)).size, state.movements.length, 'each has a name of its own');
}

async function lookedUp(h: ProviderHarness, id: string, state: DisputeState['state']): Promise<DisputeState> {
  const found = await h.provider.lookUpDispute(id);
  assert.deepEqual([found.disputeId, found.state], [id, state]);
  assertMoved(found);
  return found;
}

const CASES: readonly ProviderCase[] = [
  {
    name: 'lists what was captured in a window, under our own ids, and nothing that was not paid',
    needs: ['money'],
    run: async (h) => {
      const one = await paid(h, { amount: h.price - 1 });
      const unpaid = await h.provider.createCheckout(await h.order(), 'key-of-nobody');
      const listed = await all(h.provider.listCharges(around()));
      const charge = listed.find(({ paymentId }) => paymentId === one.paymentId);
      assert.deepEqual(charge, {
        paymentId: one.paymentId,
        orderId: one.orderId,
        amount: h.price - 1,
        currency: h.currency,
        capturedAt: charge?.capturedAt,
      });
      assert.ok(!listed.some(({ orderId }) => orderId === unpaid.orderId));
      assert.equal(listed.filter(({ paymentId }) => paymentId === one.paymentId).length, 1);
      await assertHalfOpen(charge?.capturedAt ?? new Date(0), async (window) =>
        (await all(h.provider.listCharges(window))).some(({ paymentId }) => paymentId === one.paymentId),
      );
    },
  },
  {
    name: 'lists what was refunded in a window, whatever became of it, and the charge that it was refunded from',
    needs: ['money'],
    run: async (h) => {
      await h.refundsBecome('pending');
      const one = await paid(h);
      const requests = [await h.refundOf(one, 100), await h.refundOf(one, h.price - 100)];
      const made = [];
      for (const request of requests) made.push(await give(h, request));
      const [first, second] = made;
      assert.ok(first && second);
      await h.settleRefund(second.providerRefundId, 'succeeded');
      const listed = (await all(h.provider.listRefunds(around()))).filter(
        ({ paymentId }) => paymentId === one.paymentId,
      );
      const row = ({ refundId, providerRefundId, amount, currency, status }: (typeof listed)[number]) => [
        refundId,
        providerRefundId,
        amount,
        currency,
        status,
      ];
      assert.deepEqual(
        listed.map(row).sort((a, b) => Number(a[2]) - Number(b[2])),
        [
          [requests[0]?.refundId, first.providerRefundId, 100, h.currency, 'pending'],
          [requests[1]?.refundId, second.providerRefundId, h.price - 100, h.currency, 'succeeded'],
        ],
      );
      await assertHalfOpen(listed[0]?.createdAt ?? new Date(0), async (window) =>
        (await all(h.provider.listRefunds(window))).some(
          ({ providerRefundId }) => providerRefundId === listed[0]?.providerRefundId,
        ),
      );
      const charges = await all(h.provider.listCharges(around()));
      assert.equal(charges.find(({ paymentId }) => paymentId === one.paymentId)?.amount, h.price);
    },
  },
  {
    name: 'lists a refund that failed as one that failed',
    needs: ['refunds decided elsewhere'],
    run: async (h) => {
      await h.refundsBecome('pending');
      const one = await paid(h);
      const { providerRefundId } = await give(h, await h.refundOf(one, 100));
      await h.settleRefund(providerRefundId, 'failed');
      await refundBecomes(h, providerRefundId, 'failed');
      const listed = await all(h.provider.listRefunds(around()));
      assert.equal(listed.find((refund) => refund.providerRefundId === providerRefundId)?.status, 'failed');
    },
  },
  {
    name: 'lists charges and refunds to the last, over all pages',
    needs: ['pages of lists'],
    run: async (h) => {
      await h.refundsBecome('pending');
      const payments = await Promise.all(Array.from({ length: MANY }, () => paid(h)));
      const [first] = payments;
      assert.ok(first);
      const refunds = await Promise.all(Array.from({ length: MANY }, async () => give(h, await h.refundOf(first, 10))));
      const charges = (await all(h.provider.listCharges(around()))).map(({ paymentId }) => paymentId);
      assert.equal(charges.length, new Set(charges).size, 'none twice');
      for (const { paymentId } of payments) assert.ok(charges.includes(paymentId));
      const listed = (await all(h.provider.listRefunds(around()))).map((refund) => refund.providerRefundId);
      assert.equal(listed.length, new Set(listed).size, 'none twice');
      for (const { providerRefundId } of refunds) assert.ok(listed.includes(providerRefundId));
    },
  },
  {
    name: 'tells of a dispute that is open and then won',
    needs: ['disputes'],
    run: async (h) => {
      const one = await paid(h);
      const id = await gatewayOf(h).dispute(one, 'open');
      const open = await lookedUp(h, id, 'open');
      assert.deepEqual([open.paymentId, open.amount, open.currency], [one.paymentId, h.price, h.currency]);
      assert.ok(open.reason && open.respondBy && open.respondBy > new Date());
      assert.equal(await gatewayOf(h).dispute(one, 'won'), id);
      await lookedUp(h, id, 'won');
      assert.equal((await h.provider.lookUpCheckout(one.sessionId)).state, 'paid');
    },
  },
  {
    name: 'tells of a dispute that is open and then lost, which is no refund',
    needs: ['disputes'],
    run: async (h) => {
      const one = await paid(h);
      const id = await gatewayOf(h).dispute(one, 'open');
      await gatewayOf(h).dispute(one, 'lost');
      const lost = await lookedUp(h, id, 'lost');
      assert.equal(lost.amount, h.price);
      const refunds = await all(h.provider.listRefunds(around()));
      assert.deepEqual(
        refunds.filter(({ paymentId }) => paymentId === one.paymentId),
        [],
        'else reconciliation would count its money twice',
      );
    },
  },
  {
    name: 'knows no dispute that never was',
    needs: ['disputes'],
    run: async (h) => assert.rejects(h.provider.lookUpDispute('1'), refused),
  },
];

everyProvider('books', CASES);
