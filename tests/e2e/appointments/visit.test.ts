import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type ApiClient, until } from '../../support/client.js';
import { Stage, type Visit } from '../../support/stage.js';

const HOUR = 3_600_000;
/** Until the start of a visit, which has to be booked before: several bookings at once take their time. */
const SOON = 4_000;

let stage: Stage;
before(async () => {
  stage = await Stage.open({
    PAYMENTS_ENABLED: 'false',
    POLICY_SLOT_SHORT: '1s',
    POLICY_NO_SHOW_AFTER: '2s',
    POLICY_CHAT_OPENS: '1h',
    POLICY_REMINDERS: '24h',
  });
});
after(() => stage.close());

function ask(api: ApiClient, visit: Visit, status: string, more: Record<string, unknown> = {}) {
  return api.patch(`${visit.path}update/`, { status, ...more });
}

/** Moves the stored times of an appointment into the past, as if so much time had gone by. */
async function later(visit: Visit, ms: number): Promise<void> {
  await stage.sql(
    "update appointments set starts_at = starts_at - $2 * interval '1 ms', ends_at = ends_at - $2 * interval '1 ms' where id = $1",
    [visit.id, ms],
  );
}

test('without payments a booking is confirmed at once', async () => {
  const api = await stage.signIn('patient');
  const doctor = await stage.clinic.person('doctor');
  const booked = await api.post('/api/v1/appointments/', {
    availability_id: await stage.clinic.slot(doctor, 25 * HOUR),
  });
  const { status, payment_status, payment_required } = booked.body;
  assert.deepEqual([booked.status, status, payment_status, payment_required], [201, 'booked', 'waived', false]);
  const order = await api.post('/api/v1/orders/', { appointmentId: booked.body.id });
  assert.equal(order.body.code, 'payments_disabled', JSON.stringify(order.body));
  assert.ok(api.person);
  const visit = { id: String(booked.body.id), patient: api.person };
  await stage.told(visit, ['booking_confirmed']);
  const [mail] = await stage.mails(visit);
  assert.ok(mail?.attachments.some((file) => file.content_type.startsWith('text/calendar')));
  const read = await api.get(`/api/v1/appointments/${visit.id}/`);
  assert.ok(read.body.chat_room_id);
  const history = await api.get(`/api/v1/appointments/${visit.id}/status-history/`);
  assert.deepEqual(
    history.body.status_history.map((row: { status: string }) => row.status),
    ['pending', 'booked'],
  );
  assert.equal(
    (await ask(api, { ...visit, path: `/api/v1/appointments/${visit.id}/` } as Visit, 'cancelled_by_patient')).status,
    200,
  );
  await stage.closes(visit);
  assert.equal((await stage.row(visit)).payment_status, 'waived');
  await stage.told(visit, ['booking_confirmed', 'cancelled']);
});

test('the price follows the first finished visit, with any doctor', async () => {
  const api = await stage.signIn('patient');
  const first = await stage.hold(SOON, api);
  const read = async (visit: Visit) => (await api.get(visit.path)).body;
  assert.deepEqual([(await read(first)).price, (await read(first)).is_initial], ['80.00', true]);
  const second = await stage.hold(2 * HOUR, api);
  assert.equal((await read(second)).price, '80.00', 'nothing is finished yet');
  await until('the start', async () => Date.parse((await read(first)).start_time) < Date.now());
  const done = await ask(await stage.as(first.doctor), first, 'completed', {
    consultation: { mode: 'video', notes: 'well' },
  });
  assert.deepEqual([done.status, done.body.consultation_mode], [200, 'video'], JSON.stringify(done.body));
  const third = await stage.hold(4 * HOUR, api);
  assert.deepEqual([(await read(third)).price, (await read(third)).is_initial], ['50.00', false]);
  assert.equal((await read(second)).price, '80.00', 'what was agreed stays');
});

test('the consultation, from its chat to its end', async () => {
  const visit = await stage.hold(2 * HOUR);
  const doctor = await stage.as(visit.doctor);
  const early = await ask(doctor, visit, 'in_progress');
  assert.deepEqual([early.status, early.body.code], [409, 'invalid_transition']);
  await later(visit, 90 * 60_000);
  const started = await ask(doctor, visit, 'in_progress');
  assert.deepEqual([started.status, started.body.status], [200, 'in_progress'], JSON.stringify(started.body));
  assert.ok(started.body.started_at);
  assert.equal((await ask(doctor, visit, 'completed')).status, 409, 'not before the start');
  const cancel = await ask(visit.api, visit, 'cancelled_by_patient');
  assert.deepEqual([cancel.status, cancel.body.allowed.includes('completed')], [409, true]);
  assert.equal((await ask(doctor, visit, 'no_show')).status, 409);
  await later(visit, HOUR);
  assert.equal((await ask(doctor, visit, 'completed')).status, 200);
  await stage.closes(visit);
  assert.equal((await ask(doctor, visit, 'in_progress')).status, 409);
  const rooms = await stage.sql('select closed_at is not null as closed from chat_rooms where appointment_id = $1', [
    visit.id,
  ]);
  assert.deepEqual(rooms, [{ closed: true }]);
});

