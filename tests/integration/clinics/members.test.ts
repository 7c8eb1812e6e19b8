import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { ApiClient, until } from '../../support/client.js';
import { type Person, startClinic, type TestClinic } from '../../support/clinic.js';

const U = '/api/v1/users';
const PASSWORD = 'a phrase of mine';

describe('who works at a clinic', () => {
  let clinic: TestClinic;
  let platform: ApiClient;

  before(async () => {
    clinic = await startClinic({ env: { PAYMENTS_ENABLED: 'false' } });
    platform = await ApiClient.signIn(clinic, await clinic.person('platform_admin'));
  });
  after(() => clinic?.stop());

  const rows = async (sql: string, values: unknown[] = []) => (await clinic.core.pool.query(sql, values)).rows;
  const anyone = () => ApiClient.anonymous(clinic.apiUrl);
  const logIn = ({ email, password }: Pick<Person, 'email' | 'password'>) =>
    anyone().post(`${U}/login/`, { email, password }, null);
  const addClinic = async (): Promise<string> => {
    const wanted = { name: `Clinic ${randomUUID()}`, timezone: 'UTC', currency: 'aud' };
    return (await platform.post('/api/v1/clinics/', wanted)).body.id;
  };
  const memberOf = async (clinicId: string, role: Person['role']): Promise<Person> => {
    const person = await clinic.person(role);
    await rows('update memberships set clinic_id = $2 where user_id = $1', [person.id, clinicId]);
    return person;
  };
  /** A clinic of its own with one admin. */
  const place = async () => {
    const id = await addClinic();
    const person = await memberOf(id, 'admin');
    return { id, path: `/api/v1/clinics/${id}/`, person, admin: await ApiClient.signIn(clinic, person) };
  };
  const membership = async (person: Person, clinicId: string): Promise<string> =>
    (await rows('select id from memberships where user_id = $1 and clinic_id = $2', [person.id, clinicId]))[0].id;
  const invited = async (path: string, admin: ApiClient, email: string, role = 'nurse', more: object = {}) => {
    const { status, body } = await admin.post(`${path}invitations/`, { email, role, ...more });
    assert.equal(status, 201, JSON.stringify(body));
    const [{ count }] = await rows(
      'select count(*)::int from invitations where email_hash = (select email_hash from invitations where id = $1)',
      [body.id],
    );
    const mail = await until('the invitation', async () => {
      const all = (await clinic.mails()).filter(
        (one) => one.kind === 'invitation' && one.to.some((to) => to.toLowerCase() === email.toLowerCase()),
      );
      const tokens = new Set(all.map(({ text }) => text));
      return tokens.size === count && all.find(({ text }) => !seen.has(text));
    });
    seen.add(mail.text);
    const token = /invitation#token=([\w-]+)/.exec(mail.text)?.[1];
    assert.ok(token, mail.text);
    return { id: body.id as string, token };
  };
  const seen = new Set<string>();
  const newAddress = () => `${randomUUID()}@demo.keepwell.invalid`;
  const name = { first_name: 'New', last_name: 'Comer' };
  const accept = (token: string, by = anyone(), more: object = {}) =>
    by.post(`${U}/invitations/accept/`, { token, ...more }, null);

  it('is changed in role and department, for the tokens that there are, and ended', async () => {
    const { id, path, admin } = await place();
    const doctor = await memberOf(id, 'doctor');
    const department = (await admin.post(`${path}departments/`, { name: 'Skin' })).body.id;
    const acting = await ApiClient.signIn(clinic, doctor);
    const start = new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 50 * 3_600_000);
    const times = { start_time: start.toISOString(), end_time: new Date(start.getTime() + 900_000).toISOString() };
    const slot = await acting.post('/api/v1/appointments/availabilities/', { ...times, slot_type: 'short' });
    assert.equal(slot.status, 201, JSON.stringify(slot.body));
    const listed = await admin.get(`${path}members/`);
    assert.deepEqual(listed.body.map((one: { role: string }) => one.role).sort(), ['admin', 'doctor']);
    const member = `${path}members/${await membership(doctor, id)}/`;
    const foreign = await admin.patch(member, { department_ids: [randomUUID()] });
    assert.deepEqual([foreign.status, foreign.body.field], [400, 'department_ids']);
    const changed = await admin.patch(member, { role: 'nurse', department_ids: [department] });
    assert.deepEqual([changed.body.role, changed.body.department_ids], ['nurse', [department]]);
    await until('the new role', async () => (await acting.get(`${U}/profile/`)).body.role === 'nurse');
    const [offered] = await rows('select deleted_at from availabilities where id = $1', [slot.body.id]);
    assert.ok(offered.deleted_at, 'who is no doctor offers nothing');
    const stranger = await place();
    assert.equal((await stranger.admin.patch(member, { role: 'admin' })).status, 404);
    assert.equal((await stranger.admin.delete(member)).status, 404);
    assert.equal((await acting.get(`${path}members/`)).status, 403);
    assert.equal((await admin.delete(member)).status, 204);
    assert.equal((await admin.delete(member)).status, 404);
    await until('the end', async () => (await acting.get(`${U}/profile/`)).status === 401);
    const patient = await memberOf(id, 'patient');
    assert.equal((await admin.delete(`${path}members/${await membership(patient, id)}/`)).status, 404);
  });

  it('always is an admin: the last one cannot leave, nor two at once', async () => {
    const { id, path, person, admin } = await place();
    const own = `${path}members/${await membership(person, id)}/`;
    const refusals = [
      await admin.delete(own),
      await admin.patch(own, { role: 'nurse' }),
      await admin.patch(`${U}/admin/users/${person.id}/`, { is_active: false }),
      await admin.delete(`${U}/admin/users/${person.id}/`),
    ];
    for (const refused of refusals) {
      assert.deepEqual([refused.status, refused.body.code], [409, 'invalid_transition'], JSON.stringify(refused.body));
    }
    assert.equal((await admin.get(`${U}/profile/`)).body.role, 'admin', 'nothing has changed');
    for (let round = 0; round < 3; round += 1) {
      const second = await memberOf(id, 'admin');
      const other = await ApiClient.signIn(clinic, second);
      const [left, deactivated] = await Promise.all([
        other.delete(`${path}members/${await membership(second, id)}/`),
        admin.patch(own, { role: round === 1 ? 'nurse' : 'receptionist' }),
      ]);
      const statuses = [left.status, deactivated.status].sort();
      assert.ok(statuses.includes(409) && statuses[0] !== 409, String(statuses));
      await rows("update memberships set role = 'admin' where user_id = $1 and clinic_id = $2", [person.id, id]);
      await rows("update memberships set status = 'ended' where user_id = $1", [second.id]);
      await until('the role back', async () => (await admin.get(`${U}/profile/`)).body.role === 'admin');
    }
  });

  it('is invited by mail, and opens an account by the link, once', async () => {
    const { id, path, admin } = await place();
    const department = (await admin.post(`${path}departments/`, { name: 'Skin' })).body.id;
    const email = newAddress();
    const { token } = await invited(path, admin, email, 'doctor', { department_ids: [department] });
    assert.equal((await fetch(`${clinic.apiUrl}/account/invitation`)).status, 200, 'a GET spends nothing');
    const weak = await accept(token, anyone(), { password: 'short', first_name: ' ' });
    assert.deepEqual(
      [weak.status, weak.body.fields.map(({ field }: { field: string }) => field).sort()],
      [400, ['first_name', 'last_name', 'password']],
    );
    const both = await Promise.all([1, 2].map(() => accept(token, anyone(), { password: PASSWORD, ...name })));
    assert.deepEqual(both.map(({ status }) => status).sort(), [201, 400], JSON.stringify(both.map(({ body }) => body)));
    const made = both.find(({ status }) => status === 201);
    assert.deepEqual([made?.body.clinic_id, made?.body.role], [id, 'doctor']);
    const again = await accept(token, anyone(), { password: PASSWORD, ...name });
    assert.deepEqual([again.status, again.body.code], [400, 'token_invalid']);
    const session = (await logIn({ email, password: PASSWORD })).body;
    assert.deepEqual([session.user.role, session.user.clinic_id], ['doctor', id]);
    const list = (await admin.get(`${path}invitations/`)).body;
    assert.deepEqual([list[0].status, list[0].email], ['accepted', email]);
    const members = (await admin.get(`${path}members/`)).body;
    assert.deepEqual(members.find((one: { user: { email: string } }) => one.user.email === email).department_ids, [
      department,
    ]);
    assert.equal((await admin.delete(`${path}invitations/${list[0].id}/`)).status, 409);
    assert.equal((await admin.post(`${path}invitations/`, { email, role: 'nurse' })).status, 409, 'a member');
  });

  it('accepts with the account of the invited address, and with no other', async () => {
    const { id, path, admin } = await place();
    const [nurse, other] = [await clinic.person('nurse'), await clinic.person('nurse')];
    const { token } = await invited(path, admin, nurse.email.toUpperCase());
    const stranger = await accept(token, await ApiClient.signIn(clinic, other));
    assert.deepEqual([stranger.status, stranger.body.code], [403, 'forbidden']);
    const nobody = await accept(token, anyone(), { password: PASSWORD, ...name });
    assert.deepEqual([nobody.status, nobody.body.code], [401, 'unauthenticated'], 'the address has an account');
    const api = await ApiClient.signIn(clinic, nurse);
    const accepted = await accept(token, api);
    assert.equal(accepted.status, 200, JSON.stringify(accepted.body));
    assert.equal((await accept(token, api)).body.code, 'token_invalid');
    const mine = (await api.get(`${U}/memberships/`)).body;
    assert.deepEqual(mine.map((one: { clinic_id: string }) => one.clinic_id).sort(), [clinic.clinicId, id].sort());
    const patient = await memberOf(id, 'patient');
    const refused = await admin.post(`${path}invitations/`, { email: patient.email, role: 'nurse' });
    assert.deepEqual([refused.status, refused.body.code], [409, 'invalid_transition']);
  });

  it('is invited as no more than a clinic gives, and not by who may not invite any more', async () => {
    const { id, path, person, admin } = await place();
    const email = newAddress();
    for (const role of ['platform_admin', 'patient']) {
      assert.equal((await admin.post(`${path}invitations/`, { email, role })).status, 400, role);
    }
    const nurse = await ApiClient.signIn(clinic, await memberOf(id, 'nurse'));
    assert.equal((await nurse.post(`${path}invitations/`, { email, role: 'admin' })).status, 403);
    const first = await invited(path, admin, email, 'admin');
    const second = await invited(path, admin, email);
    assert.notEqual(first.token, second.token);
    const replaced = await accept(first.token, anyone(), { password: PASSWORD, ...name });
    assert.equal(replaced.body.code, 'token_invalid', 'a later one takes its place');
    assert.equal((await admin.delete(`${path}invitations/${second.id}/`)).status, 204);
    assert.equal((await accept(second.token, anyone(), { password: PASSWORD, ...name })).body.code, 'token_invalid');
    const third = await invited(path, admin, newAddress(), 'admin');
    await memberOf(id, 'admin');
    assert.equal((await admin.delete(`${path}members/${await membership(person, id)}/`)).status, 204);
    assert.equal((await accept(third.token, anyone(), { password: PASSWORD, ...name })).body.code, 'token_invalid');
  });

  it('is shown to the admin with all people of the clinic, and let in, shut out, signed out or removed', async () => {
    const { id, path, admin } = await place();
    const [patient, both] = [await memberOf(id, 'patient'), await memberOf(id, 'nurse')];
    await rows("insert into memberships (user_id, clinic_id, role) values ($1, $2, 'nurse')", [
      both.id,
      clinic.clinicId,
    ]);
    const people = `${U}/admin/users/`;
    const found = await admin.get(`${people}?search=${encodeURIComponent(patient.email.slice(0, 12).toUpperCase())}`);
    assert.deepEqual(
      found.body.map((one: { id: string }) => one.id),
      [patient.id],
      JSON.stringify(found.body),
    );
    assert.equal((await admin.get(`${people}?role=nurse&status=active`)).body.length, 1);
    const api = await ApiClient.signIn(clinic, patient);
    assert.equal((await admin.post(`${people}${patient.id}/sign-out/`, {})).status, 204);
    assert.equal((await api.get(`${U}/profile/`)).status, 401);
    assert.equal((await admin.post(`${people}${patient.id}/password-reset/`, {})).status, 202);
    await until('the link', async () =>
      (await clinic.mails()).some((one) => one.to.includes(patient.email) && one.kind === 'password_reset'),
    );
    const shut = await admin.patch(`${people}${patient.id}/`, { is_active: false });
    assert.equal(shut.body.is_active, false, JSON.stringify(shut.body));
    assert.equal((await logIn(patient)).status, 401);
    assert.deepEqual((await admin.get(`${people}?status=inactive`)).body.length, 1);
    assert.equal((await admin.patch(`${people}${patient.id}/`, { is_active: true })).body.is_active, true);
    assert.equal((await logIn(patient)).status, 200);

    // Who belongs to another clinic, too, keeps the account: only this clinic is closed to them.
    const nurse = await ApiClient.signIn(clinic, both);
    await admin.patch(`${people}${both.id}/`, { is_active: false });
    await until('the clinic to be closed', async () => (await nurse.get(`${U}/profile/`)).status === 401);
    assert.equal((await logIn(both)).body.user.clinic_id, clinic.clinicId);
    assert.equal((await admin.delete(`${people}${both.id}/`)).status, 204);
    assert.equal((await logIn(both)).status, 200);
    assert.equal((await admin.delete(`${people}${patient.id}/`)).status, 204);
    assert.equal((await logIn(patient)).status, 401, 'closed for good');
    const [closed] = await rows('select deleted_at from users where id = $1', [patient.id]);
    assert.ok(closed.deleted_at);
    const stranger = await clinic.person('patient');
    for (const reply of [
      await admin.patch(`${people}${stranger.id}/`, { is_active: false }),
      await admin.delete(`${people}${stranger.id}/`),
      await admin.post(`${people}${stranger.id}/sign-out/`, {}),
      await admin.post(`${people}${stranger.id}/password-reset/`, {}),
      await admin.get(`${path.replace(id, clinic.clinicId)}members/`),
    ]) {
      assert.equal(reply.status, 404);
    }
    assert.equal((await nurse.get(people)).status, 401);
  });
});
