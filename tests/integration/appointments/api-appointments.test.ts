import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { ApiClient } from '../../support/client.js';
import { type Person, startClinic, type TestClinic } from '../../support/clinic.js';

const A = '/api/v1/appointments';
const HOUR_MS = 3_600_000;

describe('appointments over HTTP, payments off', () => {
  let clinic: TestClinic;
  let doctorIs: Person;
  let patientIs: Person;
  let doctor: ApiClient;
  let patient: ApiClient;
  let stranger: ApiClient;
  let receptionist: ApiClient;
  let accountant: ApiClient;
  let hours = 24;

  before(async () => {
    clinic = await startClinic({ env: { PAYMENTS_ENABLED: 'false', POLICY_CHAT_OPENS: '30d' } });
    doctorIs = await clinic.person('doctor');
    patientIs = await clinic.person('patient');
    doctor = await ApiClient.signIn(clinic, doctorIs);
    patient = await ApiClient.signIn(clinic, patientIs);
    stranger = await ApiClient.signIn(clinic, await clinic.person('patient'));
    receptionist = await ApiClient.signIn(clinic, await clinic.person('receptionist'));
    accountant = await ApiClient.signIn(clinic, await clinic.person('accountant'));
  });
  after(() => clinic?.stop());

  const freeSlot = () => {
    hours += 1;
    return clinic.slot(doctorIs, hours * HOUR_MS);
  };
  const book = async (by = patient, more: object = {}, key: string | null = null) =>
    by.post(`${A}/`, { availability_id: await freeSlot(), ...more }, key);

  it('books at once when nothing has to be paid, and shows it to whom it concerns', async () => {
    const booked = await book(patient, { symptoms: 'A cough', consultation_type: 'video' });
    assert.equal(booked.status, 201, JSON.stringify(booked.body));
    const { id } = booked.body;
    assert.deepEqual(
      [booked.body.status, booked.body.payment_status, booked.body.payment_required, booked.body.price],
      ['booked', 'waived', false, '80.00'],
    );
    const own = await patient.get(`${A}/${id}/`);
    assert.deepEqual([own.status, own.body.symptoms, own.body.doctor.id], [200, 'A cough', doctorIs.id]);
    assert.ok(own.body.chat_room_id, 'a chat room');
    assert.equal((await doctor.get(`${A}/${id}/`)).body.symptoms, 'A cough');
    assert.equal((await receptionist.get(`${A}/${id}/`)).body.symptoms, null);
    assert.equal((await stranger.get(`${A}/${id}/`)).status, 404);
    assert.equal((await accountant.get(`${A}/${id}/`)).status, 403);
    const listed = await patient.get(`${A}/?status=booked,completed&from=2020-01-01`);
    assert.ok(listed.body.some((one: { id: string }) => one.id === id));
    assert.deepEqual((await stranger.get(`${A}/`)).body, []);
    assert.equal((await patient.get(`${A}/?status=expired`)).body.field, 'status');
  });

  it('gives the same booking to the same key, and refuses another body', async () => {
    const slot = await freeSlot();
    const key = randomUUID();
    const body = { availability_id: slot, symptoms: 'Fever' };
    const answers = await Promise.all([1, 2, 3, 4].map(() => patient.post(`${A}/`, body, key)));
    for (const answer of answers) assert.deepEqual([answer.status, answer.body], [201, answers[0]?.body]);
    const other = await patient.post(`${A}/`, { ...body, symptoms: 'None' }, key);
    assert.deepEqual([other.status, other.body.code], [422, 'idempotency_conflict']);
    const again = await patient.post(`${A}/`, body, null);
    assert.deepEqual(
      [again.status, again.body.error, again.body.code, again.body.appointment_id],
      [400, 'Slot already booked', 'slot_taken', answers[0]?.body.id],
    );
    const taken = await stranger.post(`${A}/`, body, null);
    assert.deepEqual([taken.status, taken.body.code, taken.body.appointment_id], [400, 'slot_taken', undefined]);
  });

  it('lets exactly one of many win a slot', async () => {
    const slot = await freeSlot();
    const people = await Promise.all(
      [1, 2, 3, 4, 5].map(async () => ApiClient.signIn(clinic, await clinic.person('patient'))),
    );
    const answers = await Promise.all(people.map((one) => one.post(`${A}/`, { availability_id: slot }, null)));
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [201, 400, 400, 400, 400]);
  });

  it('knows who books for whom', async () => {
    assert.equal((await book(doctor)).status, 403);
    assert.equal((await book(patient, { patient: doctorIs.id })).status, 403);
    assert.equal((await book(receptionist)).body.field, 'patient');
    assert.equal((await book(receptionist, { patient: randomUUID() })).status, 404);
    assert.equal((await book(receptionist, { patient: doctorIs.id })).status, 404);
    const booked = await book(receptionist, { patient: patientIs.id });
    assert.deepEqual([booked.status, booked.body.patient], [201, patientIs.id]);
    assert.equal((await patient.post(`${A}/`, { availability_id: randomUUID() })).status, 404);
    assert.equal((await patient.post(`${A}/`, { availability_id: 'x' })).body.field, 'availability_id');
    assert.equal((await patient.post(`${A}/`, { availability_id: randomUUID(), colour: 'red' })).status, 400);
  });

  it('moves by role, refuses by role and by status', async () => {
    const { id } = (await book()).body;
    const ask = (by: ApiClient, body: object) => by.patch(`${A}/${id}/update/`, body);
    assert.equal((await ask(stranger, { status: 'cancelled_by_patient' })).status, 404);
    assert.equal((await ask(patient, { status: 'in_progress' })).status, 403);
    assert.equal((await ask(receptionist, { status: 'cancelled_by_patient' })).status, 403);
    assert.equal((await ask(doctor, { status: 'booked' })).status, 400);
    const early = await ask(doctor, { status: 'completed' });
    assert.deepEqual([early.status, early.body.code], [409, 'invalid_transition']);
    const misplaced = await ask(doctor, { status: 'in_progress', consultation: { mode: 'video' } });
    assert.deepEqual([misplaced.status, misplaced.body.field], [400, 'consultation']);
    const started = await ask(doctor, { status: 'in_progress' });
    assert.deepEqual([started.status, started.body.status], [200, 'in_progress']);
    assert.ok(started.body.started_at);
    const again = await ask(doctor, { status: 'in_progress' });
    assert.deepEqual(
      [again.status, again.body.allowed],
      [409, ['cancelled_by_doctor', 'cancelled_by_clinic', 'completed']],
    );
    const cancelled = await ask(doctor, { status: 'cancelled_by_doctor', reason: 'Called away' });
    assert.deepEqual([cancelled.status, cancelled.body.status], [200, 'cancelled_by_doctor']);
    assert.ok(cancelled.body.cancelled_at);
    const late = await ask(patient, { status: 'cancelled_by_patient' });
    assert.deepEqual([late.status, late.body.code, late.body.allowed], [409, 'invalid_transition', []]);
  });

  it('answers a repeated move under its key', async () => {
    const { id } = (await book()).body;
    const ask = (key: string) =>
      patient.send('PATCH', `${A}/${id}/update/`, { status: 'cancelled_by_patient', reason: 'Well again' }, key);
    const [first, second] = [await ask('cancel-1'), await ask('cancel-1')];
    assert.deepEqual([first.status, second.status, second.body], [200, 200, first.body]);
    assert.equal((await ask('cancel-2')).status, 409);
  });

  it('tells its history in the seeds’ shape', async () => {
    const { id } = (await book()).body;
    await receptionist.patch(`${A}/${id}/update/`, { status: 'cancelled_by_clinic', reason: 'The doctor is ill' });
    const { status, body } = await patient.get(`${A}/${id}/status-history/`);
    assert.equal(status, 200);
    assert.equal(body.appointment_id, id);
    assert.deepEqual(
      body.status_history.map((change: { id: number; status: string; reason: string }) => [
        change.id,
        change.status,
        change.reason,
      ]),
      [
        [1, 'pending', 'Appointment created by patient'],
        [2, 'booked', 'Appointment confirmed'],
        [3, 'cancelled_by_clinic', 'The doctor is ill'],
      ],
    );
    assert.deepEqual(body.status_history[0].changed_by, {
      id: patientIs.id,
      name: 'Testilda Patientovic',
      role: 'patient',
    });
    assert.equal(body.status_history[2].changed_by.role, 'receptionist');
    assert.equal((await stranger.get(`${A}/${id}/status-history/`)).status, 404);
  });

  it('moves to another slot and keeps its id', async () => {
    const booked = await book();
    const target = await freeSlot();
    const path = `${A}/${booked.body.id}/reschedule/`;
    assert.equal((await stranger.post(path, { availability_id: target })).status, 404);
    const moved = await patient.post(path, { availability_id: target });
    assert.deepEqual(
      [moved.status, moved.body.availability, moved.body.reschedules, moved.body.status],
      [200, target, 1, 'booked'],
    );
    const free = await stranger.post(`${A}/`, { availability_id: booked.body.availability });
    assert.equal(free.status, 201, JSON.stringify(free.body));
    const taken = await patient.post(path, { availability_id: booked.body.availability });
    assert.deepEqual([taken.status, taken.body.code], [400, 'slot_taken']);
  });

  it('gives a calendar file while it is booked', async () => {
    const { id } = (await book()).body;
    const file = await patient.get(`${A}/${id}/calendar.ics`);
    assert.equal(file.status, 200);
    assert.match(file.headers.get('content-type') ?? '', /^text\/calendar/);
    assert.match(String(file.body), /^BEGIN:VCALENDAR\r\n[\s\S]*METHOD:PUBLISH\r\n[\s\S]*END:VCALENDAR\r\n$/);
    assert.equal((await stranger.get(`${A}/${id}/calendar.ics`)).status, 404);
    await patient.patch(`${A}/${id}/update/`, { status: 'cancelled_by_patient' });
    assert.equal((await patient.get(`${A}/${id}/calendar.ics`)).status, 409);
  });

  it('is deleted when it is over, and only then', async () => {
    const { id } = (await book()).body;
    const open = await patient.delete(`${A}/${id}/`);
    assert.deepEqual([open.status, open.body.code], [409, 'invalid_transition']);
    assert.equal((await doctor.delete(`${A}/${id}/`)).status, 403);
    await patient.patch(`${A}/${id}/update/`, { status: 'cancelled_by_patient' });
    assert.equal((await patient.delete(`${A}/${id}/`)).status, 204);
    assert.equal((await patient.get(`${A}/${id}/`)).status, 404);
    assert.equal((await patient.delete(`${A}/${id}/`)).status, 404);
  });

  it('shows its timeline to the clinic, not to patients', async () => {
    const { id } = (await book()).body;
    assert.equal((await patient.get(`${A}/${id}/timeline/`)).status, 403);
    for (const reader of [doctor, receptionist, accountant]) {
      const { status, body } = await reader.get(`${A}/${id}/timeline/`);
      assert.equal(status, 200);
      assert.deepEqual(
        body.events
          .filter((event: { kind: string }) => event.kind === 'status')
          .map((event: { status: string }) => event.status),
        ['pending', 'booked'],
      );
    }
  });

  it('asks for no order when payments are off', async () => {
    const { id } = (await book()).body;
    const order = await patient.post('/api/v1/orders/', { appointmentId: id });
    assert.deepEqual([order.status, order.body.code], [409, 'payments_disabled']);
    const { body } = await ApiClient.anonymous(clinic.apiUrl).get('/api/payments/status/');
    assert.deepEqual(body, { payments_enabled: false, provider: null, providers: [], currency: 'aud' });
  });
});
