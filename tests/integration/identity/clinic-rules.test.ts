import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { sessionCache } from '../../../src/usecases/identity/session-cache.js';
import { type TestService, useTestPostgres } from '../../../tools/launcher/testing.js';
import {
  CLINIC_ID,
  call,
  freshDatabase,
  SESSION_RULES,
  startApi,
  type TestApi,
  type TestDatabase,
} from '../../support/api-skeleton.js';

const U = '/api/v1/users';
const PASSWORD = 'a phrase of mine';
const DAY_MS = 24 * 3_600_000;

describe('what clinics ask of accounts and sessions', () => {
  let postgres: TestService;
  let database: TestDatabase;
  let api: TestApi;
  let at = new Date();
  const later = (ms: number) => {
    at = new Date(at.getTime() + ms);
  };

  before(async () => {
    postgres = await useTestPostgres();
    database = await freshDatabase(postgres.url);
    api = await startApi(database.api, {}, undefined, { now: () => at, cache: sessionCache(() => at) });
  });
  beforeEach(() => {
    at = new Date();
  });
  after(async () => {
    await api?.close();
    await database?.drop();
    await postgres?.stop();
  });

  /** A clinic with rules of its own. */
  async function clinic(rules: Readonly<Record<string, number>>): Promise<string> {
    const id = randomUUID();
    const columns = Object.entries({ clinic_id: id, ...rules });
    await database.pool.query(
      "insert into clinics (id, name, slug, timezone, currency) values ($1, 'Strict Clinic', $2, 'UTC', 'aud')",
      [id, id],
    );
    await database.pool.query(
      `insert into clinic_security_settings (${columns.map(([name]) => name).join(', ')})
       values (${columns.map((_, n) => `$${n + 1}`).join(', ')})`,
      columns.map(([, value]) => value),
    );
    return id;
  }
  const register = async (clinicId: string, password = PASSWORD) => {
    const email = `${randomUUID()}@demo.keepwell.invalid`;
    const body = { email, password, first_name: 'Demo', last_name: 'Person', clinic_id: clinicId };
    const reply = await call(api, 'POST', `${U}/register/`, { body });
    return { ...reply, email, id: String(reply.body.id) };
  };
  const logIn = (email: string, more: object = {}) =>
    call(api, 'POST', `${U}/login/`, { body: { email, password: PASSWORD, ...more } });
  const join = (userId: string, clinicId: string, status = 'active') =>
    database.pool.query("insert into memberships (user_id, clinic_id, role, status) values ($1, $2, 'patient', $3)", [
      userId,
      clinicId,
      status,
    ]);
  const change = async (email: string, next: string) => {
    const token = (await logIn(email)).body.access;
    return call(api, 'POST', `${U}/password/change/`, {
      token,
      body: { current_password: PASSWORD, new_password: next },
    });
  };

  it('bind a password that is chosen to register there, and no other', async () => {
    const long = await clinic({ password_min_length: 20, password_classes: 3 });
    const short = await register(long);
    assert.deepEqual([short.status, short.body.field], [400, 'password']);
    assert.match(short.body.error, /20 characters/);
    const plain = await register(long, 'a phrase of twenty letters and more');
    assert.match(plain.body.error, /3 of these/);
    assert.equal((await register(long, 'A phrase of twenty letters and more')).status, 201);
    assert.equal((await register(CLINIC_ID)).status, 201);
  });

  it('bind whoever belongs to several by the strictest, as long as the membership is active', async () => {
    const long = await clinic({ password_min_length: 20 });
    const [member, former] = [await register(CLINIC_ID), await register(CLINIC_ID)];
    await join(member.id, await clinic({}));
    await join(member.id, long);
    await join(former.id, long, 'ended');
    const refused = await change(member.email, 'another phrase');
    assert.deepEqual([refused.status, refused.body.field], [400, 'new_password']);
    assert.equal((await change(former.email, 'another phrase')).status, 204);
  });

  it('let no password grow older than the clinic says, until a new one is chosen', async () => {
    const { id, email } = await register(await clinic({ password_max_age_days: 90 }));
    await database.pool.query('update users set password_changed_at = $2 where id = $1', [id, at]);
    later(90 * DAY_MS);
    assert.equal((await logIn(email)).status, 200);
    later(1);
    const refused = await logIn(email);
    assert.deepEqual([refused.status, refused.body.code], [403, 'forbidden']);
    assert.match(refused.body.error, /older than your clinic allows/);
    assert.equal((await logIn(email, { password: 'wrong' })).status, 401, 'who does not know it learns nothing');
    await database.pool.query('update users set password_changed_at = $2 where id = $1', [id, at]);
    assert.equal((await logIn(email)).status, 200);
  });

  it('end a session that is not used for so long, a remembered one too, and let access tokens end before it', async () => {
    const { id, email } = await register(CLINIC_ID);
    await join(id, await clinic({ session_idle_seconds: 600 }));
    const first = (await logIn(email, { remember: true })).body;
    assert.equal(first.expires_in, 300, 'half of what the session has left');
    const refresh = (token: string) => call(api, 'POST', `${U}/token/refresh/`, { body: { refresh: token } });
    later(599_000);
    const second = (await refresh(first.refresh)).body;
    assert.equal(second.expires_in, 300);
    later(601_000);
    assert.equal((await refresh(second.refresh)).status, 401);
    const unbound = (await logIn((await register(CLINIC_ID)).email, { remember: true })).body;
    assert.ok(unbound.expires_in > 300);
    later(SESSION_RULES.shortIdleMs);
    assert.equal((await refresh(unbound.refresh)).status, 200);
  });
});
