import assert from 'node:assert/strict';
import { until } from '../support/client.js';
import type { BankLine } from '../support/provider-harness.js';
import {
  act,
  assertMoneyAgrees,
  booked,
  cancelByClinic,
  type DueVisit,
  everyTill,
  gatewayOf,
  ordersOf,
  sharedStage,
  type Till,
  type TillCase,
} from '../support/till.js';
import { DESK_TILL, WAIVED_TILL } from '../support/till-by-hand.js';
import { PAYSTACK_TILL, STRIPE_TILL } from '../support/till-gateways.js';

const PRICE = 8000;

/** The bank has been asked for so many refunds of the visit, and waits for somebody to decide the last. */
async function asked(till: Till, visit: DueVisit, times = 1): Promise<readonly BankLine[]> {
  return until('the refund at the bank', async () => {
    const refunds = (await till.bank(visit)).filter(({ type }) => type === 'refund');
    return refunds.length === times && refunds.some(({ status }) => status === 'pending') && refunds;
  });
}

async function decided(till: Till, visit: DueVisit, status: 'succeeded' | 'failed', times = 1): Promise<void> {
  await asked(till, visit, times);
  await till.settleRefunds(visit, status);
}

/** What the patient sees of the refunds. */
async function shown(till: Till, visit: DueVisit): Promise<readonly (readonly [number, string])[]> {
  const [order] = await ordersOf(till, visit);
  return order.refunds.map(({ amount, status }: { amount: number; status: string }) => [amount, status]);
}

/** All that the patient paid is back, once. */
async function assertAllBack(till: Till, visit: DueVisit): Promise<void> {
  const { stage } = till;
  await stage.closes(visit);
  await stage.reaches(visit, 'cancelled_by_clinic', 'refunded');
  const back = (await till.bank(visit)).filter(({ type, status }) => type === 'refund' && status === 'succeeded');
  assert.equal(
    back.reduce((sum, { amount }) => sum + amount, 0),
    PRICE,
  );
  assert.equal((await ordersOf(till, visit))[0].status, 'refunded');
  assert.deepEqual(await stage.attention(visit), []);
  await assertMoneyAgrees(till, visit);
}

