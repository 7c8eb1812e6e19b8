import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type ApiClient, until } from '../../support/client.js';
import { at, type PayableVisit, Stage, type Visit } from '../../support/stage.js';

const HOUR = 3_600_000;
const PAID = ['booking_held', 'booking_confirmed'];

let stage: Stage;
before(async () => {
  stage = await Stage.open({ POLICY_REMINDERS: '1h' });
});
after(() => stage.close());

async function startOf(visit: Visit): Promise<number> {
  return Date.parse((await visit.api.get(visit.path)).body.start_time);
}

/** Another slot of the same doctor. */
function another(visit: Visit, inMs: number): Promise<string> {
  return stage.clinic.slot(visit.doctor, inMs);
}

function move(visit: Visit, slot: string, by: ApiClient = visit.api, key: string | null = randomUUID()) {
  return by.post(`${visit.path}reschedule/`, { availability_id: slot }, key);
}

async function reminders(visit: Visit): Promise<readonly { text: string; version: number }[]> {
  const rows = await stage.sql<{ version: number; message_id: string }>(
    "select version, message_id from notifications where subject_id = $1 and kind = 'reminder' and channel = 'email' and state = 'sent'",
    [visit.id],
  );
  const mails = await stage.mails(visit);
  return rows.map(({ version, message_id }) => ({
    version,
    text: mails.find((mail) => mail.message_id === message_id)?.text ?? '',
  }));
}

test('reminders move with the appointment', { concurrency: true }, async (t) => {
  await Promise.all([
    // However long a booking and its move take on a busy machine, they are over before the reminder is due.
    t.test('moved before one is due: one reminder, for the new time', async () => {
      const visit = await stage.booked(HOUR + 15_000);
      const due = (await startOf(visit)) - HOUR;
      // The doctor: patients may not move so late.
      const slot = await another(visit, 2 * HOUR);
      const doctor = await stage.as(visit.doctor);
      const moved = await move(visit, slot, doctor);
      assert.equal(moved.status, 200, JSON.stringify(moved.body));
      assert.equal(moved.body.reschedules, 1);
      assert.ok(Date.now() < due, 'it was moved before the reminder was due');
      await at(due + 1_000);
      await stage.told(visit, [...PAID, 'rescheduled']);
      assert.deepEqual(await reminders(visit), []);
      const state = (await stage.handle(visit).query('state')) as { waitsFor: string; until: string };
      assert.equal(state.waitsFor, 'Time for a reminder');
      assert.equal(Date.parse(state.until), (await startOf(visit)) - HOUR);
    }),
    t.test('the reminder of the new time comes once and speaks of it', async () => {
      const visit = await stage.booked(3 * HOUR);
      const doctor = await stage.as(visit.doctor);
      const moved = await move(visit, await another(visit, HOUR + 10_000), doctor);
      assert.equal(moved.status, 200, JSON.stringify(moved.body));
      await stage.told(visit, [...PAID, 'rescheduled', 'reminder']);
      // The mail is there before it is put down as sent.
      const sent = await until('a reminder that was sent', async () => {
        const all = await reminders(visit);
        return all.length > 0 && all;
      });
      const [only, ...more] = sent;
      assert.deepEqual(more, []);
      assert.equal(only?.version, 1);
    }),
    t.test('a cancelled appointment is not reminded of', async () => {
      const visit = await stage.booked(HOUR + 15_000);
      const due = (await startOf(visit)) - HOUR;
      assert.equal((await visit.api.patch(`${visit.path}update/`, { status: 'cancelled_by_patient' })).status, 200);
      assert.ok(Date.now() < due, 'it was cancelled before the reminder was due');
      await at(due + 1_500);
      assert.deepEqual(await reminders(visit), []);
      await stage.told(visit, [...PAID, 'cancelled']);
    }),
    t.test('a reminder whose time has passed when the booking is made is skipped', async () => {
      const visit = await stage.booked(HOUR / 2);
      const state = (await stage.handle(visit).query('state')) as { waitsFor: string };
      assert.equal(state.waitsFor, 'The consultation to start');
      await stage.told(visit, PAID);
    }),
  ]);
});

