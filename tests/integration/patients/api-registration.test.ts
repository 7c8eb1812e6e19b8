import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import { ApiClient } from '../../support/client.js';
import { PatientClinics } from '../../support/patient-clinics.js';

describe('registering a patient at the desk', () => {
  let clinics: PatientClinics;
  let here: string;
  let there: string;
  let desk: ApiClient;
  let path: string;

  before(async () => {
    clinics = await PatientClinics.start({ REQUIRE_VERIFIED_EMAIL: 'true' });
    [here, there] = [await clinics.clinic(), await clinics.clinic()];
    desk = await clinics.as(await clinics.person(here, 'receptionist'));
    path = `/api/v1/clinics/${here}/patients/`;
  });
  after(() => clinics.stop());

  const rows = <Row extends object>(text: string, values: readonly unknown[] = []) => clinics.rows<Row>(text, values);
  function newcomer(more: object = {}) {
    return { email: `${randomUUID()}@desk.keepwell.invalid`, first_name: 'Nora', last_name: 'New', ...more };
  }
  async function register(more: object = {}, by = desk) {
    const body = newcomer(more);
    return { ...(await by.post(path, body)), email: body.email };
  }
  async function mailOf(userId: string) {
    const [mail] = await rows<{ id: string; kind: string }>(
      'select id, kind from account_mails where user_id = $1 order by created_at desc limit 1',
      [userId],
    );
    const waiting = await clinics.core.unitOfWork.withScope(SYSTEM, (scope) =>
      scope.accountMails.findWaiting(mail?.id ?? ''),
    );
    return { kind: mail?.kind, content: waiting?.content };
  }

  it('makes a record, found at once, and an account whose password the person chooses by a link', async () => {
    const { status, body, headers, email } = await register({
      phone_number: '0491 570 156',
      date_of_birth: '1990-03-04',
      medicare_number: '2222 22220 1 3',
      ihi: '8003609123456780',
      emergency_contacts: [{ name: 'Kin', phone_number: '0491 570 157' }],
    });
    assert.equal(status, 201, JSON.stringify(body));
    assert.equal(headers.get('location'), `/api/v1/patients/${body.id}/`);
    assert.deepEqual(
      [body.email, body.phone_number, body.date_of_birth, body.medicare_number, body.irn, body.possible_duplicates],
      [email, '+61491570156', '1990-03-04', '******2201', '*', []],
    );
    const found = await desk.get('/api/v1/patients/?search=8003609123456780');
    assert.deepEqual(
      found.body.map(({ id }: { id: string }) => id),
      [body.id],
    );
    const { kind, content } = await mailOf(body.id);
    assert.deepEqual([kind, content?.link?.purpose, content?.clinicName], ['invitation', 'setup', 'Clinic']);
    const nobody = ApiClient.anonymous(clinics.apiUrl);
    const signIn = (password: string) => nobody.post('/api/v1/users/login/', { email, password });
    assert.equal((await signIn('Integration-test-1')).status, 401);
    const chosen = { token: content?.link?.token, new_password: 'a phrase of their own' };
    assert.equal((await nobody.post('/api/v1/users/password/reset/', chosen)).status, 204);
    const session = await signIn('a phrase of their own');
    assert.deepEqual([session.status, session.body.user.id], [200, body.id], 'the mailbox is confirmed with it');
    const own = ApiClient.withToken(clinics.apiUrl, session.body.access, {
      id: body.id,
      role: 'patient',
      email,
      password: '',
    });
    const profile = await own.get('/api/v1/users/profile/');
    assert.equal(profile.body.patient_profile.medicare_number, '2222222201');
    assert.equal((await nobody.post('/api/v1/users/password/reset/', chosen)).status, 400, 'once');
  });

  it('never touches an account that a mailbox has: its holder is told, and nothing else happens', async () => {
    const holder = await clinics.person(there, 'patient', { firstName: 'Hold', lastName: 'Er' });
    const before = await rows('select * from users where id = $1', [holder.id]);
    const { status, body } = await desk.post(
      path,
      newcomer({ email: holder.email.toUpperCase(), date_of_birth: '1990-01-01' }),
    );
    assert.deepEqual([status, body.field], [400, 'email']);
    assert.deepEqual(await rows('select * from users where id = $1', [holder.id]), before);
    assert.deepEqual(
      await rows('select 1 from memberships where user_id = $1 and clinic_id = $2', [holder.id, here]),
      [],
    );
    const { kind, content } = await mailOf(holder.id);
    assert.deepEqual([kind, content?.link], ['account_exists', null]);
    assert.equal((await clinics.as(holder)).person?.id, holder.id, 'the old password still opens it');
    assert.equal((await desk.get(`/api/v1/patients/${holder.id}/`)).status, 404);
  });

  it('names patients of the clinic who may be the same person, and of no other clinic', async () => {
    const document = { dateOfBirth: '1955-05-05', medicareNumber: '2121212161' };
    const twin = await clinics.person(here, 'patient', {
      firstName: 'Ana',
      lastName: 'García-Twin',
      phone: '+61491570158',
      document,
    });
    await clinics.person(there, 'patient', {
      firstName: 'Ana',
      lastName: 'García-Twin',
      phone: '+61491570158',
      document,
    });
    const same = { first_name: 'Anna', last_name: 'Garcia Twin', date_of_birth: '1955-05-05' };
    const first = await register({ ...same, phone_number: '0491570158', medicare_number: '2121212161' });
    assert.equal(first.status, 201);
    assert.deepEqual(first.body.possible_duplicates, [
      { id: twin.id, matched_on: ['last_name', 'date_of_birth', 'phone_number', 'medicare_number'] },
    ]);
    const audited = await rows<{ told: string }>(
      "select to_jsonb(a)::text as told from audit_events a where action = 'patient.duplicates_shown' and entity_id = $1",
      [first.body.id],
    );
    assert.ok(audited.length === 1 && audited[0]?.told.includes(twin.id));
    assert.deepEqual((await register({ ...same, date_of_birth: '1955-05-06' })).body.possible_duplicates, []);
  });

  it('keeps of a NIN that was compared with the register four digits', async () => {
    const { body } = await register({ nin: '12345678901', nin_verified: true });
    assert.deepEqual([body.nin, body.nin_verified], ['*******8901', true]);
    const unverified = await register({ nin: '12345678902' });
    assert.deepEqual([unverified.body.nin, unverified.body.nin_verified], ['*******8902', false]);
    const none = await register({ nin_verified: true });
    assert.deepEqual([none.status, none.body.field], [400, 'nin_verified']);
  });

  it('is answered once for one key, and leaves nothing behind when it is refused', async () => {
    const key = randomUUID();
    const body = newcomer();
    const replies = await Promise.all([desk.post(path, body, key), desk.post(path, body, key)]);
    assert.deepEqual([...new Set(replies.map((reply) => reply.body.id))].length, 1);
    assert.deepEqual(
      replies.map(({ status }) => status),
      [201, 201],
    );
    assert.equal((await desk.post(path, newcomer(), key)).status, 422);
    const before = await rows('select count(*) from users');
    for (const [field, wrong] of [
      ['email', { email: 'nobody' }],
      ['first_name', { first_name: '\u200b' }],
      ['phone_number', { phone_number: '12' }],
      ['date_of_birth', { date_of_birth: '2990-01-01' }],
      ['medicare_number', { medicare_number: '2222222211' }],
      ['philhealth_number', { philhealth_number: '1' }],
      ['emergency_contacts.0.phone_number', { emergency_contacts: [{ name: 'Kin', phone_number: 'x' }] }],
    ] as const) {
      const refused = await register(wrong);
      assert.deepEqual([refused.status, refused.body.field], [400, field], field);
    }
    const taken = await register({ ihi: '8003609123456780' });
    assert.deepEqual([taken.status, taken.body.code], [409, 'identifier_taken']);
    assert.deepEqual(await rows('select count(*) from users'), before);
  });

  it('is for the desk and administrators of the clinic', async () => {
    const admin = await clinics.as(await clinics.person(here, 'admin'));
    assert.equal((await register({}, admin)).status, 201);
    for (const role of ['doctor', 'nurse', 'accountant', 'patient'] as const) {
      assert.equal((await register({}, await clinics.as(await clinics.person(here, role)))).status, 403, role);
    }
    assert.equal((await register({}, await clinics.as(await clinics.person(there, 'receptionist')))).status, 404);
  });
});