const CASES: readonly TillCase[] = [
  {
    name: 'gives all of it back when the clinic cancels',
    needs: ['money'],
    run: async (till) => {
      const visit = await booked(till);
      await cancelByClinic(till, visit);
      await decided(till, visit, 'succeeded');
      await assertAllBack(till, visit);
      assert.deepEqual(await shown(till, visit), [[PRICE, 'succeeded']]);
      await till.stage.told(visit, ['booking_held', 'booking_confirmed', 'cancelled', 'refunded']);
      const [payments] = await till.stage.sql(
        "select sum(amount)::int as left from ledger_entries where order_id in (select id from orders where subject_id = $1) and account = 'patient'",
        [visit.id],
      );
      assert.deepEqual(payments, { left: 0 });
    },
  },
  {
    name: 'gives parts of it back, two of them alike, then the rest, and never more',
    needs: ['money'],
    run: async (till) => {
      const { stage } = till;
      const visit = await booked(till);
      for (const times of [1, 2]) {
        const part = await act(till, visit, { action: 'issue_refund', amount: 2000 });
        assert.equal(part.status, 200, JSON.stringify(part.body));
        await asked(till, visit, times);
        const early = await act(till, visit, { action: 'issue_refund', amount: 1 });
        assert.deepEqual([early.status, early.body.code], [409, 'invalid_transition'], 'one at a time');
        await till.settleRefunds(visit);
        await stage.reaches(visit, 'booked', 'partially_refunded');
        await assertMoneyAgrees(till, visit);
      }
      const more = await act(till, visit, { action: 'issue_refund', amount: 4001 });
      assert.deepEqual([more.status, more.body.field], [400, 'amount']);
      await cancelByClinic(till, visit);
      await decided(till, visit, 'succeeded', 3);
      await assertAllBack(till, visit);
      assert.deepEqual(await shown(till, visit), [
        [2000, 'succeeded'],
        [2000, 'succeeded'],
        [4000, 'succeeded'],
      ]);
    },
  },
  {
    name: 'keeps a refund that fails open until a person has sent it again and it succeeds',
    needs: ['refunds decided elsewhere'],
    run: async (till) => {
      const { stage } = till;
      const visit = await booked(till);
      await cancelByClinic(till, visit);
      await decided(till, visit, 'failed');
      await stage.flagged(visit, 'refund_failed');
      await stage.reaches(visit, 'cancelled_by_clinic', 'refund_failed');
      assert.equal(await stage.runState(visit), 'RUNNING');
      await assertMoneyAgrees(till, visit);
      const again = await act(till, visit, { action: 'retry_refund' });
      assert.equal(again.status, 200, JSON.stringify(again.body));
      await decided(till, visit, 'succeeded', 2);
      await assertAllBack(till, visit);
      await stage.told(visit, ['booking_held', 'booking_confirmed', 'cancelled', 'refunded']);
    },
  },
  {
    name: 'takes a refund that succeeded back into the books when it fails afterwards',
    needs: ['refunds decided elsewhere'],
    run: async (till) => {
      const { stage } = till;
      const visit = await booked(till);
      await cancelByClinic(till, visit);
      const [refund] = await asked(till, visit);
      await till.settleRefunds(visit);
      await assertAllBack(till, visit);
      await gatewayOf(till).drive(`refunds/${refund?.id}`, { status: 'failed' });
      await stage.flagged(visit, 'refund_failed');
      await stage.reaches(visit, 'cancelled_by_clinic', 'refund_failed');
      await assertMoneyAgrees(till, visit);
      await until('the resumed run', async () => (await stage.runState(visit)) === 'RUNNING');
      const again = await act(till, visit, { action: 'retry_refund' });
      assert.equal(again.status, 200, JSON.stringify(again.body));
      await decided(till, visit, 'succeeded', 2);
      await assertAllBack(till, visit);
    },
  },
  {
    name: 'follows a refund of which nobody tells',
    needs: ['refunds decided elsewhere'],
    run: async (till) => {
      const visit = await booked(till);
      await cancelByClinic(till, visit);
      await asked(till, visit);
      await till.settleRefunds(visit, 'succeeded', 'lose');
      await assertAllBack(till, visit);
    },
  },
  {
    name: 'is not moved by old news, whatever its order',
    needs: ['page'],
    run: async (till) => {
      const { notices, notify } = gatewayOf(till);
      const visit = await booked(till);
      await cancelByClinic(till, visit);
      await decided(till, visit, 'succeeded');
      await assertAllBack(till, visit);
      const life = [...(await notices(visit))].reverse();
      for (const notice of [...life, ...life]) assert.equal(await notify(notice), 200);
      await till.stage.inboxEmpty(visit);
      await assertAllBack(till, visit);
      assert.deepEqual(await till.stage.moves(visit), ['pending', 'booked', 'cancelled_by_clinic']);
      await till.stage.told(visit, ['booking_held', 'booking_confirmed', 'cancelled', 'refunded']);
    },
  },
  {
    name: 'sends nothing back of a payment that a bank has in hand, and sends it when that is over',
    needs: ['disputes'],
    run: async (till) => {
      const { stage } = till;
      const visit = await booked(till);
      await gatewayOf(till).dispute(visit, 'open');
      await stage.reaches(visit, 'booked', 'disputed');
      await stage.flagged(visit, 'dispute');
      await assertMoneyAgrees(till, visit);
      const refused = await act(till, visit, { action: 'issue_refund', amount: 100 });
      assert.deepEqual([refused.status, refused.body.code], [409, 'invalid_transition']);
      await cancelByClinic(till, visit);
      await stage.flagged(visit, 'refund_in_dispute');
      assert.deepEqual(
        (await till.bank(visit)).filter(({ type }) => type === 'refund'),
        [],
      );
      await gatewayOf(till).dispute(visit, 'won');
      await decided(till, visit, 'succeeded');
      await assertAllBack(till, visit);
    },
  },
  {
    name: 'writes off what a bank has given back itself, and gives nothing back on top of it',
    needs: ['disputes'],
    run: async (till) => {
      const { stage } = till;
      const visit = await booked(till);
      await gatewayOf(till).dispute(visit, 'open');
      await stage.reaches(visit, 'booked', 'disputed');
      await cancelByClinic(till, visit);
      await stage.flagged(visit, 'refund_in_dispute');
      await gatewayOf(till).dispute(visit, 'lost');
      await stage.flagged(visit, 'dispute_lost');
      assert.deepEqual(await stage.attention(visit), ['dispute_lost']);
      // What a person has to look at keeps the run open: it ends when somebody has looked.
      const looked = { by: 'mia', reason: 'read at the provider', code: 'dispute_lost' };
      await stage.fromUi(visit, 'resolveAttention', looked);
      await stage.closes(visit);
      assert.deepEqual(
        (await till.bank(visit)).filter(({ type }) => type === 'refund'),
        [],
      );
      const text = `select coalesce(sum(amount), 0)::int as lost from ledger_entries
        where order_id in (select id from orders where subject_id = $1) and account = 'losses'`;
      assert.deepEqual(await stage.sql(text, [visit.id]), [{ lost: PRICE }]);
      await assertMoneyAgrees(till, visit);
    },
  },
];

const LOST: readonly TillCase[] = [
  {
    name: 'sends one refund through an outage, a lost answer and a failure inside the provider',
    needs: ['refunds decided elsewhere'],
    run: async (till) => {
      const { faults, loseAnswer } = gatewayOf(till);
      const ways = [() => faults({ outage: '1500ms' }), loseAnswer, () => faults({ server_error: 1 })];
      for (const spoil of ways) {
        await faults({ refund: 'pending' });
        const visit = await booked(till);
        await spoil();
        await cancelByClinic(till, visit);
        await asked(till, visit);
        await faults({ clear: true });
        await till.settleRefunds(visit);
        await assertAllBack(till, visit);
        assert.deepEqual(await shown(till, visit), [[PRICE, 'succeeded']]);
      }
    },
  },
];

const stage = sharedStage();
const EVERY_WAY = [STRIPE_TILL, PAYSTACK_TILL, DESK_TILL, WAIVED_TILL];
everyTill('giving back', stage, EVERY_WAY, CASES, { faults: { refund: 'pending' } });
everyTill('giving back through faults', stage, EVERY_WAY, LOST, { concurrency: false });
