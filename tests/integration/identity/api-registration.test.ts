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

describe('an account is opened', () => {
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

  async function adminToken(): Promise<string> {
    const email = newAddress();
    await call(api, 'POST', `${U}/register/`, { body: person(email) });
    const { id } = (await logIn(email)).body.user;
    await database.pool.query("update memberships set role = 'admin' where user_id = $1", [id]);
    return (await logIn(email)).body.access;
  }

  it('at the clinic that is named, for staff only at the caller’s own', async () => {
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
});
