import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { DoctorRegister, RegisterEntry } from '../../../src/adapters/registers/port.js';
import type { UserActor } from '../../../src/domain/actor.js';
import { SYSTEM } from '../../../src/domain/actor.js';
import { addDays, localDay } from '../../../src/domain/days.js';
import { ROLE_PERMISSIONS } from '../../../src/domain/permissions.js';
import { type RecordVerification, recordVerification } from '../../../src/usecases/identity/record-verification.js';
import type { ApiClient } from '../../support/client.js';
import { until } from '../../support/client.js';
import type { Person } from '../../support/clinic.js';
import { Stage } from '../../support/stage.js';

const HOUR = 3_600_000;
const SLOTS = '/api/v1/appointments/availabilities/';
const ofDoctor = (id: string) => `/api/v1/users/admin/users/${id}/verification/`;
const today = localDay(new Date(), 'Australia/Sydney');

describe('the verification of doctors', () => {
  let stage: Stage;
  let admin: ApiClient;

  before(async () => {
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false' });
    admin = await stage.signIn('admin');
  });
  after(() => stage?.close());

  const record = async (doctor: Person, body: Record<string, unknown>, expected = 200) => {
    const answer = await admin.put(ofDoctor(doctor.id), body);
    assert.equal(answer.status, expected, JSON.stringify(answer.body));
    return answer.body;
  };
  const offer = async (doctor: Person, hoursAhead: number) => {
    const start = new Date(Math.ceil(Date.now() / HOUR) * HOUR + hoursAhead * HOUR);
    return (await stage.as(doctor)).post(SLOTS, {
      start_time: start.toISOString(),
      end_time: new Date(start.getTime() + 900_000).toISOString(),
      slot_type: 'short',
      timezone: 'UTC',
    });
  };
  const sql = (text: string, values: readonly unknown[] = []) => stage.sql(text, values);

  it('is pending while nobody has checked, and each check is a row that is never changed', async () => {
    const doctor = await stage.clinic.person('doctor');
    const unchecked = (await admin.get(ofDoctor(doctor.id))).body;
    assert.deepEqual([unchecked.status, unchecked.id, unchecked.checked_at], ['pending', null, null]);

    const verified = await record(doctor, {
      status: 'verified',
      expires_on: addDays(today, 200),
      next_check_on: addDays(today, 20),
      specialties: ['General practice'],
      registration_type: 'general',
      conditions: 'Works under supervision',
      evidence: 'Public register, page of today',
      authority_to_prescribe: { schedule_8: true, restricted_substances: false, expiry_date: addDays(today, 100) },
    });
    assert.equal(verified.checked_by, admin.person?.id);
    assert.ok(Date.parse(verified.checked_at) <= Date.now());
    assert.deepEqual((await admin.get(ofDoctor(doctor.id))).body, verified);
    await record(doctor, { status: 'suspended', evidence: 'A letter of the board' });
    const history = (await admin.get(`${ofDoctor(doctor.id)}history/`)).body;
    assert.deepEqual(
      history.map((row: { status: string }) => row.status),
      ['suspended', 'verified'],
    );
    assert.deepEqual(history[1], verified);
    await assert.rejects(sql("update doctor_verifications set status = 'verified'"), /append-only/);
    const sealed = await sql('select findings_sealed from doctor_verifications where user_id = $1', [doctor.id]);
    assert.ok(!JSON.stringify(sealed).includes('supervision'));
    const audited = await sql(
      "select action from audit_events where entity_id = $1 and action like 'verification.%' order by happened_at, action",
      [doctor.id],
    );
    const count = (action: string) => audited.filter((row) => row.action === action).length;
    assert.deepEqual([count('verification.recorded'), count('verification.read')], [2, 3]);
  });

  it('of no end is good for a year; what makes no sense is refused on its field', async () => {
    const doctor = await stage.clinic.person('doctor');
    assert.equal((await record(doctor, { status: 'verified' })).expires_on, addDays(today, 365));
    const refused = async (body: Record<string, unknown>) => (await record(doctor, body, 400)).field;
    assert.equal(await refused({ status: 'verified', expires_on: addDays(today, -1) }), 'expires_on');
    assert.equal(await refused({ status: 'verified', expires_on: '2026-02-30' }), 'expires_on');
    assert.equal(await refused({ status: 'verified', next_check_on: addDays(today, -1) }), 'next_check_on');
    assert.equal(
      await refused({ status: 'pending', checked_at: new Date(Date.now() + HOUR).toISOString() }),
      'checked_at',
    );
    assert.equal(await refused({ status: 'pending', checked_by: doctor.id }), 'checked_by');
    assert.equal((await admin.get(`${ofDoctor(doctor.id)}history/`)).body.length, 1);
  });

  it('is for administrators of the clinic, about its own doctors', async () => {
    const [doctor, nurse] = [await stage.clinic.person('doctor'), await stage.clinic.person('nurse')];
    assert.equal((await admin.get(ofDoctor(nurse.id))).status, 404);
    assert.equal((await admin.put(ofDoctor(randomUUID()), { status: 'pending' })).status, 404);
    assert.equal((await (await stage.as(doctor)).get(ofDoctor(doctor.id))).status, 403);
    const elsewhere = randomUUID();
    const place = { id: elsewhere, name: 'Elsewhere', slug: `elsewhere-${elsewhere}`, timezone: 'UTC', phone: null };
    await stage.clinic.core.unitOfWork.withScope(SYSTEM, (scope) =>
      scope.clinics.create({ ...place, currency: 'aud' }),
    );
    await record(doctor, { status: 'verified' });
    await sql('update memberships set clinic_id = $2 where user_id = $1', [doctor.id, elsewhere]);
    assert.equal((await admin.get(ofDoctor(doctor.id))).status, 404);
    assert.equal((await admin.get(`${ofDoctor(doctor.id)}history/`)).status, 404);
  });

  it('that is withdrawn acts at once: no new times, no bookings, and booked visits wait for a person', async () => {
    const doctor = await stage.clinic.person('doctor');
    await record(doctor, { status: 'verified' });
    assert.equal((await offer(doctor, 30)).status, 201, 'a verified doctor offers their time');
    const [slot, other, third] = [
      await stage.clinic.slot(doctor, 50 * HOUR),
      await stage.clinic.slot(doctor, 60 * HOUR),
      await stage.clinic.slot(doctor, 70 * HOUR),
    ];
    const patient = await stage.signIn('patient');
    const book = (id: string) => patient.post('/api/v1/appointments/', { availability_id: id });
    const visit = await book(slot);
    assert.equal(visit.body.status, 'booked', JSON.stringify(visit.body));
    const isListed = async () => {
      const { body } = await patient.get(`${SLOTS}list/?doctor=${doctor.id}&limit=200`);
      return body.some(({ id }: { id: string }) => id === other);
    };
    assert.equal(await isListed(), true);

    await record(doctor, { status: 'suspended' });
    const refused = await offer(doctor, 80);
    assert.deepEqual(
      [refused.status, refused.body.code, refused.body.compliance_violation],
      [400, 'compliance_violation', true],
    );
    const bulk = await (await stage.signIn('receptionist')).post(`${SLOTS}bulk/`, {
      start_date: addDays(today, 9),
      end_date: addDays(today, 9),
      days_of_week: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
      start_time: '09:00',
      end_time: '10:00',
      slot_type: 'short',
      doctor: doctor.id,
    });
    assert.deepEqual([bulk.status, bulk.body.code], [400, 'compliance_violation']);
    assert.equal(await isListed(), false);
    const booking = await book(other);
    assert.deepEqual([booking.status, booking.body.code], [400, 'compliance_violation']);
    const moved = await patient.post(`/api/v1/appointments/${visit.body.id}/reschedule/`, { availability_id: third });
    assert.deepEqual([moved.status, moved.body.code], [400, 'compliance_violation'], 'the claim itself refuses, too');
    assert.deepEqual(await stage.attention(visit.body), ['verification_expired']);
    const entries = (await admin.get('/api/v1/admin/attention/')).body as { id: string; appointment_id: string }[];
    const entry = entries.find(({ appointment_id }) => appointment_id === visit.body.id);
    assert.ok(entry);

    const dealtWith = { action: 'resolve_attention', code: 'verification_expired', reason: 'Told the patient' };
    const resolved = await admin.post(`/api/v1/admin/appointments/${visit.body.id}/actions/`, dealtWith);
    assert.equal(resolved.status, 200, JSON.stringify(resolved.body));
    await stage.maintain();
    assert.deepEqual(await stage.attention(visit.body), [], 'what a person has dealt with is not opened again');

    await record(doctor, { status: 'rejected' });
    assert.deepEqual(await stage.attention(visit.body), ['verification_expired'], 'another check is another reason');
    await record(doctor, { status: 'verified' });
    assert.deepEqual(await stage.attention(visit.body), []);
    assert.equal(await isListed(), true);
    assert.equal((await offer(doctor, 90)).status, 201);
  });

  it('that ends by itself acts like one that was withdrawn, and a visit that went to another doctor is settled', async () => {
    const doctor = await stage.clinic.person('doctor');
    await record(doctor, { status: 'verified', expires_on: today });
    const slot = await stage.clinic.slot(doctor, 50 * HOUR);
    const patient = await stage.signIn('patient');
    const visit = await patient.post('/api/v1/appointments/', { availability_id: slot });
    assert.equal(visit.status, 201);
    await sql("update doctor_standings set verified_until = now() - interval '1 second' where user_id = $1", [
      doctor.id,
    ]);
    assert.equal((await admin.get(ofDoctor(doctor.id))).body.status, 'expired');
    assert.deepEqual((await offer(doctor, 80)).body.code, 'compliance_violation');
    assert.equal((await stage.maintain()).flagged, 1);
    assert.deepEqual(await stage.attention(visit.body), ['verification_expired']);
    assert.equal((await stage.maintain()).flagged, 0);
    await sql("update appointments set updated_at = now() - interval '1 minute' where id = $1", [visit.body.id]);
    await stage.maintain();
    await stage.listed(visit.body.id, ['verification_expired']);

    const colleague = await stage.clinic.slot(await stage.clinic.person('doctor'), 51 * HOUR);
    const moved = await patient.post(`/api/v1/appointments/${visit.body.id}/reschedule/`, {
      availability_id: colleague,
    });
    assert.equal(moved.status, 200, JSON.stringify(moved.body));
    await stage.maintain();
    assert.deepEqual(await stage.attention(visit.body), []);
  });

  it('reminds the doctor once at each stage before it ends', async () => {
    const doctor = await stage.clinic.person('doctor');
    const told = async () =>
      (await stage.clinic.mails()).filter(
        ({ kind, to }) => kind === 'verification_expiring' && to.includes(doctor.email),
      );
    const endsIn = (days: number) =>
      sql('update doctor_standings set verified_until = $2 where user_id = $1', [
        doctor.id,
        new Date(Date.now() + days * 24 * HOUR),
      ]);
    await record(doctor, { status: 'verified' });
    await stage.maintain();
    assert.deepEqual(await told(), []);
    for (const [days, mails] of [
      [60, 1],
      [45, 1],
      [29, 2],
      [6, 3],
      [1, 3],
    ] as const) {
      await endsIn(days);
      await Promise.all([stage.maintain(), stage.maintain()]);
      await until(`${mails} reminders`, async () => (await told()).length >= mails);
      assert.equal((await told()).length, mails, `${days} days before`);
    }
    assert.match((await told())[0]?.text ?? '', /renew your registration/);
    await record(doctor, { status: 'verified', expires_on: addDays(today, 6) });
    await stage.maintain();
    await until('the reminder of the new check', async () => (await told()).length === 4);
  });

  it('asks a register where there is one, and does not verify whom it does not show', async () => {
    const doctor = await stage.clinic.person('doctor');
    const { core } = stage.clinic;
    await (await stage.as(doctor)).patch('/api/v1/users/profile/', {
      doctor_profile: { medical_registration_number: 'MED0001234567' },
    });
    const asked: string[] = [];
    const register = (entry: RegisterEntry): DoctorRegister => ({
      lookUp: async (number) => {
        asked.push(number);
        return entry;
      },
    });
    const actor: UserActor = {
      kind: 'user',
      userId: admin.person?.id ?? '',
      membershipId: null,
      role: 'admin',
      permissions: ROLE_PERMISSIONS.admin,
      clinicIds: [stage.clinic.clinicId],
      sessionId: randomUUID(),
    };
    const command: RecordVerification = {
      status: 'verified',
      checkedAt: null,
      checkedBy: null,
      expiresOn: null,
      nextCheckOn: null,
      specialties: [],
      registrationType: null,
      conditions: null,
      evidence: null,
      authority: { schedule8: false, restrictedSubstances: false, expiresOn: null },
    };
    const entry = {
      isRegistered: true,
      registrationType: 'general',
      conditions: 'None',
      expiresOn: addDays(today, 50),
    };
    const check = (found: RegisterEntry) =>
      recordVerification({ ...core, register: register(found) })(actor, doctor.id, command);
    const verified = await check(entry);
    assert.deepEqual(asked, ['MED0001234567']);
    assert.deepEqual(
      [verified.registrationType, verified.conditions, verified.expiresOn, verified.nextCheckOn],
      ['general', 'None', addDays(today, 50), addDays(today, 30)],
    );
    await assert.rejects(check({ ...entry, isRegistered: false }), /does not show this doctor as registered/);
  });

  it('carries one registration number for one doctor', async () => {
    const profile = { doctor_profile: { medical_registration_number: 'MED0007654321' } };
    const [first, second] = [await stage.signIn('doctor'), await stage.signIn('doctor')];
    assert.equal((await first.patch('/api/v1/users/profile/', profile)).status, 200);
    const taken = await second.patch('/api/v1/users/profile/', profile);
    assert.deepEqual([taken.status, taken.body.code], [409, 'identifier_taken']);
  });
});

describe('where verified doctors are required', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.open({ PAYMENTS_ENABLED: 'false', REQUIRE_VERIFIED_DOCTORS: 'true' });
  });
  after(() => stage?.close());

  it('nobody books a doctor whom nobody has checked', async () => {
    const [admin, patient] = [await stage.signIn('admin'), await stage.signIn('patient')];
    const doctor = await stage.clinic.person('doctor');
    const slot = await stage.clinic.slot(doctor, 50 * HOUR);
    const listed = async () => (await patient.get(`${SLOTS}list/?doctor=${doctor.id}`)).body.length;
    const book = async () => (await patient.post('/api/v1/appointments/', { availability_id: slot })).body;
    assert.equal(await listed(), 0);
    assert.equal((await book()).code, 'compliance_violation');
    assert.equal((await admin.put(ofDoctor(doctor.id), { status: 'pending' })).status, 200);
    assert.equal(await listed(), 0);
    assert.equal((await book()).code, 'compliance_violation');
    assert.equal((await admin.put(ofDoctor(doctor.id), { status: 'verified' })).status, 200);
    assert.equal(await listed(), 1);
    assert.equal((await book()).status, 'booked');
  });
});
