import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { sessionCache } from '../../../src/usecases/identity/session-cache.js';
import { type TestService, useTestPostgres } from '../../../tools/launcher/testing.js';
import {
  CLINIC_ID,
  call,
  freshDatabase,
  startApi,
  type TestApi,
  type TestDatabase,
} from '../../support/api-skeleton.js';
import { codeAt, setUpFactors } from '../../support/second-factors.js';

const U = '/api/v1/users';
const PASSWORD = 'a phrase of mine';
const MINUTE_MS = 60_000;

describe('second factors that are required', () => {
  let postgres: TestService;
  let database: TestDatabase;
  /** Of an installation that requires them of doctors. */
  let api: TestApi;
  let at = new Date();
  const later = (ms: number) => {
    at = new Date(at.getTime() + ms);
  };

  before(async () => {
    postgres = await useTestPostgres();
    database = await freshDatabase(postgres.url);
    const accounts = { now: () => at, cache: sessionCache(() => at), mfaRoles: ['doctor', 'platform_admin'] as const };
    api = await startApi(database.api, {}, undefined, accounts);
  });
  beforeEach(async () => {
    at = new Date();
    await database.pool.query('delete from clinic_security_settings');
  });
  after(async () => {
    await api?.close();
    await database?.drop();
    await postgres?.stop();
  });

  async function register(role: 'patient' | 'doctor' | 'nurse' | 'admin' = 'patient') {
    const email = `${randomUUID()}@demo.keepwell.invalid`;
    const body = { email, password: PASSWORD, first_name: 'Demo', last_name: 'Person' };
    const { id } = (await call(api, 'POST', `${U}/register/`, { body })).body;
    await become(id, role);
    return { id: String(id), email };
  }
  const become = (id: string, role: string) =>
    database.pool.query('update memberships set role = $2 where user_id = $1', [id, role]);
  const logIn = async (email: string) =>
    (await call(api, 'POST', `${U}/login/`, { body: { email, password: PASSWORD } })).body;
  const profile = async (token: string) => (await call(api, 'GET', `${U}/profile/`, { token })).status;
  const complete = async (mfa_token: string, secret: string) =>
    (await call(api, 'POST', `${U}/login/mfa/`, { body: { mfa_token, code: codeAt(secret, at) } })).body;
  const requireOf = (role: string, clinic = CLINIC_ID) =>
    database.pool.query('insert into clinic_security_settings (clinic_id, require_mfa) values ($1, array[$2])', [
      clinic,
      role,
    ]);

  it('let who has none do nothing but set one up', async () => {
    const { email } = await register('doctor');
    const asked = await logIn(email);
    assert.deepEqual(Object.keys(asked).sort(), ['mfa_setup_required', 'mfa_token']);
    const token = asked.mfa_token;
    for (const [method, path, body] of [
      ['GET', 'profile', undefined],
      ['GET', 'mfa', undefined],
      ['GET', 'sessions', undefined],
      ['POST', 'mfa/recovery-codes', undefined],
      ['POST', 'mfa/disable', undefined],
      ['POST', 'reauthenticate', { password: PASSWORD }],
      ['POST', 'login/mfa', { mfa_token: token, code: '000000' }],
      ['POST', 'token/refresh', { refresh: token }],
    ] as const) {
      assert.equal((await call(api, method, `${U}/${path}/`, { token, body })).status, 401, path);
    }
    const { secret } = await setUpFactors(api.url, token, at);
    assert.equal((await call(api, 'POST', `${U}/mfa/setup/`, { token })).status, 401, 'the token is spent');
    later(MINUTE_MS);
    const next = await logIn(email);
    assert.equal(next.mfa_required, true);
    const session = await complete(next.mfa_token, secret);
    assert.equal(await profile(session.access), 200);
    const own = (await call(api, 'GET', `${U}/mfa/`, { token: session.access })).body;
    assert.equal(own.required, true);
    const off = await call(api, 'POST', `${U}/mfa/disable/`, { token: session.access });
    assert.deepEqual([off.status, off.body.code], [403, 'forbidden']);
  });

  it('are not replaced by a token that waits to set one up, when the account has got one meanwhile', async () => {
    const { email } = await register('doctor');
    const [first, second] = [await logIn(email), await logIn(email)];
    await setUpFactors(api.url, first.mfa_token, at);
    assert.equal((await call(api, 'POST', `${U}/mfa/setup/`, { token: second.mfa_token })).status, 401);
  });

  it('give a set-up ten minutes and five wrong codes', async () => {
    const { email } = await register('doctor');
    const { mfa_token: token } = await logIn(email);
    const { secret } = (await call(api, 'POST', `${U}/mfa/setup/`, { token })).body;
    const confirm = async (code: string) =>
      (await call(api, 'POST', `${U}/mfa/confirm/`, { token, body: { code } })).status;
    for (const _ of [1, 2, 3, 4, 5]) assert.equal(await confirm('000000'), 400);
    assert.equal(await confirm(codeAt(secret, at)), 401);
    const slow = (await logIn(email)).mfa_token;
    later(10 * MINUTE_MS + 1_000);
    assert.equal((await call(api, 'POST', `${U}/mfa/setup/`, { token: slow })).status, 401);
  });

  it('stop sessions whose role has come to need one, at their next request and at their refresh', async () => {
    const { id, email } = await register('nurse');
    const session = await logIn(email);
    assert.equal(await profile(session.access), 200);
    await become(id, 'doctor');
    later(2_001);
    assert.equal(await profile(session.access), 401);
    const { status, body } = await call(api, 'POST', `${U}/token/refresh/`, { body: { refresh: session.refresh } });
    assert.deepEqual([status, body.mfa_setup_required, body.access], [200, true, undefined]);
    const { secret } = await setUpFactors(api.url, body.mfa_token, at);
    later(MINUTE_MS);
    assert.ok((await complete((await logIn(email)).mfa_token, secret)).access);
  });

  it('can be asked of more roles by a clinic, of all who act there in them', async () => {
    const { email } = await register('nurse');
    const session = await logIn(email);
    await requireOf('nurse');
    later(2_001);
    assert.equal(await profile(session.access), 401);
    assert.equal((await logIn(email)).mfa_setup_required, true);
    assert.ok((await logIn((await register()).email)).access, 'a patient is not asked');
  });

  it('are asked for when a membership is activated whose role needs one, and the session goes on where it was', async () => {
    const { id, email } = await register();
    const elsewhere = randomUUID();
    await database.pool.query(
      "insert into clinics (id, name, slug, timezone, currency) values ($1, 'Elsewhere', 'elsewhere', 'UTC', 'aud')",
      [elsewhere],
    );
    const { rows } = await database.pool.query<{ id: string }>(
      "insert into memberships (user_id, clinic_id, role) values ($1, $2, 'doctor') returning id",
      [id, elsewhere],
    );
    const session = await logIn(email);
    const activate = async (token: string) =>
      (await call(api, 'POST', `${U}/memberships/${rows[0]?.id}/activate/`, { token })).body;
    const asked = await activate(session.access);
    assert.deepEqual([asked.mfa_setup_required, asked.access], [true, undefined]);
    assert.equal(await profile(session.access), 200);
    const { secret } = await setUpFactors(api.url, session.access, at);
    const acting = await activate(session.access);
    assert.equal(acting.user.role, 'doctor', 'the session that set it up has given it');
    later(MINUTE_MS);
    assert.equal((await complete((await logIn(email)).mfa_token, secret)).user.role, 'doctor');
  });

  it('are reset by an administrator of the clinic, with a reason, for somebody else', async () => {
    const [admin, doctor, patient] = [await register('admin'), await register('doctor'), await register()];
    const { secret, recoveryCodes } = await setUpFactors(api.url, (await logIn(doctor.email)).mfa_token, at);
    later(MINUTE_MS);
    const theirs = await complete((await logIn(doctor.email)).mfa_token, secret);
    const waiting = await logIn(doctor.email);
    const { access: token } = await logIn(admin.email);
    const reset = (id: string, body: object = { reason: 'Lost the phone' }, by = token) =>
      call(api, 'POST', `${U}/admin/users/${id}/mfa-reset/`, { token: by, body });
    assert.equal((await reset(doctor.id, {})).status, 400);
    assert.deepEqual([(await reset(doctor.id, { reason: '  ' })).body.field], ['reason']);
    assert.equal((await reset(admin.id)).status, 403, 'one’s own');
    assert.equal((await reset(randomUUID())).status, 404);
    assert.equal((await reset(doctor.id, undefined, (await logIn(patient.email)).access)).status, 403);
    const stranger = await register('nurse');
    await database.pool.query("update memberships set status = 'ended' where user_id = $1", [stranger.id]);
    assert.equal((await reset(stranger.id)).status, 404, 'who does not belong to the clinic any more');
    assert.equal(await profile(theirs.access), 200, 'nothing has changed so far');
    assert.equal((await reset(doctor.id)).status, 204);
    later(2_001);
    assert.equal(await profile(theirs.access), 401, 'every session has ended');
    const late = { mfa_token: waiting.mfa_token, recovery_code: recoveryCodes[0] };
    assert.equal((await call(api, 'POST', `${U}/login/mfa/`, { body: late })).status, 401);
    assert.equal((await logIn(doctor.email)).mfa_setup_required, true);
    const { rows } = await database.pool.query<{ given: boolean; kind: string }>(
      `select a.reason_sealed is not null as given, m.kind from audit_events a
         join account_mails m on m.user_id = $1 and m.created_at = a.happened_at
        where a.action = 'user.mfa_reset' and a.entity_id = $1::text and a.actor_user_id = $2`,
      [doctor.id, admin.id],
    );
    assert.deepEqual(rows, [{ given: true, kind: 'security_notice' }]);
    later(11 * MINUTE_MS);
    const { status, body } = await reset(doctor.id);
    assert.deepEqual([status, body.code], [403, 'reauthentication_required']);
  });
});