test('a patient who does not come, marked by the doctor from ten minutes after the start', async () => {
  // The clock must not be faster than the doctor.
  await stage.policy({ noShowAfterMs: 24 * HOUR });
  const visit = await stage.hold(HOUR);
  const doctor = await stage.as(visit.doctor);
  assert.equal((await ask(doctor, visit, 'no_show')).status, 409);
  await later(visit, HOUR + 9 * 60_000);
  const early = await ask(doctor, visit, 'no_show');
  assert.deepEqual([early.status, early.body.code], [409, 'invalid_transition']);
  await later(visit, 2 * 60_000);
  const marked = await ask(doctor, visit, 'no_show');
  assert.deepEqual([marked.status, marked.body.status], [200, 'no_show'], JSON.stringify(marked.body));
  await stage.told(visit, ['booking_confirmed', 'no_show']);
  assert.equal(await stage.runState(visit), 'RUNNING', 'it can still be corrected');
  assert.equal((await ask(visit.api, visit, 'cancelled_by_patient')).status, 409);
  const corrected = await ask(doctor, visit, 'completed', { consultation: { mode: 'phone' } });
  assert.equal(corrected.status, 200, JSON.stringify(corrected.body));
  await stage.closes(visit);
  assert.deepEqual(await stage.moves(visit), ['pending', 'booked', 'no_show', 'completed']);
  await stage.policy({});
});

/** One of the workflow's staff updates, by API. */
async function act(role: 'receptionist' | 'admin', visit: Visit, body: Record<string, unknown>) {
  const staff = await stage.signIn(role);
  return staff.post(`/api/v1/admin/appointments/${visit.id}/actions/`, { reason: 'asked both by telephone', ...body });
}

test('a visit to which nobody came', { concurrency: true }, async (t) => {
  await Promise.all([
    t.test('the patient, says a person; the clinic corrects it', async () => {
      const visit = await stage.hold(SOON);
      await stage.flagged(visit, 'absence_undecided');
      assert.equal((await stage.row(visit)).status, 'booked', 'the clock decides nothing');
      const closing = await act('admin', visit, { action: 'resolve_attention', code: 'absence_undecided' });
      assert.deepEqual([closing.status, closing.body.code], [400, 'validation_failed'], JSON.stringify(closing.body));
      const nothing = await act('receptionist', visit, { action: 'decide_absence' });
      assert.deepEqual([nothing.status, nothing.body.field], [400, 'outcome']);
      const decided = await act('receptionist', visit, { action: 'decide_absence', outcome: 'no_show' });
      assert.deepEqual([decided.status, decided.body.status], [200, 'no_show'], JSON.stringify(decided.body));
      assert.deepEqual(await stage.attention(visit), []);
      await stage.told(visit, ['booking_confirmed', 'no_show']);
      const corrected = await ask(await stage.signIn('receptionist'), visit, 'cancelled_by_doctor', {
        reason: 'the doctor was ill',
      });
      assert.equal(corrected.status, 200, JSON.stringify(corrected.body));
      await stage.closes(visit);
    }),
    t.test('the doctor, says a person in the Temporal UI', async () => {
      const visit = await stage.hold(SOON);
      await stage.flagged(visit, 'absence_undecided');
      await stage.fromUi(visit, 'decideAbsence', { by: 'Kim', reason: 'was ill', outcome: 'doctor_absent' });
      await stage.reaches(visit, 'cancelled_by_doctor');
      await stage.closes(visit);
      await stage.told(visit, ['booking_confirmed', 'cancelled']);
      const [entry] = await stage.sql('select code, resolved_by from attention where subject_id = $1', [visit.id]);
      assert.deepEqual(entry, { code: 'absence_undecided', resolved_by: 'temporal-ui (claims Kim)' });
    }),
    t.test('later than a day a no-show cannot be corrected', async () => {
      const visit = await stage.hold(SOON);
      await stage.flagged(visit, 'absence_undecided');
      await act('receptionist', visit, { action: 'decide_absence', outcome: 'no_show' });
      await stage.sql("update appointments set status_since = status_since - interval '25 hours' where id = $1", [
        visit.id,
      ]);
      const late = await ask(await stage.as(visit.doctor), visit, 'completed');
      assert.deepEqual([late.status, late.body.code], [409, 'invalid_transition']);
    }),
  ]);
});

