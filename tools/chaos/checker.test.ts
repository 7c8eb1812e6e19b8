import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { type Damage, testDamages } from '../rig/test-damage.js';
import { type ChaosScene, openScene } from '../rig/test-scene.js';
import { check } from './checker.js';
import { importDamages } from './test-import-damage.js';
import { prescribingDamages } from './test-prescribing-damage.js';
import { pullDamages } from './test-pull-damage.js';

// The checker of `npm run chaos` must see every kind of damage: each is done to a scene in which all is well.

let scene: ChaosScene;

before(async () => {
  scene = await openScene();
});
beforeEach(() => scene.reset());
after(() => scene.close());

async function violatedRules(): Promise<readonly string[]> {
  const { violations } = await check(scene.sources());
  return [...new Set(violations.map((violation) => violation.rule))];
}

test('a scene in which all is well has no violation, and every rule has looked at something', async () => {
  const { violations, rules } = await check(scene.sources());
  assert.deepEqual(violations, []);
  const blind = rules.filter((rule) => rule.looked === 0).map((rule) => rule.rule);
  assert.deepEqual(blind, []);
});

/** Changes what somebody saw. */
const change = <T extends object>(seen: T | undefined, by: Partial<T>) => Object.assign(seen ?? {}, by);
const readingOf = (who: 'patient' | 'doctor' | 'stranger') =>
  scene.readings[['patient', 'doctor', 'stranger'].indexOf(who)];
const acknowledged = () => scene.chat.clients[0]?.acknowledged[0];

