import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type TestService, useTestPostgres } from '../../../tools/launcher/testing.js';
import { call, freshDatabase, startApi, type TestApi, type TestDatabase } from '../../support/api-skeleton.js';

const U = '/api/v1/users';
const PASSWORD = 'mypass123';

describe('accounts', () => {
  let postgres: TestService;
  let database: TestDatabase;
  let api: TestApi;

  before(async () => {
    postgres = await useTestPostgres();
    database = await freshDatabase(postgres.url);
    api = await startApi(database.api);
  });
  after(async () => {
    await api?.close();
    await database?.drop();
    await postgres?.stop();
  });

  const logIn = (email: string, password = PASSWORD, headers: Record<string, string> = {}) =>
    call(api, 'POST', `${U}/login/`, { body: { email, password }, headers });

  async function person(role: 'doctor' | 'patient'): Promise<{ id: string; email: string; token: string }> {
    const email = `${randomUUID()}@demo.keepwell.invalid`;
    const body = { email, password: PASSWORD, first_name: 'Demo', last_name: 'Person' };
    const { id } = (await call(api, 'POST', `${U}/register/`, { body })).body;
    if (role === 'doctor') {
      await database.pool.query("update memberships set role = 'doctor' where user_id = $1", [id]);
      await database.pool.query("insert into doctor_profiles (user_id, first_name, last_name) values ($1, 'D', 'P')", [
        id,
      ]);
    }
    return { id, email, token: (await logIn(email)).body.access };
  }
  const patch = (token: string, body: unknown) => call(api, 'PATCH', `${U}/profile/`, { token, body });

  it('share no registration, prescriber or HPI-I number, in any spelling', async () => {
    const [first, second] = [await person('doctor'), await person('doctor')];
    const numbers = {
      medical_registration_number: 'MED0000000001',
      prescriber_number: '1234568',
      hpi_i: '8003619000000015',
    };
    assert.equal((await patch(first.token, { doctor_profile: numbers })).status, 200);
    assert.equal((await patch(first.token, { doctor_profile: numbers })).status, 200, 'one’s own stays one’s own');
    for (const [kind, spelling] of [
      ['medical_registration_number', ' med 0000000001'],
      ['prescriber_number', '123 4568'],
      ['hpi_i', '8003 6190 0000 0015'],
    ] as const) {
      const taken = await patch(second.token, { first_name: 'Changed', doctor_profile: { [kind]: spelling } });
      assert.deepEqual(
        [taken.status, taken.body.code, taken.body.field],
        [409, 'identifier_taken', `doctor_profile.${kind}`],
      );
      assert.ok(!JSON.stringify(taken.body).includes(numbers[kind]));
    }
    const both = await patch(second.token, { doctor_profile: numbers });
    assert.deepEqual(
      both.body.fields.map(({ field }: { field: string }) => field),
      Object.keys(numbers).map((kind) => `doctor_profile.${kind}`),
    );
    const after = await call(api, 'GET', `${U}/profile/`, { token: second.token });
    assert.deepEqual([after.body.first_name, after.body.doctor_profile.hpi_i], ['Demo', null], 'nothing was stored');

    // What one lets go of, another may have.
    assert.equal((await patch(first.token, { doctor_profile: { hpi_i: null } })).status, 200);
    assert.equal((await patch(second.token, { doctor_profile: { hpi_i: numbers.hpi_i } })).status, 200);
    assert.equal((await patch(first.token, { doctor_profile: { hpi_i: numbers.hpi_i } })).status, 409);
  });

  it('share no IHI, but a Medicare card', async () => {
    const [first, second] = [await person('patient'), await person('patient')];
    const family = { medicare_number: '2222222201', irn: '1' };
    const own = { ...family, ihi: '8003609000000016' };
    assert.equal((await patch(first.token, { patient_profile: own })).status, 200);
    assert.equal((await patch(second.token, { patient_profile: { ...family, irn: '2' } })).status, 200);
    const taken = await patch(second.token, { patient_profile: { ihi: own.ihi } });
    assert.deepEqual([taken.status, taken.body.field], [409, 'patient_profile.ihi']);
  });

  it('give a number to one of many who claim it at once', async () => {
    const doctors = await Promise.all(Array.from({ length: 6 }, () => person('doctor')));
    const profile = { doctor_profile: { medical_registration_number: 'MED0000000077' } };
    const replies = await Promise.all(doctors.map(({ token }) => patch(token, profile)));
    assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 409, 409, 409, 409, 409]);
    const { rows } = await database.pool.query(
      "select value_hash from professional_identifiers where kind = 'medical_registration_number'",
    );
    assert.ok(!JSON.stringify(rows).includes('0000000077'));
  });

  it('record a changed password as what it is, and where a change and a login came from', async () => {
    const { id, email, token } = await person('patient');
    const agent = `Clinic app${' x'.repeat(150)}`;
    const headers = { 'user-agent': agent };
    const body = { current_password: PASSWORD, new_password: 'better-pass-2' };
    assert.equal((await call(api, 'POST', `${U}/password/change/`, { token, body, headers })).status, 204);
    const changed = await database.pool.query(
      "select action, address, user_agent, details from audit_events where entity_id = $1 and action like '%password%'",
      [id],
    );
    const [row] = changed.rows;
    assert.deepEqual([changed.rows.length, row.action], [1, 'user.password_changed']);
    assert.match(row.address, /127\.0\.0\.1$/);
    assert.equal(row.user_agent, agent.slice(0, 200));
    assert.deepEqual(row.details, { sessionsEnded: 0 });

    const access = (await logIn(email, body.new_password, headers)).body.access;
    const sessions = (await call(api, 'GET', `${U}/sessions/`, { token: access })).body;
    const current = sessions.find((session: { current: boolean }) => session.current);
    assert.match(current.address, /127\.0\.0\.1$/);
    assert.equal(current.user_agent, agent.slice(0, 200));
    await logIn(email, 'wrong', headers);
    const refused = await database.pool.query(
      "select address, user_agent from audit_events where entity_id = $1 and action = 'user.login_refused'",
      [id],
    );
    assert.equal(refused.rows[0].user_agent, agent.slice(0, 200));
  });
});
