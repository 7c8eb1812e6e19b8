import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type TestService, useTestPostgres } from '../../../tools/launcher/testing.js';
import {
  CLINIC_ID,
  call,
  freshDatabase,
  startApi,
  type TestApi,
  type TestDatabase,
} from '../../support/api-skeleton.js';

const PASSWORD = 'mypass123';
const U = '/api/v1/users';

describe('users', () => {
  let postgres: TestService;
  let database: TestDatabase;
  let api: TestApi;
  let admin: string;

  before(async () => {
    postgres = await useTestPostgres();
    database = await freshDatabase(postgres.url);
    api = await startApi(database.api);
    admin = await adminToken();
  });
  after(async () => {
    await api?.close();
    await database?.drop();
    await postgres?.stop();
  });

  const newAddress = () => `${randomUUID()}@demo.keepwell.invalid`;
  const person = (email: string) => ({
    email,
    password: PASSWORD,
    first_name: 'Demo',
    last_name: 'Patient One',
    phone_number: '0412 345 678',
  });
  const logIn = (email: string, password = PASSWORD) => call(api, 'POST', `${U}/login/`, { body: { email, password } });
  const count = async (sql: string, values: unknown[]) =>
    Number((await database.pool.query(`select count(*) as n from ${sql}`, values)).rows[0].n);

  async function adminToken(): Promise<string> {
    const email = newAddress();
    await call(api, 'POST', `${U}/register/`, { body: person(email) });
    const { id } = (await logIn(email)).body.user;
    await database.pool.query("update memberships set role = 'admin' where user_id = $1", [id]);
    return (await logIn(email)).body.access;
  }

  async function patient(): Promise<{ email: string; access: string; refresh: string; id: string }> {
    const email = newAddress();
    await call(api, 'POST', `${U}/register/`, { body: person(email) });
    const { body } = await logIn(email);
    return { email, access: body.access, refresh: body.refresh, id: body.user.id };
  }

  it('registers a patient of the default clinic, sealed and audited', async () => {
    const email = `Mixed.${newAddress()}`;
    const { status, body } = await call(api, 'POST', `${U}/register`, { body: { ...person(email), role: 'patient' } });
    assert.equal(status, 201);
    assert.deepEqual(
      { ...body, id: 'x', created_at: 'x' },
      {
        id: 'x',
        email,
        role: 'patient',
        first_name: 'Demo',
        last_name: 'Patient One',
        phone_number: '+61412345678',
        timezone: 'Australia/Sydney',
        clinic_id: CLINIC_ID,
        created_at: 'x',
      },
    );
    const { rows } = await database.pool.query('select * from users where id = $1', [body.id]);
    assert.ok(
      !JSON.stringify(rows).includes('Patient One') &&
        !JSON.stringify(rows).toLowerCase().includes(email.toLowerCase()),
    );
    assert.equal(await count("audit_events where action = 'user.registered' and entity_id = $1", [body.id]), 1);
    assert.equal((await logIn(email.toUpperCase())).status, 200);
  });

  it('refuses a taken address, in any case, and names every bad field', async () => {
    const { email } = await patient();
    const taken = await call(api, 'POST', `${U}/register/`, { body: person(email.toUpperCase()) });
    assert.deepEqual(
      [taken.status, taken.body.code, taken.body.field, taken.body.validation_failed],
      [400, 'validation_failed', 'email', true],
    );
    const bad = await call(api, 'POST', `${U}/register/`, {
      body: { ...person('nobody'), password: 'short', first_name: ' ', timezone: 'Mars/X' },
    });
    assert.deepEqual(
      bad.body.fields.map((f: { field: string }) => f.field),
      ['email', 'password', 'first_name', 'timezone'],
    );
    assert.equal(bad.headers.get('content-type')?.split(';')[0], 'application/problem+json');
    assert.equal(
      (await call(api, 'POST', `${U}/register/`, { body: { ...person(newAddress()), phone_number: '12' } })).body.field,
      'phone_number',
    );
  });

  it('makes one account of many simultaneous registrations', async () => {
    const email = newAddress();
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => call(api, 'POST', `${U}/register/`, { body: person(email) })),
    );
    assert.deepEqual(replies.map((reply) => reply.status).sort(), [201, 400, 400, 400, 400, 400, 400, 400]);
  });

  it('lets only an administrator open other accounts', async () => {
    const doctor = { ...person(newAddress()), role: 'doctor', last_name: 'Doctor One' };
    assert.equal((await call(api, 'POST', `${U}/register/`, { body: doctor })).status, 403);
    const { access } = await patient();
    assert.equal((await call(api, 'POST', `${U}/register/`, { body: doctor, token: access })).status, 403);
    assert.equal((await call(api, 'POST', `${U}/register/`, { body: doctor, token: 'junk' })).status, 401);
    const made = await call(api, 'POST', `${U}/register/`, { body: doctor, token: admin });
    assert.deepEqual([made.status, made.body.role], [201, 'doctor']);
    assert.equal(await count('doctor_profiles where user_id = $1', [made.body.id]), 1);
    assert.equal(
      (await call(api, 'POST', `${U}/register/`, { body: { ...doctor, role: 'owner' }, token: admin })).status,
      400,
    );
  });

  it('opens an account at the clinic that is named, for staff only at the caller’s own', async () => {
    const there = randomUUID();
    await database.pool.query(
      "insert into clinics (id, name, slug, timezone, currency) values ($1, 'There', 'there', 'Asia/Manila', 'php')",
      [there],
    );
    const register = (more: object, token?: string) =>
      call(api, 'POST', `${U}/register/`, {
        body: { ...person(newAddress()), phone_number: null, ...more },
        ...(token ? { token } : {}),
      });
    const patient = await register({ clinic_id: there });
    assert.deepEqual([patient.status, patient.body.clinic_id, patient.body.timezone], [201, there, 'Asia/Manila']);
    assert.equal((await register({ clinic_id: randomUUID() })).status, 404);
    assert.equal((await register({ clinic_id: 'here' })).body.field, 'clinic_id');
    assert.equal((await register({ clinic_id: there, role: 'nurse' }, admin)).status, 404);
    assert.equal((await register({ clinic_id: CLINIC_ID, role: 'nurse' }, admin)).status, 201);
    assert.equal((await register({ role: 'platform_admin' }, admin)).status, 400);
    const email = newAddress();
    const { id } = (await call(api, 'POST', `${U}/register/`, { body: person(email) })).body;
    await database.pool.query("update memberships set role = 'platform_admin', clinic_id = null where user_id = $1", [
      id,
    ]);
    const platform = (await logIn(email)).body.access;
    const first = await register({ clinic_id: there, role: 'admin' }, platform);
    assert.deepEqual([first.status, first.body.role, first.body.clinic_id], [201, 'admin', there]);
  });

  it('answers one Idempotency-Key once: same answer, another body is 422, a refusal frees the key', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const body = person(newAddress());
    const replies = await Promise.all(
      Array.from({ length: 6 }, () => call(api, 'POST', `${U}/register/`, { body, headers: key })),
    );
    assert.deepEqual(new Set(replies.map((reply) => reply.status)), new Set([201]));
    assert.equal(new Set(replies.map((reply) => JSON.stringify(reply.body))).size, 1);
    const other = await call(api, 'POST', `${U}/register/`, { body: person(newAddress()), headers: key });
    assert.deepEqual([other.status, other.body.code], [422, 'idempotency_conflict']);
    const free = { 'idempotency-key': randomUUID() };
    assert.equal(
      (await call(api, 'POST', `${U}/register/`, { body: { ...body, password: 'x' }, headers: free })).status,
      400,
    );
    assert.equal(
      (await call(api, 'POST', `${U}/register/`, { body: person(newAddress()), headers: free })).status,
      201,
    );
    assert.equal(
      (await call(api, 'POST', `${U}/register/`, { body, headers: { 'idempotency-key': 'x'.repeat(256) } })).status,
      400,
    );
  });

  it('meets its own account again when the first answer was lost', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const body = person(newAddress());
    const first = await call(api, 'POST', `${U}/register/`, { body, headers: key });
    await database.pool.query(
      "update idempotency_keys set status = null, answer_sealed = null, claimed_until = now() - interval '1 second' where key = $1",
      [key['idempotency-key']],
    );
    const second = await call(api, 'POST', `${U}/register/`, { body, headers: key });
    assert.deepEqual([second.status, second.body], [201, first.body]);
  });

  it('gives one answer for a wrong password and an unknown address', async () => {
    const { email } = await patient();
    const wrong = await logIn(email, 'not-this-1');
    const unknown = await logIn(newAddress());
    assert.deepEqual([wrong.status, unknown.status], [401, 401]);
    const { request_id: _a, ...one } = wrong.body;
    const { request_id: _b, ...two } = unknown.body;
    assert.deepEqual(one, two);
  });

  it('carries ids and rights in the token, no address', async () => {
    const { access, id, email } = await patient();
    const claims = JSON.parse(Buffer.from(access.split('.')[1] ?? '', 'base64url').toString('utf8'));
    assert.deepEqual(Object.keys(claims).sort(), [
      'amr',
      'aud',
      'auth_time',
      'clinic_id',
      'exp',
      'iat',
      'iss',
      'membership_id',
      'permissions',
      'role',
      'sid',
      'token_type',
      'user_id',
    ]);
    assert.deepEqual(
      [claims.user_id, claims.role, claims.clinic_id, claims.token_type],
      [id, 'patient', CLINIC_ID, 'access'],
    );
    assert.equal(claims.exp - claims.iat >= 900 && claims.exp - claims.iat <= 901, true);
    assert.ok(!JSON.stringify(claims).includes(email));
  });

  it('keeps the two kinds of token apart', async () => {
    const { access, refresh } = await patient();
    assert.equal((await call(api, 'GET', `${U}/profile/`, { token: refresh })).status, 401);
    assert.equal((await call(api, 'POST', `${U}/token/refresh/`, { body: { refresh: access } })).status, 401);
    const reply = await call(api, 'GET', `${U}/profile/`);
    assert.deepEqual([reply.status, reply.headers.get('www-authenticate')], [401, 'Bearer']);
  });

  it('ends a session at logout, at once', async () => {
    const { access, refresh } = await patient();
    assert.equal((await call(api, 'POST', `${U}/logout/`, { token: access, body: { refresh } })).status, 204);
    assert.equal((await call(api, 'GET', `${U}/profile/`, { token: access })).status, 401);
    assert.equal((await call(api, 'POST', `${U}/token/refresh/`, { body: { refresh } })).status, 401);
  });

  it('lists sessions by pages and ends one of them', async () => {
    const { email, access, id } = await patient();
    for (let i = 0; i < 3; i += 1) await logIn(email);
    const first = await call(api, 'GET', `${U}/sessions/?limit=3`, { token: access });
    assert.equal(first.body.length, 3);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const second = await call(api, 'GET', new URL(next).pathname + new URL(next).search, { token: access });
    assert.deepEqual([second.body.length, second.headers.get('link')], [1, null]);
    assert.equal(second.body[0].current, true);
    const other = first.body[0].id;
    assert.equal((await call(api, 'DELETE', `${U}/sessions/${other}/`, { token: access })).status, 204);
    assert.equal((await call(api, 'DELETE', `${U}/sessions/${other}/`, { token: access })).status, 404);
    assert.equal((await call(api, 'DELETE', `${U}/sessions/12/`, { token: access })).status, 404);
    const stranger = await patient();
    assert.equal(
      (await call(api, 'DELETE', `${U}/sessions/${second.body[0].id}/`, { token: stranger.access })).status,
      404,
    );
    assert.equal(await count("audit_events where action = 'session.revoked' and actor_user_id = $1", [id]), 1);
    for (const query of ['limit=0', 'limit=201', 'limit=x', 'cursor=zzz', 'cursor=e30'])
      assert.equal((await call(api, 'GET', `${U}/sessions/?${query}`, { token: access })).status, 400, query);
  });

  it('changes a password and ends the other sessions', async () => {
    const { email, access } = await patient();
    const other = (await logIn(email)).body.access;
    const change = (current_password: string, new_password: string) =>
      call(api, 'POST', `${U}/password/change/`, { token: access, body: { current_password, new_password } });
    assert.equal((await change('wrong-one-1', 'better-pass-2')).body.field, 'current_password');
    assert.equal((await change(PASSWORD, 'short')).body.field, 'new_password');
    assert.equal((await change(PASSWORD, 'better-pass-2')).status, 204);
    assert.equal((await call(api, 'GET', `${U}/profile/`, { token: access })).status, 200);
    assert.equal((await call(api, 'GET', `${U}/profile/`, { token: other })).status, 401);
    assert.deepEqual([(await logIn(email)).status, (await logIn(email, 'better-pass-2')).status], [401, 200]);
  });

  it('reads and changes a patient profile', async () => {
    const { access, id } = await patient();
    const before = await call(api, 'GET', `${U}/profile/`, { token: access });
    assert.equal(before.body.patient_profile.ihi, null);
    assert.equal(before.body.doctor_profile, undefined);
    const changed = await call(api, 'PATCH', `${U}/profile/`, {
      token: access,
      body: {
        first_name: 'Demo <b>',
        phone_number: '+61491570156',
        patient_profile: {
          medicare_number: '22222222011',
          ihi: '8003609000000016',
          address: { line1: '1 Example Street', suburb: 'Sydney', state: 'NSW', postcode: '2000' },
        },
      },
    });
    assert.equal(changed.status, 200);
    assert.deepEqual(
      [changed.body.first_name, changed.body.phone_number, changed.body.warnings],
      ['Demo <b>', '+61491570156', []],
    );
    assert.deepEqual(
      [changed.body.patient_profile.medicare_number, changed.body.patient_profile.irn],
      ['2222222201', '1'],
    );
    const { rows } = await database.pool.query('select details_sealed from patient_profiles where user_id = $1', [id]);
    assert.ok(!rows[0].details_sealed.includes('2222222201'));
    const cleared = await call(api, 'PATCH', `${U}/profile/`, {
      token: access,
      body: { phone_number: null, patient_profile: { ihi: null } },
    });
    assert.deepEqual(
      [cleared.body.phone_number, cleared.body.patient_profile.ihi, cleared.body.patient_profile.irn],
      [null, null, '1'],
    );
  });

  it('asks for the Latin name of who has characters that no document can show, until it is given', async () => {
    const { access } = await patient();
    const patch = (body: unknown) => call(api, 'PATCH', `${U}/profile/`, { token: access, body });
    const arabic = await patch({ first_name: 'محمد' });
    assert.deepEqual([arabic.body.patient_profile.latin_name_needed, arabic.body.warnings], [false, []]);
    const smiling = await patch({ first_name: 'Sam 😀' });
    assert.equal(smiling.status, 200);
    assert.equal(smiling.body.patient_profile.latin_name_needed, true);
    assert.equal(smiling.body.warnings[0].field, 'patient_profile.latin_name');
    const refused = await patch({ patient_profile: { latin_name: 'Сэм' } });
    assert.deepEqual([refused.status, refused.body.fields[0].field], [400, 'patient_profile.latin_name']);
    const given = await patch({ patient_profile: { latin_name: ' Sam Zimmer ' } });
    assert.deepEqual([given.body.patient_profile.latin_name, given.body.warnings], ['Sam Zimmer', []]);
    const read = await call(api, 'GET', `${U}/profile/`, { token: access });
    assert.equal(read.body.patient_profile.latin_name_needed, false);
  });

  it('refuses bad identifiers, foreign parts and unknown properties; nothing is stored', async () => {
    const { access } = await patient();
    const patch = (body: unknown) => call(api, 'PATCH', `${U}/profile/`, { token: access, body });
    const bad = await patch({ first_name: 'Changed', patient_profile: { ihi: '8003609000000017' } });
    assert.deepEqual([bad.status, bad.body.field], [400, 'patient_profile.ihi']);
    assert.equal((await call(api, 'GET', `${U}/profile/`, { token: access })).body.first_name, 'Demo');
    assert.equal((await patch({ doctor_profile: { specialty: 'x' } })).body.field, 'doctor_profile');
    assert.equal((await patch({ role: 'admin' })).body.field, 'role');
    assert.equal((await patch({ patient_profile: { weight: 80 } })).body.field, 'patient_profile.weight');
    assert.equal((await patch({ first_name: 7 })).body.field, 'first_name');
    assert.equal((await patch({ timezone: 'Nowhere' })).body.field, 'timezone');
    const leak = await patch({ phone_number: { secret: 'tell-nobody' } });
    assert.ok(leak.status === 400 && !JSON.stringify(leak.body).includes('tell-nobody'));
  });

  it('keeps a doctor entry readable and identifiers sealed', async () => {
    const email = newAddress();
    await call(api, 'POST', `${U}/register/`, {
      token: admin,
      body: { ...person(email), role: 'doctor', last_name: 'Doctor Two' },
    });
    const { access, user } = (await logIn(email)).body;
    const doctor_profile = {
      medical_registration_number: 'MED0000000001',
      prescriber_number: '1234568',
      hpi_i: '8003619000000015',
      specialty: 'General practice',
      provider_numbers: [{ number: '1234561B', location: 'Rooms 1' }],
    };
    const changed = await call(api, 'PATCH', `${U}/profile/`, { token: access, body: { doctor_profile } });
    assert.equal(changed.status, 200);
    assert.deepEqual(
      changed.body.warnings.map((w: { field: string }) => w.field),
      ['doctor_profile.prescriber_number'],
    );
    const { rows } = await database.pool.query(
      'select specialty, last_name, identifiers_sealed from doctor_profiles where user_id = $1',
      [user.id],
    );
    assert.deepEqual([rows[0].specialty, rows[0].last_name], ['General practice', 'Doctor Two']);
    assert.ok(!rows[0].identifiers_sealed.includes('8003619000000015'));
    const wrong = { doctor_profile: { provider_numbers: [{ number: '1234561A', location: 'Rooms 1' }] } };
    assert.equal(
      (await call(api, 'PATCH', `${U}/profile/`, { token: access, body: wrong })).body.field,
      'doctor_profile.provider_numbers.0.number',
    );
  });

  it('shuts out a closed account and a membership that is not active', async () => {
    const closed = await patient();
    await database.pool.query('update users set is_active = false where id = $1', [closed.id]);
    assert.equal((await logIn(closed.email)).status, 401);
    assert.equal((await call(api, 'POST', `${U}/token/refresh/`, { body: { refresh: closed.refresh } })).status, 401);
    assert.equal((await call(api, 'GET', `${U}/profile/`, { token: closed.access })).status, 401);
    const moved = await patient();
    await database.pool.query("update memberships set status = 'suspended' where user_id = $1", [moved.id]);
    assert.equal((await call(api, 'GET', `${U}/profile/`, { token: moved.access })).status, 401);
  });
});