test('a patient who checks in', { concurrency: true }, async (t) => {
  const checkIn = (api: ApiClient, visit: Visit) => api.post(`${visit.path}check-in/`, {});
  await Promise.all([
    t.test('from an hour before the start; a repeat by anybody answers the first time', async () => {
      const visit = await stage.hold(2 * HOUR);
      const early = await checkIn(visit.api, visit);
      assert.deepEqual([early.status, early.body.code], [409, 'invalid_transition'], JSON.stringify(early.body));
      assert.match(early.body.error, /60 minutes before the start/);
      await later(visit, 90 * 60_000);
      const first = await checkIn(visit.api, visit);
      assert.equal(first.status, 200, JSON.stringify(first.body));
      assert.equal(first.body.appointment, visit.id);
      assert.ok(Math.abs(Date.parse(first.body.checked_in_at) - Date.now()) < 10_000);
      for (const api of [visit.api, await stage.signIn('nurse'), await stage.signIn('receptionist')]) {
        const again = await checkIn(api, visit);
        assert.deepEqual([again.status, again.body.checked_in_at], [200, first.body.checked_in_at]);
      }
      assert.equal((await visit.api.get(visit.path)).body.checked_in_at, first.body.checked_in_at);
      const audit = await stage.sql(
        "select actor_user_id as by from audit_events where entity_id = $1 and action = 'appointment.checked_in'",
        [visit.id],
      );
      assert.deepEqual(audit, [{ by: visit.patient.id }]);
    }),
    t.test('is refused to the doctor, the accountant and strangers, and after the end', async () => {
      const visit = await stage.hold(HOUR);
      assert.equal((await checkIn(await stage.as(visit.doctor), visit)).status, 403);
      assert.equal((await checkIn(await stage.signIn('accountant'), visit)).status, 403);
      assert.equal((await checkIn(await stage.signIn('patient'), visit)).status, 404);
      assert.equal((await checkIn(visit.api, { ...visit, path: '/api/v1/appointments/nonsense/' })).status, 404);
      await ask(visit.api, visit, 'cancelled_by_patient');
      const late = await checkIn(visit.api, visit);
      assert.deepEqual([late.status, late.body.code], [409, 'invalid_transition']);
      assert.match(late.body.error, /cancelled by patient/);
    }),
    t.test('at the same moment from everywhere: one time', async () => {
      const visit = await stage.hold(30 * 60_000);
      const nurse = await stage.signIn('nurse');
      const answers = await Promise.all([visit.api, nurse, visit.api, nurse].map((api) => checkIn(api, visit)));
      assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
      assert.equal(new Set(answers.map(({ body }) => body.checked_in_at)).size, 1);
    }),
  ]);
});

test('what the clock does with a visit that nobody ends', { concurrency: true }, async (t) => {
  await stage.policy({ overrunAttentionMs: 1_500, autoCompleteMs: 6_000, correctionMs: 7_000 });
  t.after(() => stage.policy({}));
  await Promise.all([
    t.test('left running: a person is told, then it completes by itself', async () => {
      const visit = await stage.hold(SOON);
      assert.equal((await ask(await stage.as(visit.doctor), visit, 'in_progress')).status, 200);
      await stage.flagged(visit, 'overrun');
      await stage.reaches(visit, 'completed');
      await stage.closes(visit);
      assert.deepEqual(await stage.attention(visit), []);
    }),
    t.test('the patient was there and the doctor was not: a person is told, then it is cancelled', async () => {
      const visit = await stage.hold(SOON);
      assert.equal((await visit.api.post(`${visit.path}check-in/`, {})).status, 200);
      await stage.flagged(visit, 'doctor_absent');
      assert.equal((await stage.row(visit)).status, 'booked');
      await stage.reaches(visit, 'cancelled_by_doctor');
      await stage.closes(visit);
      assert.deepEqual(await stage.attention(visit), []);
      await stage.told(visit, ['booking_confirmed', 'cancelled']);
    }),
    t.test('what a person has dealt with is not shown again', async () => {
      // Signed in beforehand: the warning stands for a few seconds only.
      const admin = await stage.signIn('admin');
      const visit = await stage.hold(SOON);
      assert.equal((await ask(await stage.as(visit.doctor), visit, 'in_progress')).status, 200);
      await stage.flagged(visit, 'overrun');
      const body = { action: 'resolve_attention', code: 'overrun', reason: 'the doctor is at it' };
      assert.equal((await admin.post(`/api/v1/admin/appointments/${visit.id}/actions/`, body)).status, 200);
      await stage.reaches(visit, 'completed');
      const entries = await stage.sql('select code from attention where subject_id = $1', [visit.id]);
      assert.deepEqual(entries, [{ code: 'overrun' }]);
    }),
    t.test('a no-show that nobody corrects is closed when its day is over', async () => {
      const visit = await stage.hold(SOON);
      await stage.flagged(visit, 'absence_undecided');
      await act('admin', visit, { action: 'decide_absence', outcome: 'no_show' });
      assert.equal(await stage.runState(visit), 'RUNNING');
      await stage.closes(visit);
      assert.equal((await stage.row(visit)).status, 'no_show');
    }),
  ]);
});
