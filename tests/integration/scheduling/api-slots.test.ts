import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ApiClient } from '../../support/client.js';
import { type Person, startClinic, type TestClinic } from '../../support/clinic.js';

const DAY_MS = 86_400_000;
const SLOTS = '/api/v1/appointments/availabilities';

describe('slots over HTTP', () => {
  let clinic: TestClinic;
  let doctorIs: Person;
  let patientIs: Person;
  let doctor: ApiClient;
  let otherDoctor: ApiClient;
  let receptionist: ApiClient;
  let patient: ApiClient;

  before(async () => {
    clinic = await startClinic();
    doctorIs = await clinic.person('doctor');
    patientIs = await clinic.person('patient');
    doctor = await ApiClient.signIn(clinic, doctorIs);
    otherDoctor = await ApiClient.signIn(clinic, await clinic.person('doctor'));
    receptionist = await ApiClient.signIn(clinic, await clinic.person('receptionist'));
    patient = await ApiClient.signIn(clinic, patientIs);
  });
  after(() => clinic?.stop());

  let day = 2;
  /** A time of its own for each use, so that no two tests overlap. */
  const at = (minutes: number, length = 15, on = day) => {
    const start = new Date(Math.ceil(Date.now() / DAY_MS) * DAY_MS + on * DAY_MS + minutes * 60_000);
    return { start_time: start.toISOString(), end_time: new Date(start.getTime() + length * 60_000).toISOString() };
  };
  const offer = (by: ApiClient, body: object, key: string | null = null) => by.post(`${SLOTS}/`, body, key);

  it('is offered by its doctor and listed with doctor and clinic', async () => {
    day += 1;
    const body = { ...at(0), slot_type: 'short', timezone: 'Australia/Brisbane' };
    const made = await offer(doctor, body);
    assert.equal(made.status, 201, JSON.stringify(made.body));
    const listed = await patient.get(`${SLOTS}/list/?doctor=${doctorIs.id}`);
    assert.equal(listed.status, 200);
    assert.deepEqual(listed.body, [
      {
        id: made.body.id,
        doctor: { id: doctorIs.id, first_name: 'Testilda', last_name: 'Doctorovic', specialty: null },
        clinic: { id: clinic.clinicId, name: 'Test Clinic' },
        ...at(0),
        slot_type: 'short',
        timezone: 'Australia/Brisbane',
        is_booked: false,
      },
    ]);
  });

  it('keeps the one spelling of a time zone, alone and in bulk', async () => {
    day += 1;
    const one = await offer(doctor, { ...at(0), slot_type: 'short', timezone: 'australia/brisbane' });
    assert.deepEqual([one.status, one.body.timezone], [201, 'Australia/Brisbane']);
    const date = at(0).start_time.slice(0, 10);
    const window = {
      start_date: date,
      end_date: date,
      days_of_week: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
    };
    const hour = { start_time: '21:00', end_time: '21:15', slot_type: 'short', timezone: 'Asia/Calcutta' };
    assert.equal((await doctor.post(`${SLOTS}/bulk/`, { ...window, ...hour })).body.created, 1);
    const listed = await patient.get(`${SLOTS}/list/?doctor=${doctorIs.id}&from=${date}&limit=200`);
    const zones = listed.body.map((slot: { timezone: string }) => slot.timezone);
    assert.ok(zones.includes('Asia/Kolkata') && !zones.includes('Asia/Calcutta'), zones.join());
    const offset = await offer(doctor, { ...at(60), slot_type: 'short', timezone: 'Etc/GMT-10' });
    assert.deepEqual([offset.status, offset.body.field], [400, 'timezone']);
  });

  it('refuses a wrong length, the past, an overlap and a time without its offset', async () => {
    day += 1;
    const long = await offer(doctor, { ...at(0, 15), slot_type: 'long' });
    assert.deepEqual([long.status, long.body.code], [400, 'slot_length']);
    const past = await offer(doctor, { ...at(0, 15, -400), slot_type: 'short' });
    assert.deepEqual([past.status, past.body.code, past.body.field], [400, 'validation_failed', 'start_time']);
    assert.equal((await offer(doctor, { ...at(0), slot_type: 'short' })).status, 201);
    const overlap = await offer(doctor, { ...at(10), slot_type: 'short' });
    assert.deepEqual([overlap.status, overlap.body.code], [409, 'overlap']);
    assert.equal((await offer(otherDoctor, { ...at(10), slot_type: 'short' })).status, 201);
    const local = await offer(doctor, { ...at(30), start_time: '2030-01-01T09:00:00', slot_type: 'short' });
    assert.deepEqual([local.status, local.body.field], [400, 'start_time']);
  });

  it('lets reception offer a doctor’s time, and no doctor another’s', async () => {
    day += 1;
    const body = { ...at(0), slot_type: 'short', doctor: doctorIs.id };
    assert.equal((await offer(otherDoctor, body)).status, 403);
    assert.equal((await offer(patient, body)).status, 403);
    assert.equal((await offer(receptionist, { ...at(0), slot_type: 'short' })).body.field, 'doctor');
    assert.equal((await offer(receptionist, { ...body, doctor: patientIs.id })).status, 404);
    const made = await offer(receptionist, body);
    assert.deepEqual([made.status, made.body.doctor?.id], [201, doctorIs.id]);
  });

  it('answers the same slot to the same Idempotency-Key', async () => {
    day += 1;
    const body = { ...at(0), slot_type: 'short' };
    const answers = await Promise.all([1, 2, 3].map(() => offer(doctor, body, 'slot-key-1')));
    assert.deepEqual(
      answers.map((answer) => [answer.status, answer.body.id]),
      answers.map(() => [201, answers[0]?.body.id]),
    );
    assert.equal((await offer(doctor, { ...body, slot_type: 'long' }, 'slot-key-1')).status, 422);
  });

  it('makes a week at once and names what it skipped', async () => {
    day += 1;
    const first = at(0);
    assert.equal((await offer(doctor, { ...first, slot_type: 'short', timezone: 'UTC' })).status, 201);
    const date = first.start_time.slice(0, 10);
    const body = {
      start_date: date,
      end_date: date,
      days_of_week: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sunday'],
      start_time: '00:00',
      end_time: '02:00',
      slot_type: 'short',
      timezone: 'UTC',
    };
    const made = await doctor.post(`${SLOTS}/bulk/`, body, 'bulk-1');
    assert.equal(made.status, 201, JSON.stringify(made.body));
    assert.deepEqual(made.body, {
      created: 7,
      skipped: [{ start_time: first.start_time, reason: 'overlaps another slot' }],
    });
    const again = await doctor.post(`${SLOTS}/bulk/`, body, 'bulk-1');
    assert.deepEqual(again.body, made.body);
    const bad = await doctor.post(`${SLOTS}/bulk/`, { ...body, days_of_week: ['Funday'] });
    assert.deepEqual([bad.status, bad.body.field], [400, 'days_of_week']);
    const zone = await doctor.post(`${SLOTS}/bulk/`, { ...body, timezone: 'EST' });
    assert.deepEqual([zone.status, zone.body.field], [400, 'timezone']);
  });

  it('pages the list by the Link header', async () => {
    const path = `${SLOTS}/list/?doctor=${doctorIs.id}&limit=2`;
    const first = await patient.get(path);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1];
    assert.ok(next, 'a Link to the next page');
    const second = await patient.get(new URL(next).pathname + new URL(next).search);
    const starts = [...first.body, ...second.body].map((slot: { start_time: string }) => slot.start_time);
    assert.equal(new Set(starts).size, 4);
    assert.deepEqual(starts, [...starts].sort());
    assert.equal((await patient.get(`${SLOTS}/list/?limit=201`)).status, 400);
    assert.equal((await patient.get(`${SLOTS}/list/?from=yesterday`)).body.field, 'from');
  });

  it('is taken back while it is free', async () => {
    day += 1;
    const { body } = await offer(doctor, { ...at(0), slot_type: 'short' });
    assert.equal((await otherDoctor.delete(`${SLOTS}/${body.id}/`)).status, 403);
    assert.equal((await patient.delete(`${SLOTS}/${body.id}/`)).status, 403);
    assert.equal((await doctor.delete(`${SLOTS}/${body.id}/`)).status, 204);
    assert.equal((await doctor.delete(`${SLOTS}/${body.id}/`)).status, 404);
    assert.equal((await doctor.delete(`${SLOTS}/nonsense/`)).status, 404);
    assert.equal((await offer(doctor, { ...at(0), slot_type: 'short' })).status, 201);
  });
});
