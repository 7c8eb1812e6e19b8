import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import type { Role } from '../../../src/domain/roles.js';
import { ApiClient, msUntil, until } from '../../support/client.js';
import { type Person, startClinic, type TestClinic } from '../../support/clinic.js';

const U = '/api/v1/users';
const MINE = `${U}/memberships/`;
const SLOTS = '/api/v1/appointments/availabilities/';

describe('a person acts in one membership at a time', () => {
  let clinic: TestClinic;
  let elsewhere: string;

  before(async () => {
    clinic = await startClinic({ env: { PAYMENTS_ENABLED: 'false' } });
    elsewhere = randomUUID();
    const place = { id: elsewhere, name: 'Elsewhere', slug: 'elsewhere', timezone: 'Asia/Manila', phone: null };
    await clinic.core.unitOfWork.withScope(SYSTEM, (scope) => scope.clinics.create({ ...place, currency: 'php' }));
  });
  after(() => clinic?.stop());

  const rows = async (sql: string, values: unknown[]) => (await clinic.core.pool.query(sql, values)).rows;
  const join = (userId: string, clinicId: string, role: Role) =>
    clinic.core.unitOfWork.withScope(SYSTEM, (scope) => scope.memberships.add({ userId, clinicId, role }, new Date()));
  const activate = async (by: ApiClient, id: string, person: Person): Promise<ApiClient> => {
    const { status, body } = await by.post(`${MINE}${id}/activate/`, {});
    assert.equal(status, 200, JSON.stringify(body));
    assert.equal(body.user.membership_id, id);
    return ApiClient.withToken(clinic.apiUrl, body.access, person);
  };
  const refresh = (token: string) =>
    ApiClient.anonymous(clinic.apiUrl).post(`${U}/token/refresh/`, { refresh: token }, null);

  it('who administers one clinic and is treated at another administers only the one', async () => {
    const person = await clinic.person('admin');
    await join(person.id, elsewhere, 'patient');
    const admin = await ApiClient.signIn(clinic, person);
    const policies = (id: string) => `/api/v1/clinics/${id}/policies/`;
    assert.equal((await admin.get(policies(clinic.clinicId))).status, 200);
    assert.equal((await admin.get(policies(elsewhere))).status, 404);
    assert.equal((await admin.patch(`/api/v1/clinics/${elsewhere}/`, { phone: null })).status, 404);
    assert.equal((await admin.patch(policies(elsewhere), { fee_new: '1.00' })).status, 404);
    const patient = await activate(admin, (await join(person.id, await anotherClinic(), 'patient')).id, person);
    assert.equal((await patient.get(policies(elsewhere))).status, 403);
  });

  it('who is a doctor at one clinic and a patient at another is no doctor there', async () => {
    const person = await clinic.person('doctor');
    const { id } = await join(person.id, elsewhere, 'patient');
    const doctor = await ApiClient.signIn(clinic, person);
    const start = new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 50 * 3_600_000);
    const times = { start_time: start.toISOString(), end_time: new Date(start.getTime() + 900_000).toISOString() };
    const slot = { ...times, slot_type: 'short' };
    assert.equal((await doctor.post(SLOTS, { ...slot, clinic: elsewhere })).status, 404);
    const made = await doctor.post(SLOTS, slot);
    assert.deepEqual([made.status, made.body.clinic.id], [201, clinic.clinicId]);
    const patient = await activate(doctor, id, person);
    assert.equal((await patient.post(SLOTS, slot)).status, 403);
    const profile = (await patient.get(`${U}/profile/`)).body;
    assert.deepEqual([profile.role, profile.clinic_id], ['patient', elsewhere]);
    assert.ok('patient_profile' in profile && !('doctor_profile' in profile));
  });

  it('acting in another one voids the pair that there was, on every process, and the next sign-in acts in it too', async () => {
    const person = await clinic.person('nurse');
    const there = await join(person.id, elsewhere, 'receptionist');
    const signIn = () =>
      ApiClient.anonymous(clinic.apiUrl).post(`${U}/login/`, { email: person.email, password: person.password }, null);
    const before = (await signIn()).body;
    assert.deepEqual([before.user.role, before.user.clinic_id], ['nurse', clinic.clinicId]);
    const nurse = ApiClient.withToken(clinic.apiUrl, before.access, person);
    const listed = (await nurse.get(MINE)).body;
    assert.deepEqual(
      listed.map((one: { id: string }) => ({ ...one, id: 'x' })),
      [
        { clinic_id: clinic.clinicId, clinic_name: 'Test Clinic', role: 'nurse', active: true },
        { clinic_id: elsewhere, clinic_name: 'Elsewhere', role: 'receptionist', active: false },
      ].map((one) => ({ id: 'x', status: 'active', ...one })),
    );
    const receptionist = await activate(nurse, there.id, person);
    assert.equal((await nurse.get(MINE)).status, 401);
    assert.equal((await refresh(before.refresh)).status, 401);
    const again = (await signIn()).body.user;
    assert.deepEqual([again.role, again.clinic_id, again.membership_id], ['receptionist', elsewhere, there.id]);
    const audited = await rows(
      "select actor_label, actor_membership_id, clinic_id from audit_events where action = 'membership.activated' and entity_id = $1",
      [there.id],
    );
    assert.deepEqual(audited, [{ actor_label: 'nurse', actor_membership_id: listed[0].id, clinic_id: elsewhere }]);
    assert.equal((await receptionist.get(MINE)).status, 401, 'the reuse of the old refresh token ended the session');
  });

  it('a changed role is that of the tokens that there are, within two seconds', async () => {
    const person = await clinic.person('receptionist');
    const api = await ApiClient.signIn(clinic, person);
    const takings = () => api.get('/api/v1/takings/?from=2026-01-01&to=2026-01-02');
    assert.equal((await takings()).status, 403);
    await clinic.core.pool.query("update memberships set role = 'accountant' where user_id = $1", [person.id]);
    const ms = await msUntil('the new role', async () => (await takings()).status === 200);
    assert.ok(ms <= 2_000, `${ms} ms`);
    assert.equal((await api.get('/api/v1/appointments/')).status, 403);
    await clinic.core.pool.query("update memberships set status = 'ended' where user_id = $1", [person.id]);
    await until('the end', async () => (await takings()).status === 401);
    const { email, password } = person;
    const refused = await ApiClient.anonymous(clinic.apiUrl).post(`${U}/login/`, { email, password }, null);
    assert.deepEqual([refused.status, refused.body.code], [403, 'forbidden']);
  });

  it('a membership of somebody else, or one that is not active, is not acted in', async () => {
    const [person, other] = [await clinic.person('nurse'), await clinic.person('patient')];
    const api = await ApiClient.signIn(clinic, person);
    const [foreign] = await rows('select id from memberships where user_id = $1', [other.id]);
    for (const id of [foreign.id, randomUUID(), 'me']) {
      assert.equal((await api.post(`${MINE}${id}/activate/`, {})).status, 404, id);
    }
    const { id } = await join(person.id, elsewhere, 'doctor');
    await clinic.core.pool.query("update memberships set status = 'suspended' where id = $1", [id]);
    const refused = await api.post(`${MINE}${id}/activate/`, {});
    assert.deepEqual([refused.status, refused.body.current_status], [409, 'suspended']);
    assert.equal((await api.get(MINE)).status, 200, 'the session goes on');
  });

  it('anyone becomes a patient of a clinic, once, and goes on acting where they do', async () => {
    const person = await clinic.person('patient');
    const api = await ApiClient.signIn(clinic, person);
    const key = randomUUID();
    const sent = () => api.post(MINE, { clinic_id: elsewhere }, key);
    const replies = await Promise.all([sent(), sent(), api.post(MINE, { clinic_id: elsewhere })]);
    assert.deepEqual(
      replies.map(({ status }) => status),
      [201, 201, 201],
    );
    assert.equal(new Set(replies.map(({ body }) => body.id)).size, 1);
    assert.deepEqual([replies[0].body.role, replies[0].body.active], ['patient', false]);
    assert.equal((await api.post(MINE, { clinic_id: randomUUID() })).status, 404);
    await until('the clinic', async () => (await api.get(`/api/v1/clinics/${elsewhere}/`)).status === 200);
    const nurse = await ApiClient.signIn(clinic, await clinic.person('nurse'));
    const refused = await nurse.post(MINE, { clinic_id: clinic.clinicId });
    assert.deepEqual([refused.status, refused.body.code], [409, 'invalid_transition']);
    const [id] = replies.map(({ body }) => body.id);
    await clinic.core.pool.query("update memberships set status = 'ended' where id = $1", [id]);
    assert.deepEqual(
      [(await sent()).body.id, (await api.post(MINE, { clinic_id: elsewhere })).body.status],
      [id, 'active'],
    );
    const created = await rows("select 1 from audit_events where action = 'membership.created' and entity_id = $1", [
      id,
    ]);
    assert.equal(created.length, 2);
  });

  it('who administers the installation belongs to no clinic', async () => {
    const api = await ApiClient.signIn(clinic, await clinic.person('platform_admin'));
    const [membership] = (await api.get(MINE)).body;
    assert.deepEqual([membership.role, membership.clinic_id, membership.clinic_name], ['platform_admin', null, null]);
    for (const path of ['appointments/', 'orders/', 'admin/attention/', `clinics/${clinic.clinicId}/policies/`]) {
      assert.equal((await api.get(`/api/v1/${path}`)).status, 403, path);
    }
  });

  async function anotherClinic(): Promise<string> {
    const id = randomUUID();
    const place = { id, name: 'Third', slug: id, timezone: 'UTC', currency: 'aud' as const, phone: null };
    await clinic.core.unitOfWork.withScope(SYSTEM, (scope) => scope.clinics.create(place));
    return id;
  }
});
