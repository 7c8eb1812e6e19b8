import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type ApiClient, until } from '../../support/client.js';
import { at, type PayableVisit, Stage } from '../../support/stage.js';

const HOUR = 3_600_000;
const IN_TIME = ['booking_confirmed', 'booking_held', 'payment_warning'];
const TOO_LATE = [...IN_TIME, 'payment_late'];

let stage: Stage;
before(async () => {
  // Long enough for a dozen holds at once, each with a page that is opened, left and opened again.
  stage = await Stage.open({ POLICY_PAYMENT_WINDOW: '10s', POLICY_PAYMENT_WARNING: '4s' });
});
after(() => stage.close());

/** The bank takes the money, whether the page is still open or not; says whether it was. */
async function payAnyway(visit: PayableVisit, webhook: string): Promise<'in time' | 'late'> {
  const path = `checkout/${visit.session}`;
  if ((await stage.tryDrive(path, { outcome: 'paid', webhook })) === 200) return 'in time';
  await stage.drive(path, { outcome: 'paid', webhook, late: true });
  return 'late';
}

/** Money that arrives while the hold is being ended may still find it: late is only what came after its end. */
const hasExpired = async (visit: PayableVisit) => (await stage.moves(visit)).includes('payment_expired');

/** Booked and paid once, in everybody's eyes: the record, the lists, the bank, the patient's mailbox. */
async function assertBooked(visit: PayableVisit): Promise<void> {
  await stage.reaches(visit, 'booked', 'paid');
  const read = await visit.api.get(visit.path);
  assert.equal(read.body.status, 'booked');
  assert.ok(read.body.chat_room_id, 'the chat room is there');
  const order = await visit.api.get(`/api/v1/orders/${visit.order}/`);
  assert.equal(order.body.status, 'paid');
  const free = await visit.api.get(`/api/v1/appointments/availabilities/list/?doctor=${visit.doctor.id}`);
  assert.deepEqual(free.body, [], 'the slot is not offered');
  // Money that came after the end of the hold is settled first, and then the run is resumed that carries on.
  await until('the run that carries on', async () => (await stage.runState(visit)) === 'RUNNING');
  assert.equal((await stage.moves(visit)).filter((to) => to === 'booked').length, 1, 'it became booked once');
}

const MOMENTS = { 'a second before': -1_000, at: 0, 'a second after': 1_000 };
const WEBHOOKS = ['send', 'duplicate', 'delay:3s', 'lose'];

test('paid around the deadline: slot and money agree, and each message comes once', {
  concurrency: true,
}, async (t) => {
  const cases = Object.entries(MOMENTS).flatMap(([when, offset]) =>
    WEBHOOKS.map((webhook) => ({ name: `${when} the deadline, webhook ${webhook}`, offset, webhook })),
  );
  // Signed in beforehand: a dozen password hashes at once would eat the window.
  const patients = await Promise.all(cases.map(() => stage.signIn('patient')));
  const run = async ({ offset, webhook }: (typeof cases)[number], api: ApiClient | undefined) => {
    const visit = await stage.payable(HOUR, api);
    await at(visit.expiresAt + offset);
    const paid = await payAnyway(visit, webhook);
    if (Date.now() < visit.expiresAt) assert.equal(paid, 'in time');
    if (paid === 'late' && webhook === 'lose') {
      // Nobody is waiting any more and nobody was told: the patient's return page asks.
      await until('the end of the hold', async () => (await stage.row(visit)).status !== 'pending');
      if (await hasExpired(visit)) await visit.api.post(`/api/v1/orders/${visit.order}/refresh/`, {});
    }
    await assertBooked(visit);
    const expired = await hasExpired(visit);
    if (paid === 'in time') assert.equal(expired, false, 'an open page keeps the hold');
    // "Your hold has ended" goes out only while it is true, and money may overtake it.
    await stage.told(visit, expired ? TOO_LATE : IN_TIME, ['payment_expired']);
  };
  await Promise.all(cases.map((one, index) => t.test(one.name, () => run(one, patients[index]))));
  await stage.moneyAgrees();
});

test('a hold without a payment, with and without an open page', { concurrency: true }, async (t) => {
  const expired = async (visit: Awaited<ReturnType<Stage['hold']>>) => {
    await stage.reaches(visit, 'payment_expired', 'unpaid');
    assert.ok(Date.now() >= visit.expiresAt, 'not before its time');
    await stage.closes(visit);
    await stage.told(visit, ['booking_held', 'payment_warning', 'payment_expired']);
    const again = await visit.api.post('/api/v1/appointments/', { availability_id: visit.slot });
    assert.equal(again.status, 201, 'the slot is free again');
  };
  await Promise.all([
    t.test('no page was ever opened', async () => expired(await stage.hold(HOUR))),
    t.test('the page was open: the bank closes it before the slot is freed', async () => {
      const visit = await stage.payable(HOUR);
      await expired(visit);
      assert.equal(await stage.tryDrive(`checkout/${visit.session}`, { outcome: 'paid' }), 409);
      assert.equal((await visit.api.get(`/api/v1/orders/${visit.order}/`)).body.status, 'expired');
    }),
    t.test('a declined card keeps hold and page', async () => {
      const visit = await stage.payable(HOUR);
      await stage.pay(visit, { outcome: 'declined' });
      await stage.pay(visit, { outcome: 'requires_action' });
      assert.equal((await stage.row(visit)).status, 'pending');
      await stage.pay(visit);
      await assertBooked(visit);
      // A slow machine may take until the warning is due.
      await stage.told(visit, ['booking_confirmed', 'booking_held'], ['payment_warning']);
    }),
    t.test('a page that was left may be opened again, and only one at a time', async () => {
      const visit = await stage.payable(HOUR);
      const second = await visit.api.post('/api/v1/orders/', { appointmentId: visit.id });
      assert.deepEqual([second.status, second.body.code], [400, 'order_exists']);
      assert.equal(second.body.existing_order, visit.order);
      await stage.pay(visit, { outcome: 'expired' });
      await until('the page to be known as closed', async () => {
        return (await visit.api.get(`/api/v1/orders/${visit.order}/`)).body.status === 'expired';
      });
      const next = await stage.checkout(visit);
      assert.notEqual(next.session, visit.session);
      await stage.pay(next);
      await assertBooked(next);
      await stage.told(next, ['booking_confirmed', 'booking_held'], ['payment_warning']);
    }),
    t.test('the start comes before the window is over', async () => {
      const visit = await stage.payable(8_000);
      const [slot] = await stage.sql<{ start_time: Date }>('select start_time from availabilities where id = $1', [
        visit.slot,
      ]);
      assert.ok(slot && visit.expiresAt <= slot.start_time.getTime());
      await stage.reaches(visit, 'payment_expired');
      await stage.closes(visit);
    }),
  ]);
});

test('the patient cancels a hold at the deadline: one of the two, and the page is closed', async () => {
  const visit = await stage.payable(HOUR);
  await at(visit.expiresAt - 30);
  const reply = await visit.api.patch(`${visit.path}update/`, { status: 'cancelled_by_patient' });
  await stage.closes(visit);
  const { status } = await stage.row(visit);
  assert.deepEqual(
    [reply.status, status],
    reply.status === 200 ? [200, 'cancelled_by_patient'] : [409, 'payment_expired'],
  );
  assert.equal(await stage.tryDrive(`checkout/${visit.session}`, { outcome: 'paid' }), 409);
});
