import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type ApiClient, until } from '../../support/client.js';
import { at, type PayableVisit, Stage, type Visit } from '../../support/stage.js';

const HOUR = 3_600_000;
const LIMIT_MS = 6_000;

let stage: Stage;
before(async () => {
  stage = await Stage.open({
    // Long enough to open a page, to leave it and to pay on another, while others do the same.
    POLICY_PAYMENT_WINDOW: '8s',
    POLICY_PROCESSING_LIMIT: `${LIMIT_MS}ms`,
    POLICY_REMINDERS: '1h',
  });
});
after(() => stage.close());

/** Somebody else asks for the slot; the answer's code, or `booked` when they got it. */
async function othersGet(visit: Visit, somebody?: ApiClient): Promise<string> {
  const other = somebody ?? (await stage.signIn('patient'));
  const reply = await other.post('/api/v1/appointments/', { availability_id: visit.slot });
  return reply.status === 201 ? 'booked' : reply.body.code;
}

async function expired(inMs = 2 * HOUR): Promise<PayableVisit> {
  const visit = await stage.payable(inMs);
  await stage.reaches(visit, 'payment_expired');
  // It goes out only while it is true: money that comes at once would overtake it.
  await stage.told(visit, ['booking_held', 'payment_expired']);
  return visit;
}

async function refundedInFull(visit: PayableVisit, mails: readonly string[]): Promise<void> {
  await stage.closes(visit);
  assert.equal((await stage.row(visit)).payment_status, 'refunded');
  const order = await visit.api.get(`/api/v1/orders/${visit.order}/`);
  assert.equal(order.body.status, 'refunded');
  assert.deepEqual(
    order.body.refunds.map((refund: { amount: number; status: string }) => [refund.amount, refund.status]),
    [[8000, 'succeeded']],
  );
  await stage.told(visit, mails);
}

test('a payment under way at the deadline', { concurrency: true }, async (t) => {
  const heldOver = async () => {
    // Signed in beforehand: there are a few seconds only until the processing limit.
    const other = await stage.signIn('patient');
    const visit = await stage.payable(2 * HOUR);
    await stage.pay(visit, { outcome: 'processing' });
    await at(visit.expiresAt + 800);
    assert.equal((await stage.row(visit)).status, 'pending');
    assert.equal(await othersGet(visit, other), 'slot_taken');
    return visit;
  };
  await Promise.all([
    t.test('arrives: booked', async () => {
      const visit = await heldOver();
      await stage.pay(visit, { outcome: 'async_paid' });
      await stage.reaches(visit, 'booked', 'paid');
      await stage.told(visit, ['booking_held', 'booking_confirmed']);
    }),
    t.test('arrives, and the webhook is lost: found by looking', async () => {
      const visit = await heldOver();
      await stage.pay(visit, { outcome: 'async_paid', webhook: 'lose' });
      await stage.reaches(visit, 'booked', 'paid');
    }),
    t.test('fails: the slot is freed', async () => {
      const visit = await heldOver();
      await stage.pay(visit, { outcome: 'async_failed' });
      await stage.reaches(visit, 'payment_expired', 'unpaid');
      await stage.closes(visit);
      await stage.told(visit, ['booking_held', 'payment_expired']);
      assert.deepEqual(await stage.attention(visit), []);
    }),
    t.test('fails before the deadline: the hold goes on, another page may be opened', async () => {
      const visit = await stage.payable(2 * HOUR);
      await stage.pay(visit, { outcome: 'processing' });
      await stage.pay(visit, { outcome: 'async_failed' });
      const order = `/api/v1/orders/${visit.order}/`;
      await until('the end of the page', async () => (await visit.api.get(order)).body.status === 'expired');
      assert.equal((await stage.row(visit)).status, 'pending');
      const next = await stage.checkout(visit);
      await stage.pay(next);
      await stage.reaches(visit, 'booked', 'paid');
    }),
  ]);
  await stage.moneyAgrees();
});

test('a payment that is not decided until the processing limit', { concurrency: true }, async (t) => {
  const undecided = async () => {
    const visit = await stage.payable(2 * HOUR);
    await stage.pay(visit, { outcome: 'processing' });
    await stage.reaches(visit, 'payment_expired', 'unpaid');
    assert.ok(Date.now() >= visit.expiresAt + LIMIT_MS, 'held until the limit');
    assert.deepEqual(await stage.attention(visit), ['payment_unresolved']);
    await stage.told(visit, ['booking_held', 'payment_expired']);
    return visit;
  };
  await Promise.all([
    t.test('then arrives, and the slot is free: booked again', async () => {
      const visit = await undecided();
      await stage.pay(visit, { outcome: 'async_paid' });
      await stage.reaches(visit, 'booked', 'paid');
      await stage.told(visit, ['booking_held', 'payment_expired', 'payment_late', 'booking_confirmed']);
    }),
    t.test('then arrives, and the slot is gone: refunded', async () => {
      const visit = await undecided();
      assert.equal(await othersGet(visit), 'booked');
      await stage.pay(visit, { outcome: 'async_paid' });
      await refundedInFull(visit, ['booking_held', 'payment_expired', 'payment_late', 'refunded']);
    }),
    t.test('then arrives without a webhook: one watch finds it, and it costs no history', async () => {
      const visit = await undecided();
      const { historyLength } = await until('the watch', async () => {
        const run = await stage.handle(visit).describe();
        return run.raw.pendingActivities?.some((one) => one.activityType?.name === 'watchCheckouts') && run;
      });
      await stage.pay(visit, { outcome: 'async_paid', webhook: 'lose' });
      await stage.reaches(visit, 'booked', 'paid');
      assert.ok(historyLength < 150, `${historyLength} events`);
    }),
    t.test('then fails: nothing is owed any more', async () => {
      const visit = await undecided();
      await stage.pay(visit, { outcome: 'async_failed' });
      await stage.closes(visit);
      assert.deepEqual(await stage.row(visit).then((row) => [row.status, row.payment_status]), [
        'payment_expired',
        'unpaid',
      ]);
    }),
  ]);
  await stage.moneyAgrees();
});

