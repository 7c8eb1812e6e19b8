import assert from 'node:assert/strict';
import { at } from '../support/stage.js';
import {
  assertMoneyAgrees,
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

const LATE = { outcome: 'paid', late: true };

/** Somebody else asks for the slot; the answer's code, or `booked` when they got it. */
async function othersGet({ stage }: Till, visit: DueVisit): Promise<string> {
  const other = await stage.signIn('patient');
  const reply = await other.post('/api/v1/appointments/', { availability_id: visit.slot });
  return reply.status === 201 ? 'booked' : reply.body.code;
}

async function heldOver(till: Till): Promise<DueVisit> {
  const visit = await till.payable();
  await gatewayOf(till).press(visit, { outcome: 'processing' });
  await at(visit.expiresAt + 700);
  assert.equal((await till.stage.row(visit)).status, 'pending');
  assert.equal(await othersGet(till, visit), 'slot_taken');
  return visit;
}

async function expired(till: Till): Promise<DueVisit> {
  const visit = await till.payable();
  await till.stage.reaches(visit, 'payment_expired', 'unpaid');
  assert.ok(Date.now() >= visit.expiresAt, 'not before its time');
  await till.stage.closes(visit);
  return visit;
}

const CASES: readonly TillCase[] = [
  {
    name: 'frees the slot when nobody has paid in time',
    needs: ['money'],
    run: async (till) => {
      const visit = await expired(till);
      assert.deepEqual(
        (await ordersOf(till, visit)).map(({ status }) => status),
        till.gateway ? ['expired'] : [],
      );
      assert.equal(await othersGet(till, visit), 'booked');
      const desk = await till.admin.post(`${visit.path}desk-payments/`, { method: 'cash', amount: 8000 });
      assert.deepEqual([desk.status, desk.body.code], [409, 'invalid_transition']);
      await till.stage.told(visit, ['booking_held', 'payment_expired']);
      await assertMoneyAgrees(till, visit);
    },
  },
  {
    name: 'finds at the deadline what was paid without anybody telling',
    needs: ['page'],
    run: async (till) => {
      const visit = await till.payable();
      await gatewayOf(till).press(visit, { outcome: 'paid', webhook: 'lose' });
      assert.equal((await till.stage.row(visit)).status, 'pending');
      await till.stage.reaches(visit, 'booked', 'paid');
      assert.ok(Date.now() >= visit.expiresAt, 'nobody told before');
      assert.deepEqual(await till.stage.moves(visit), ['pending', 'booked']);
      await till.stage.told(visit, ['booking_held', 'booking_confirmed']);
      await assertMoneyAgrees(till, visit);
    },
  },
  {
    name: 'keeps holding while the bank is at it, and books when the money comes',
    needs: ['page'],
    run: async (till) => {
      const visit = await heldOver(till);
      await gatewayOf(till).press(visit, { outcome: 'async_paid', webhook: 'lose' });
      await till.stage.reaches(visit, 'booked', 'paid');
      assert.deepEqual(await till.stage.moves(visit), ['pending', 'booked']);
      await assertMoneyAgrees(till, visit);
    },
  },
  {
    name: 'keeps holding while the bank is at it, and frees the slot when nothing comes',
    needs: ['page'],
    run: async (till) => {
      const visit = await heldOver(till);
      await gatewayOf(till).press(visit, { outcome: 'async_failed' });
      await till.stage.reaches(visit, 'payment_expired', 'unpaid');
      assert.deepEqual(await till.stage.attention(visit), []);
      await assertMoneyAgrees(till, visit);
    },
  },
  {
    name: 'books again with money that comes late while the slot is free',
    needs: ['page'],
    run: async (till) => {
      const visit = await expired(till);
      await gatewayOf(till).press(visit, LATE);
      await till.stage.reaches(visit, 'booked', 'paid');
      assert.deepEqual(await till.stage.moves(visit), ['pending', 'payment_expired', 'booked']);
      await assertMoneyAgrees(till, visit);
    },
  },
  {
    name: 'gives money that comes late back in full when somebody else has the slot',
    needs: ['page'],
    run: async (till) => {
      const visit = await expired(till);
      assert.equal(await othersGet(till, visit), 'booked');
      await gatewayOf(till).press(visit, LATE);
      await till.stage.reaches(visit, 'payment_expired', 'refunded');
      await till.stage.closes(visit);
      const lines = (await till.bank(visit)).map(({ type, amount, status }) => [type, amount, status]);
      assert.deepEqual(lines, [
        ['charge', 8000, 'succeeded'],
        ['refund', 8000, 'succeeded'],
      ]);
      await assertMoneyAgrees(till, visit);
    },
  },
];

const OUTAGE: readonly TillCase[] = [
  {
    name: 'keeps holding while the provider is out of reach, and decides when it is back',
    needs: ['page'],
    run: async (till) => {
      const { faults, press, tryPress } = gatewayOf(till);
      const [unpaid, paid] = await Promise.all([till.payable(), till.payable()]);
      await faults({ outage: '10m' });
      await press(paid, { outcome: 'paid', webhook: 'lose' });
      await at(Math.max(unpaid.expiresAt, paid.expiresAt) + 700);
      for (const visit of [unpaid, paid]) {
        assert.equal((await till.stage.row(visit)).status, 'pending', 'not freed');
        assert.equal(await othersGet(till, visit), 'slot_taken');
      }
      await faults({ clear: true });
      await till.stage.reaches(paid, 'booked', 'paid');
      await till.stage.reaches(unpaid, 'payment_expired', 'unpaid');
      await till.stage.closes(unpaid);
      if (till.name === 'stripe') assert.equal(await tryPress(unpaid, { outcome: 'paid' }), false, 'closed there');
      assert.deepEqual(await till.stage.attention(unpaid), []);
      for (const visit of [unpaid, paid]) await assertMoneyAgrees(till, visit);
    },
  },
];

const stage = sharedStage({ POLICY_PAYMENT_WINDOW: '7s', POLICY_PAYMENT_WARNING: '0s' });
const EVERY_WAY = [STRIPE_TILL, PAYSTACK_TILL, DESK_TILL, WAIVED_TILL];
everyTill('the deadline', stage, EVERY_WAY, CASES);
everyTill('the deadline in an outage', stage, EVERY_WAY, OUTAGE, { concurrency: false });
