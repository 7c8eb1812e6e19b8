import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import { ApiClient } from '../../support/client.js';
import { type Person, startClinic, type TestClinic } from '../../support/clinic.js';

const A = '/api/v1/appointments';
const SLOTS = `${A}/availabilities`;
const HOUR_MS = 3_600_000;

describe('own slots', () => {
  let clinic: TestClinic;
  let doctorIs: Person;
  let travellerIs: Person;
  let doctor: ApiClient;
  let traveller: ApiClient;
  let receptionist: ApiClient;
  let patient: ApiClient;
  let elsewhere: string;

  before(async () => {
    clinic = await startClinic({ env: { PAYMENTS_ENABLED: 'false' } });
    doctorIs = await clinic.person('doctor');
    travellerIs = await clinic.person('doctor');
    elsewhere = randomUUID();
    await clinic.core.unitOfWork.withScope(SYSTEM, async (scope) => {
      const place = { id: elsewhere, name: 'Elsewhere', slug: 'elsewhere', timezone: 'Asia/Manila', phone: null };
      await scope.clinics.create({ ...place, currency: 'php' });
      await scope.memberships.add({ userId: travellerIs.id, clinicId: elsewhere, role: 'doctor' }, new Date());
    });
    doctor = await ApiClient.signIn(clinic, doctorIs);
    traveller = await ApiClient.signIn(clinic, travellerIs);
    receptionist = await ApiClient.signIn(clinic, await clinic.person('receptionist'));
    patient = await ApiClient.signIn(clinic, await clinic.person('patient'));
  });
  after(() => clinic?.stop());

  const ids = async (by: ApiClient, query = '') => {
    const { status, body } = await by.get(`${SLOTS}/?limit=200${query}`);
    assert.equal(status, 200, JSON.stringify(body));
    return body.map((slot: { id: string }) => slot.id);
  };
  const read = async (by: ApiClient, id: string) =>
    (await by.get(`${SLOTS}/?limit=200`)).body.find((slot: { id: string }) => slot.id === id);

  it('are listed with the appointment that has them, past ones too', async () => {
    const past = await clinic.slot(doctorIs, -5 * HOUR_MS);
    const free = await clinic.slot(doctorIs, 30 * HOUR_MS);
    const taken = await clinic.slot(doctorIs, 31 * HOUR_MS);
    const other = await clinic.slot(travellerIs, 32 * HOUR_MS);
    const before = await read(doctor, taken);
    assert.deepEqual([before.is_booked, before.appointment_id], [false, null]);
    const booked = await patient.post(`${A}/`, { availability_id: taken });
    assert.equal(booked.status, 201);
    const now = await read(doctor, taken);
    const { appointment_id, is_booked, updated_at, ...rest } = now;
    assert.deepEqual([appointment_id, is_booked], [booked.body.id, true]);
    assert.ok(updated_at > before.updated_at, 'a booking changes the slot');
    assert.deepEqual(rest, {
      id: taken,
      doctor: { id: doctorIs.id, first_name: 'Testilda', last_name: 'Doctorovic', specialty: null },
      clinic: { id: clinic.clinicId, name: 'Test Clinic' },
      start_time: before.start_time,
      end_time: before.end_time,
      slot_type: 'short',
      timezone: 'Australia/Sydney',
    });
    assert.deepEqual(await ids(doctor), [past, free, taken]);
    assert.deepEqual(await ids(doctor, '&booked=true'), [taken]);
    assert.deepEqual(await ids(doctor, '&booked=false'), [past, free]);
    assert.deepEqual(await ids(receptionist), [past, free, taken, other]);
    assert.deepEqual(await ids(receptionist, `&doctor=${travellerIs.id}`), [other]);
    assert.deepEqual(await ids(receptionist, `&clinic=${clinic.clinicId}&from=${before.start_time}`), [taken, other]);
    assert.deepEqual(await ids(receptionist, `&to=${before.start_time}`), [past, free]);
    const page = await receptionist.get(`${SLOTS}/?limit=3`);
    const next = /<(.*)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1] ?? '';
    const second = await receptionist.get(next.slice(clinic.apiUrl.length));
    assert.deepEqual(
      [...page.body, ...second.body].map((slot: { id: string }) => slot.id),
      [past, free, taken, other],
    );

    const cancelled = await patient.patch(`${A}/${booked.body.id}/update/`, { status: 'cancelled_by_patient' });
    assert.equal(cancelled.status, 200, JSON.stringify(cancelled.body));
    const freed = await read(doctor, taken);
    assert.deepEqual([freed.is_booked, freed.appointment_id], [false, null]);
    assert.ok(freed.updated_at > updated_at, 'a cancellation changes the slot');
  });

  it('are booked with a trace of where the request came from, in the worker’s rows too', async () => {
    const slot = await clinic.slot(doctorIs, 50 * HOUR_MS);
    const headers = { 'user-agent': 'Clinic app 2.1', 'x-request-id': `own-slots-${randomUUID()}` };
    const booked = await patient.send('POST', `${A}/`, { availability_id: slot }, null, headers);
    const { id } = booked.body as { id: string };
    const cancel = { status: 'cancelled_by_patient' };
    assert.equal((await patient.send('PATCH', `${A}/${id}/update/`, cancel, null, headers)).status, 200);
    const { rows } = await clinic.core.pool.query(
      `select action, address, user_agent, request_id from audit_events
        where entity_id = $1 and action in ('appointment.booked', 'appointment.cancelled') order by id`,
      [id],
    );
    assert.deepEqual(
      rows.map((row) => [row.action, row.user_agent, row.request_id]),
      ['appointment.booked', 'appointment.cancelled'].map((action) => [
        action,
        headers['user-agent'],
        headers['x-request-id'],
      ]),
    );
    for (const row of rows) assert.match(row.address, /127\.0\.0\.1$/);
  });

  it('change on both sides when an appointment moves', async () => {
    const [from, to] = [await clinic.slot(doctorIs, 60 * HOUR_MS), await clinic.slot(doctorIs, 61 * HOUR_MS)];
    const { id } = (await patient.post(`${A}/`, { availability_id: from })).body;
    const [left, taken] = [await read(doctor, from), await read(doctor, to)];
    assert.equal((await patient.post(`${A}/${id}/reschedule/`, { availability_id: to })).status, 200);
    const [after, now] = [await read(doctor, from), await read(doctor, to)];
    assert.deepEqual([after.appointment_id, now.appointment_id], [null, id]);
    assert.ok(after.updated_at > left.updated_at && now.updated_at > taken.updated_at);
  });

  it('are nobody else’s', async () => {
    assert.equal((await patient.get(`${SLOTS}/`)).status, 403);
    assert.equal((await doctor.get(`${SLOTS}/?doctor=${travellerIs.id}`)).status, 403);
    assert.equal((await doctor.get(`${SLOTS}/?clinic=${elsewhere}`)).status, 404);
    assert.equal((await receptionist.get(`${SLOTS}/?clinic=${elsewhere}`)).status, 404);
    for (const [query, field] of [
      ['doctor=x', 'doctor'],
      ['clinic=x', 'clinic'],
      ['booked=maybe', 'booked'],
      ['from=x', 'from'],
    ]) {
      const refused = await doctor.get(`${SLOTS}/?${query}`);
      assert.deepEqual([refused.status, refused.body.field], [400, field]);
    }
    assert.equal((await ids(await ApiClient.signIn(clinic, await clinic.person('nurse')))).length > 0, true);
  });

  it('of a doctor of several clinics belong to the one that the doctor acts in', async () => {
    const start = new Date(Math.ceil(Date.now() / HOUR_MS) * HOUR_MS + 90 * HOUR_MS);
    const at = (minutes: number) => new Date(start.getTime() + minutes * 60_000).toISOString();
    const body = { start_time: at(0), end_time: at(15), slot_type: 'short' };
    assert.equal((await traveller.post(`${SLOTS}/`, { ...body, clinic: elsewhere })).status, 404);
    assert.equal((await traveller.get(`${SLOTS}/?clinic=${elsewhere}`)).status, 404);
    const memberships = (await traveller.get('/api/v1/users/memberships/')).body;
    const there = memberships.find((one: { clinic_id: string }) => one.clinic_id === elsewhere);
    const { access } = (await traveller.post(`/api/v1/users/memberships/${there.id}/activate/`, {})).body;
    const guest = ApiClient.withToken(clinic.apiUrl, access, travellerIs);
    const made = await guest.post(`${SLOTS}/`, body);
    assert.deepEqual(
      [made.status, made.body.clinic.id, made.body.timezone],
      [201, elsewhere, 'Asia/Manila'],
      JSON.stringify(made.body),
    );
    assert.equal((await guest.post(`${SLOTS}/`, { ...body, clinic: clinic.clinicId })).status, 404);
    const day = at(3 * 24 * 60).slice(0, 10);
    const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
    const window = { start_date: day, end_date: day, days_of_week: days, start_time: '01:00', end_time: '01:15' };
    const bulk = await guest.post(`${SLOTS}/bulk/`, { ...window, slot_type: 'short', clinic: elsewhere });
    assert.deepEqual([bulk.status, bulk.body.created], [201, 1], JSON.stringify(bulk.body));
    assert.equal((await ids(guest, `&clinic=${elsewhere}`)).length, 2);
    assert.equal((await receptionist.post(`${SLOTS}/`, { ...body, doctor: travellerIs.id })).status, 409);
  });
});