test('money for a hold that is over', { concurrency: true }, async (t) => {
  const LATE = { outcome: 'paid', late: true };
  await Promise.all([
    t.test('the slot is free: booked again, with chat room and reminders', async () => {
      const visit = await expired();
      await stage.closes(visit);
      await stage.pay(visit, { ...LATE, webhook: 'duplicate' });
      await stage.reaches(visit, 'booked', 'paid');
      await stage.told(visit, ['booking_held', 'payment_expired', 'payment_late', 'booking_confirmed']);
      const rooms = await stage.sql('select status from chat_rooms where appointment_id = $1', [visit.id]);
      assert.deepEqual(rooms, [{ status: 'active' }]);
      assert.equal(await othersGet(visit), 'slot_taken');
      const state = await until('the new run to wait', async () => {
        const shown = (await stage.handle(visit).query('state')) as { waitsFor: string; until: string };
        return shown.waitsFor === 'Time for a reminder' && shown;
      });
      const start = (await visit.api.get(visit.path)).body.start_time;
      assert.equal(Date.parse(state.until), Date.parse(start) - HOUR);
    }),
    t.test('the slot is gone: refunded in full, and the new owner is left alone', async () => {
      const visit = await expired();
      assert.equal(await othersGet(visit), 'booked');
      await stage.pay(visit, { ...LATE, webhook: 'duplicate' });
      await stage.reaches(visit, 'payment_expired', 'refunded');
      await refundedInFull(visit, ['booking_held', 'payment_expired', 'payment_late', 'refunded']);
    }),
    t.test('the start has passed: refunded in full', async () => {
      const visit = await expired(8_000);
      await until('the start', async () => Date.parse((await visit.api.get(visit.path)).body.start_time) < Date.now());
      await stage.pay(visit, LATE);
      await stage.reaches(visit, 'payment_expired', 'refunded');
      await refundedInFull(visit, ['booking_held', 'payment_expired', 'payment_late', 'refunded']);
    }),
    t.test('the patient is elsewhere by now: refunded in full', async () => {
      const visit = await expired();
      const colleague = await stage.clinic.person('doctor');
      const start = Date.parse((await visit.api.get(visit.path)).body.start_time);
      const slot = await stage.clinic.slot(colleague, start - Date.now() - 1_000);
      assert.equal((await visit.api.post('/api/v1/appointments/', { availability_id: slot })).status, 201);
      await stage.pay(visit, LATE);
      await stage.reaches(visit, 'payment_expired', 'refunded');
    }),
    t.test('it was cancelled: refunded in full', async () => {
      const visit = await stage.payable(2 * HOUR);
      // A message about the hold that the cancellation overtakes is never sent.
      await stage.told(visit, ['booking_held']);
      assert.equal((await visit.api.patch(`${visit.path}update/`, { status: 'cancelled_by_patient' })).status, 200);
      await stage.closes(visit);
      await stage.pay(visit, LATE);
      await stage.reaches(visit, 'cancelled_by_patient', 'refunded');
      await refundedInFull(visit, ['booking_held', 'cancelled', 'payment_late', 'refunded']);
    }),
    t.test('it was paid already: the second charge goes back, the appointment stays', async () => {
      const first = await stage.payable(2 * HOUR);
      await stage.pay(first, { outcome: 'expired' });
      const path = `/api/v1/orders/${first.order}/`;
      await until('the end of the page', async () => (await first.api.get(path)).body.status === 'expired');
      const second = await stage.checkout(first);
      await stage.pay(second);
      await stage.reaches(first, 'booked', 'paid');
      await stage.pay(first, { ...LATE, webhook: 'duplicate' });
      await until('the second charge to go back', async () => {
        const { refunds } = (await first.api.get(path)).body;
        return refunds[0]?.status === 'succeeded' && refunds.length === 1;
      });
      await stage.reaches(first, 'booked', 'paid');
      assert.equal((await first.api.get(`/api/v1/orders/${second.order}/`)).body.status, 'paid');
      await stage.told(first, ['booking_held', 'booking_confirmed', 'refunded']);
    }),
  ]);
  await stage.moneyAgrees();
});

test('an amount that is not the one owed: a person is told, nothing is confirmed, the slot is freed', async () => {
  const visit = await stage.payable(2 * HOUR);
  await stage.sql('update orders set amount = amount + 100 where id = $1', [visit.order]);
  await stage.pay(visit);
  await stage.flagged(visit, 'payment_mismatch');
  assert.deepEqual(await stage.row(visit).then((row) => [row.status, row.payment_status]), ['pending', 'unpaid']);
  await stage.reaches(visit, 'payment_expired', 'unpaid');
  const { historyLength } = await stage.handle(visit).describe();
  assert.ok(historyLength < 150, `it waits without a loop: ${historyLength} events`);
  assert.equal(await othersGet(visit), 'booked');
  assert.deepEqual(await stage.attention(visit), ['payment_mismatch']);
  assert.equal(await stage.runState(visit), 'RUNNING', 'money that needs a person stays on the list');
});