test('both slots change hands, and payment, price and id stay', async () => {
  const visit = await stage.booked(5 * HOUR);
  const slot = await another(visit, 7 * HOUR);
  const key = randomUUID();
  const replies = await Promise.all([move(visit, slot, visit.api, key), move(visit, slot, visit.api, key)]);
  assert.deepEqual(
    replies.map((reply) => reply.status),
    [200, 200],
  );
  const read = (await visit.api.get(visit.path)).body;
  assert.deepEqual(
    [read.availability, read.status, read.payment_status, read.price],
    [slot, 'booked', 'paid', '80.00'],
  );
  assert.equal(read.reschedules, 1, 'the repeat moved nothing');
  const other = await stage.signIn('patient');
  assert.equal(
    (await other.post('/api/v1/appointments/', { availability_id: visit.slot })).status,
    201,
    'the old slot is free',
  );
  assert.equal((await other.post('/api/v1/appointments/', { availability_id: slot })).body.code, 'slot_taken');
  await stage.told(visit, [...PAID, 'rescheduled']);
  const mail = (await stage.mails(visit)).find((one) => one.kind === 'rescheduled');
  assert.ok(mail?.attachments.some((file) => file.content_type.startsWith('text/calendar')));
  const calendar = String((await visit.api.get(`${visit.path}calendar.ics`)).body);
  assert.match(calendar, /SEQUENCE:1\r\n/);
  assert.match(calendar, new RegExp(`UID:${visit.id}@`));
});

test('limits', { concurrency: true }, async (t) => {
  const refused = async (visit: PayableVisit, slot: string, status: number, code: string, by?: ApiClient) => {
    const before = await stage.row(visit);
    const reply = await move(visit, slot, by);
    assert.deepEqual([reply.status, reply.body.code], [status, code], JSON.stringify(reply.body));
    assert.equal((await stage.row(visit)).version, before.version);
    assert.equal((await visit.api.get(visit.path)).body.status, 'booked');
  };
  await Promise.all([
    t.test('a patient less than two hours before; the doctor may', async () => {
      const visit = await stage.booked(2 * HOUR - 60_000);
      const slot = await another(visit, 5 * HOUR);
      await refused(visit, slot, 409, 'invalid_transition');
      assert.equal((await move(visit, slot, await stage.as(visit.doctor))).status, 200);
    }),
    t.test('a patient three times, the clinic once more', async () => {
      const visit = await stage.booked(5 * HOUR);
      for (const hours of [6, 7, 8]) assert.equal((await move(visit, await another(visit, hours * HOUR))).status, 200);
      const fourth = await another(visit, 9 * HOUR);
      await refused(visit, fourth, 409, 'invalid_transition');
      assert.equal((await move(visit, fourth, await stage.signIn('receptionist'))).status, 200);
      await stage.told(visit, [...PAID, 'rescheduled', 'rescheduled', 'rescheduled', 'rescheduled']);
    }),
    t.test('to a slot that is taken, of another type, withdrawn, over, or the same', async () => {
      const [visit, neighbour] = await Promise.all([stage.booked(5 * HOUR), stage.booked(6 * HOUR)]);
      await refused(visit, neighbour.slot, 400, 'slot_taken');
      const long = await another(visit, 8 * HOUR);
      await stage.sql(
        "update availabilities set slot_type = 'long', end_time = start_time + interval '30 minutes' where id = $1",
        [long],
      );
      await refused(visit, long, 400, 'validation_failed');
      const gone = await another(visit, 10 * HOUR);
      await stage.sql('update availabilities set deleted_at = now() where id = $1', [gone]);
      await refused(visit, gone, 409, 'slot_unavailable');
      await refused(visit, await another(visit, -HOUR), 409, 'slot_unavailable');
      await refused(visit, visit.slot, 400, 'validation_failed');
      await refused(visit, randomUUID(), 404, 'not_found');
    }),
    t.test('to a time at which the patient is elsewhere', async () => {
      const visit = await stage.booked(5 * HOUR);
      const elsewhere = await stage.hold(7 * HOUR, visit.api);
      const colleague = await stage.clinic.person('doctor');
      const start = Date.parse((await elsewhere.api.get(elsewhere.path)).body.start_time);
      const slot = await stage.clinic.slot(colleague, start - Date.now() - 500);
      await refused(visit, slot, 409, 'overlap');
    }),
    t.test('one that is not booked, and one that is over', async () => {
      const visit = await stage.payable(5 * HOUR);
      const slot = await another(visit, 7 * HOUR);
      const reply = await move(visit, slot);
      assert.deepEqual(
        [reply.status, reply.body.code, reply.body.current_status],
        [409, 'invalid_transition', 'pending'],
      );
      await visit.api.patch(`${visit.path}update/`, { status: 'cancelled_by_patient' });
      assert.equal((await move(visit, slot)).status, 409);
    }),
    t.test('two move to one slot at once: one of them gets it', async () => {
      const visits = await Promise.all([stage.booked(5 * HOUR), stage.booked(6 * HOUR)]);
      const doctor = await stage.clinic.person('doctor');
      const slot = await stage.clinic.slot(doctor, 9 * HOUR);
      const replies = await Promise.all(visits.map((visit) => move(visit, slot)));
      assert.deepEqual(replies.map((reply) => reply.status).sort(), [200, 400]);
      assert.equal(replies.find((reply) => reply.status === 400)?.body.code, 'slot_taken');
    }),
  ]);
});
