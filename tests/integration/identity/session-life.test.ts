import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { sessionCache } from '../../../src/usecases/identity/session-cache.js';
import { type TestService, useTestPostgres } from '../../../tools/launcher/testing.js';
import {
  call,
  freshDatabase,
  SESSION_RULES,
  startApi,
  type TestApi,
  type TestDatabase,
} from '../../support/api-skeleton.js';

const U = '/api/v1/users';
const PASSWORD = 'mypass123';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

describe('the life of a session', () => {
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

  async function register(role: 'patient' | 'doctor' = 'patient') {
    const email = `${randomUUID()}@demo.keepwell.invalid`;
    const body = { email, password: PASSWORD, first_name: 'Demo', last_name: 'Person' };
    const { id } = (await call(api, 'POST', `${U}/register/`, { body })).body;
    if (role === 'doctor') await database.pool.query("update memberships set role = 'doctor' where user_id = $1", [id]);
    return { id, email };
  }
  const logIn = async (email: string, more: object = {}, agent = 'a browser') =>
    (
      await call(api, 'POST', `${U}/login/`, {
        body: { email, password: PASSWORD, ...more },
        headers: { 'user-agent': agent },
      })
    ).body;
  const refresh = (token: string) => call(api, 'POST', `${U}/token/refresh/`, { body: { refresh: token } });
  const profile = async (token: string) => (await call(api, 'GET', `${U}/profile/`, { token })).status;

  it('gives twenty refreshes at once with one token one pair', async () => {
    const first = await logIn((await register()).email);
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(first.refresh)));
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
    assert.equal(new Set(answers.map(({ body }) => `${body.access} ${body.refresh}`)).size, 1);
    assert.equal(await profile(answers[0]?.body.access), 200);
  });

  it('repeats a swap whose answer was lost, within its grace and until the successor is used', async () => {
    const first = await logIn((await register()).email);
    const swapped = (await refresh(first.refresh)).body;
    later(SESSION_RULES.reuseGraceMs - 1);
    const again = (await refresh(first.refresh)).body;
    assert.deepEqual([again.access, again.refresh], [swapped.access, swapped.refresh]);
    const next = (await refresh(swapped.refresh)).body;
    assert.notEqual(next.refresh, swapped.refresh);
    assert.equal((await refresh(first.refresh)).status, 401, 'two hold it');
    assert.equal((await refresh(next.refresh)).status, 401, 'the session is over');
    assert.equal(await profile(next.access), 401);
  });

  it('ends when a token comes back after the grace, on every process', async () => {
    const first = await logIn((await register()).email);
    const other = await startApi(database.api, {}, undefined, { now: () => at, cache: sessionCache(() => at) });
    try {
      const swapped = (await refresh(first.refresh)).body;
      assert.equal((await call(other, 'GET', `${U}/profile/`, { token: swapped.access })).status, 200);
      later(SESSION_RULES.reuseGraceMs + 1);
      assert.equal((await refresh(first.refresh)).status, 401);
      later(2_001);
      assert.equal((await call(other, 'GET', `${U}/profile/`, { token: swapped.access })).status, 401);
    } finally {
      await other.close();
    }
  });

  it('ends by itself: soon when it is not remembered or of staff, later when remembered, and at last however it is used', async () => {
    const patient = await register();
    const brief = await logIn(patient.email);
    const remembered = await logIn(patient.email, { remember: true });
    const staff = await logIn((await register('doctor')).email, { remember: true });
    later(SESSION_RULES.shortIdleMs + 1_000);
    assert.deepEqual(
      [(await refresh(brief.refresh)).status, (await refresh(staff.refresh)).status],
      [401, 401],
      'not used for half a day',
    );
    let pair = (await refresh(remembered.refresh)).body;
    assert.ok(pair.refresh, 'a remembered one goes on');
    for (let day = 25; day < 90; day += 25) {
      later(25 * DAY_MS);
      pair = (await refresh(pair.refresh)).body;
      assert.ok(pair.refresh, `day ${day}`);
    }
    later(15 * DAY_MS);
    assert.equal((await refresh(pair.refresh)).status, 401, 'ninety days are the most');
  });

  it('asks for a proof of who one is before it ends the others, and the proof swaps the pair', async () => {
    const { email } = await register();
    const session = await logIn(email);
    const other = await logIn(email);
    const endOthers = (token: string) => call(api, 'DELETE', `${U}/sessions/`, { token });
    assert.equal(new Date(session.fresh_until).getTime(), at.getTime() + SESSION_RULES.freshMs);
    later(SESSION_RULES.freshMs + 1);
    const refused = await endOthers(session.access);
    assert.deepEqual(
      [refused.status, refused.body.code, refused.body.methods],
      [403, 'reauthentication_required', ['password']],
    );
    const prove = (password: string) =>
      call(api, 'POST', `${U}/reauthenticate/`, { token: session.access, body: { password } });
    assert.deepEqual([(await prove('another one')).status, (await prove('another one')).body.field], [400, 'password']);
    const proved = (await prove(PASSWORD)).body;
    assert.notEqual(proved.refresh, session.refresh);
    assert.equal((await endOthers(proved.access)).status, 204);
    assert.deepEqual([await profile(other.access), await profile(proved.access)], [401, 200]);
  });

  it('can be ended everywhere', async () => {
    const { email } = await register();
    const sessions = [await logIn(email), await logIn(email), await logIn(email)];
    const body = { everywhere: true };
    assert.equal((await call(api, 'POST', `${U}/logout/`, { token: sessions[0].access, body })).status, 204);
    for (const { access } of sessions) assert.equal(await profile(access), 401);
  });

  it('knows the devices of its person, tells of a new one, and shows where it was opened', async () => {
    const { id, email } = await register();
    const first = await logIn(email, {}, 'the first device');
    later(1);
    const again = await logIn(email, { device_token: first.device_token }, 'the first device');
    assert.equal(again.device_token, first.device_token);
    const notices = async () =>
      (await database.pool.query("select 1 from account_mails where user_id = $1 and kind = 'security_notice'", [id]))
        .rows.length;
    assert.equal(await notices(), 0, 'neither the first device nor a known one is news');
    const foreign = await logIn((await register()).email);
    later(1);
    const second = await logIn(email, { device_token: foreign.device_token }, FIREFOX);
    assert.notEqual(second.device_token, foreign.device_token, 'a token of another account is worth nothing');
    assert.equal(await notices(), 1);
    const { body } = await call(api, 'GET', `${U}/sessions/`, { token: second.access });
    assert.equal(body.length, 3);
    assert.equal(body[1].device_id, body[2].device_id);
    assert.notEqual(body[0].device_id, body[1].device_id);
    assert.deepEqual(
      body.map((session: { device: string }) => session.device),
      ['Firefox on Linux', 'Unknown device', 'Unknown device'],
    );
    assert.deepEqual([body[0].method, body[0].mfa, body[0].current], ['password', false, true]);
    assert.ok(body[0].clinic_id);
  });

  it('says by what and when its person was proved, in tokens for this product alone', async () => {
    const { access } = await logIn((await register()).email);
    const claims = JSON.parse(Buffer.from(access.split('.')[1], 'base64url').toString());
    assert.deepEqual(claims.amr, ['pwd']);
    assert.equal(claims.auth_time, Math.floor(at.getTime() / 1000));
    assert.deepEqual([claims.iss, claims.aud], ['keepwell', 'keepwell-api']);
  });
});