const DAMAGE: readonly Damage[] = [
  ['two live appointments on one slot', 'one live appointment a slot', () => scene.share('slot')],
  ['a doctor in two places', 'no overlap for a doctor', () => scene.share('doctor')],
  ['a patient in two places', 'no overlap for a patient', () => scene.share('patient')],
  [
    'money that nobody has recorded',
    'a charge is on exactly one payment',
    () =>
      scene.sql(`delete from payments where order_id in (select id from orders where subject_id = '${scene.booked}')`),
  ],
  [
    'a payment of another amount',
    'a charge is on exactly one payment',
    () =>
      scene.sql(
        `update payments set amount = amount - 1 where order_id in (select id from orders where subject_id = '${scene.booked}')`,
      ),
  ],
  ['a payment that the bank knows nothing of', 'a payment is a charge of the bank', () => scene.bank.splice(0, 1)],
  [
    'money kept for an appointment that was not held',
    'a payment is earned, returned, kept by policy or flagged',
    () => scene.sql(`update appointments set status = 'payment_expired' where id = '${scene.booked}'`),
  ],
  [
    'more kept than the policy says',
    'a payment is earned, returned, kept by policy or flagged',
    () =>
      scene.sql(
        `update status_history set context = '{"refundPercent": 100, "refundAmount": 8000}' where move = 'cancel'`,
      ),
  ],
  [
    'a refund made twice',
    'a refund of the bank is on one refund row',
    () => scene.bank.push({ ...scene.refundEntry(), id: 're_twice' }),
  ],
  [
    'a refund that failed at the bank only',
    'a refund row agrees with the bank',
    () => scene.bank.splice(scene.bank.indexOf(scene.refundEntry()), 1, { ...scene.refundEntry(), status: 'failed' }),
  ],
  [
    'more given back than was taken',
    'not more is returned than was taken',
    () => scene.bank.push({ ...scene.refundEntry(), id: 're_much', amount: 8000 }),
  ],
  [
    'a ledger that is a cent short',
    'ledger sum is bank sum',
    () =>
      scene.sql(
        `update ledger_entries set amount = amount + 1 where kind = 'captured' and account = 'patient' and order_id = '${scene.order}'`,
      ),
  ],
  [
    'a ledger that mixes up two orders',
    'the ledger of each order is the bank of its session',
    () => scene.sql(`update ledger_entries set order_id = '${scene.order}' where kind = 'refund'`),
  ],
  [
    'a ledger that does not balance',
    'the ledger balances',
    () => scene.sql(`delete from ledger_entries where kind = 'refund' and account = 'provider'`),
  ],
  [
    'a booked appointment without a workflow',
    'an open appointment has its running workflow',
    () => scene.engine.endRun(scene.booked),
  ],
  [
    'attention of an appointment that is over, shown by no workflow',
    'an open appointment has its running workflow',
    () => scene.flag(scene.cancelled, 'dispute'),
  ],
  [
    'a row of a run that nobody knows',
    'the engine knows the run of every row',
    () => scene.sql(`update appointments set run_id = '${randomUUID()}' where id = '${scene.cancelled}'`),
  ],
  [
    'a hold past its deadline',
    'nothing is pending past its deadline',
    () =>
      scene.sql(`update appointments set status = 'pending', payment_status = 'unpaid' where id = '${scene.booked}'`),
  ],
  ['a workflow that holds nothing', 'a running workflow has its row', () => scene.engine.strayRun()],
  [
    'an engine that shows another status',
    'the engine shows the status of the row',
    () => scene.sql(`update appointments set status = 'in_progress' where id = '${scene.booked}'`),
  ],
  [
    'a slot held by nobody',
    'a slot is offered or held by a live appointment',
    () => scene.sql(`update appointments set availability_id = '${scene.freeSlot}' where id = '${scene.booked}'`),
  ],
  [
    'a webhook answered 200 and forgotten',
    'an event answered 200 is processed once',
    () => scene.sql('delete from provider_events'),
  ],
  [
    'a webhook that nobody has processed',
    'every stored event is processed',
    () => scene.sql('update provider_events set processed_at = null'),
  ],
  [
    'a genuine webhook refused',
    'the API refuses no genuine webhook',
    () => scene.deliveries.push({ eventId: 'evt_2', type: 'refund.updated', status: 400, at: Date.now() }),
  ],
  [
    'an order that is paid at the bank only',
    'an order agrees with its session',
    () => scene.sql(`update orders set status = 'expired' where id = '${scene.order}'`),
  ],
  [
    'a second session for one order',
    'a session belongs to one order',
    () => scene.sessions.push({ id: 'cs_second', status: 'open', payment_status: 'unpaid' }),
  ],
  [
    'a booking that was confirmed and does not exist',
    'a booking answered 201 exists as answered',
    () => scene.addBooking({}),
  ],
  [
    'a booking that was refused and is there',
    'a booking answered 4xx left nothing',
    () => scene.changeAnswer(scene.cancelled, { outcome: 'refused', code: 'slot_taken' }),
  ],
  [
    'a hold that its client does not know of',
    'a hold that nobody knows of frees itself',
    async () => {
      await scene.sql(
        `update appointments set status = 'pending', payment_status = 'unpaid' where id = '${scene.booked}'`,
      );
      scene.changeAnswer(scene.booked, { outcome: 'abandoned' });
    },
  ],
  [
    'a client who is never answered',
    'who asks again under the same key is answered in the end',
    () => scene.addBooking({ outcome: 'unknown', id: null, statuses: [503, 503] }),
  ],
  [
    'a row that nobody asked for',
    'a row comes from a request',
    () => scene.sql(`update appointments set consultation_type = 'video' where id = '${scene.cancelled}'`),
  ],
  [
    'an order of another amount than was answered',
    'an order answered 201 exists as answered',
    () => scene.sql(`update orders set amount = 7999 where id = '${scene.order}'`),
  ],
  [
    'two answers to one request',
    'repeats are answered alike',
    () => scene.contradictions.push('booking a was b in a repeat'),
  ],
  [
    'a cancel that was acknowledged and undone',
    'an acknowledged change happened',
    () => scene.sql(`update appointments set status = 'payment_expired' where id = '${scene.cancelled}'`),
  ],
  [
    'a move that its history does not know',
    'the row is where its history ends',
    () => scene.sql(`update appointments set status = 'completed' where id = '${scene.booked}'`),
  ],
  [
    'two deliveries of one message',
    'one delivery for each message and channel',
    () => scene.copyDelivery({ message_id: '<other@test>' }),
  ],
  [
    'one Message-ID for two messages',
    'one Message-ID for each delivery',
    () => scene.copyDelivery({ occurrence: 'again' }),
  ],
  [
    'a message out of nowhere',
    'a received message has its delivery',
    () => scene.mails.push({ message_id: '<stray@test>', kind: 'reminder', received_at: new Date().toISOString() }),
  ],
  [
    'a message sent twice without a crash',
    'a message is received again only after a crash',
    () => scene.mails.push(...scene.mails.slice(0, 1)),
  ],
  [
    'a message that was recorded and never sent',
    'what is recorded as sent was received',
    () => scene.mails.splice(0, 1),
  ],
  [
    'a reminder begun after the cancel',
    'no word of a live appointment after its cancel',
    () =>
      scene.copyDelivery({
        id: randomUUID(),
        subject_id: scene.cancelled,
        kind: 'reminder',
        message_id: '<r@test>',
        claimed_at: new Date(Date.now() + 60_000),
      }),
  ],
  [
    'a message that was acknowledged and is not there',
    'every member reads every acknowledged message, once',
    () => change(readingOf('doctor'), { messages: scene.readings[1]?.messages.slice(1) ?? [] }),
  ],
  [
    'a message that a member reads twice',
    'every member reads every acknowledged message, once',
    () => {
      const { messages = [] } = scene.readings[0] ?? {};
      change(readingOf('patient'), { messages: [...messages, ...messages.slice(0, 1)] });
    },
  ],
  [
    'a member who cannot read',
    'every member reads every acknowledged message, once',
    () => change(readingOf('doctor'), { status: 404, messages: [] }),
  ],
  [
    'messages that a member reads in another order',
    'the messages of a room count from 1, in order, without a gap',
    () => change(readingOf('doctor'), { messages: [...(scene.readings[1]?.messages ?? [])].reverse() }),
  ],
  ['a stranger who reads', 'nobody outside reads a room', () => change(readingOf('stranger'), { status: 200 })],
  [
    'somebody who has left, and reads on',
    'nobody outside reads a room',
    () => scene.sql(`update chat_members set left_at = now() where role = 'doctor'`),
  ],
  [
    'a stranger who follows the room',
    'nobody outside follows a room',
    () => scene.chat.outsiders[0]?.followed.push({ from: 0, revs: [] }),
  ],
  [
    'a message stored as another one',
    'an acknowledged message is stored as it was acknowledged',
    () => change(acknowledged(), { seq: 2 }),
  ],
  [
    'an edit that was acknowledged and is not there',
    'a message says what was acknowledged last',
    () => change(acknowledged(), { says: 'Good evening' }),
  ],
  [
    'a repeat that was stored as a message of its own',
    'a repeat is answered with the message that it repeats',
    () => change(scene.chat.clients[0]?.repeats[0], { duplicate: false }),
  ],
  [
    'a change that never came on a connection',
    'changes come in their order, once, without a gap, on each connection',
    () => scene.chat.clients[0]?.followed.push({ from: 0, revs: [2] }),
  ],
  [
    'a client that shows what is not in the room',
    'a client has nothing that is not in its room',
    () => {
      for (const [, message] of scene.chat.clients[0]?.holds ?? [])
        scene.chat.clients[0]?.holds.set('x', { ...message, id: 'x' });
    },
  ],
  [
    'a gap in a room that nobody reads',
    'a room counts its messages without a gap',
    () => scene.sql('update chat_messages set seq = 3 where seq = 2'),
  ],
  [
    'a message that its room does not count',
    'a room counts its messages without a gap',
    () => scene.sql('update chat_rooms set last_seq = 1'),
  ],
  [
    'a message that is stored twice',
    'what a client sends once is stored once',
    () =>
      scene.sql(
        `insert into chat_messages select (jsonb_populate_record(m, '{"id": "${randomUUID()}", "seq": 3, "rev": 3}')).* from chat_messages m where seq = 1`,
      ),
  ],
  [
    'a message that nobody sent',
    'a message comes from a client of the room',
    () => scene.sql(`update chat_messages set client_message_id = 'nobody-1' where seq = 1`),
  ],
  [
    'a booked visit without a room',
    'a visit has one room, with its doctor and its patient',
    () => scene.sql(`update chat_rooms set appointment_id = '${randomUUID()}'`),
  ],
  [
    'a third member',
    'a visit has one room, with its doctor and its patient',
    () =>
      scene.sql(
        `insert into chat_members (room_id, user_id, clinic_id, role, joined_at) select id, '${randomUUID()}', clinic_id, 'doctor', now() from chat_rooms`,
      ),
  ],
  [
    'a check-in that was acknowledged and is not there',
    'an acknowledged check-in is recorded',
    () => scene.sql('update appointments set checked_in_at = null'),
  ],
];

testDamages(
  [...DAMAGE, ...prescribingDamages(() => scene), ...importDamages(() => scene), ...pullDamages(() => scene)],
  violatedRules,
);
