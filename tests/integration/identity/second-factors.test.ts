import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { decodeJwt } from 'jose';
import { sessionCache } from '../../../src/usecases/identity/session-cache.js';
import { type TestService, useTestPostgres } from '../../../tools/launcher/testing.js';
import {
  CLINIC_ID,
  call,
  freshDatabase,
  NO_LIMITS,
  startApi,
  type TestApi,
  type TestDatabase,
} from '../../support/api-skeleton.js';
import { codeAt, setUpFactors } from '../../support/second-factors.js';

const U = '/api/v1/users';
const PASSWORD = 'a phrase of mine';
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

describe('second factors', () => {
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
    api = await start();
  });
  beforeEach(() => {
    at = new Date();
  });
  after(async () => {
    await api?.close();
    await database?.drop();
    await postgres?.stop();
  });

  const start = () => startApi(database.api, {}, undefined, { now: () => at, cache: sessionCache(() => at) });
  async function register() {
    const email = `${randomUUID()}@demo.keepwell.invalid`;
    const body = { email, password: PASSWORD, first_name: 'Demo', last_name: 'Person' };
    const { id } = (await call(api, 'POST', `${U}/register/`, { body })).body;
    return { id: String(id), email };
  }
  const logIn = async (email: string, more: object = {}) =>
    (await call(api, 'POST', `${U}/login/`, { body: { email, password: PASSWORD, ...more } })).body;
  const complete = (mfa_token: string, more: object) =>
    call(api, 'POST', `${U}/login/mfa/`, { body: { mfa_token, ...more } });
  const factorsOf = async (token: string) => (await call(api, 'GET', `${U}/mfa/`, { token })).body;
  const isSignedIn = async (token: string) => (await call(api, 'GET', `${U}/profile/`, { token })).status === 200;
  const notices = async (userId: string) =>
    (
      await database.pool.query<{ count: number }>(
        "select count(*) from account_mails where user_id = $1 and kind = 'security_notice'",
        [userId],
      )
    ).rows[0]?.count;
  /** Somebody with an authenticator app, a moment after it was set up. */
  async function protectedPerson() {
    const person = await register();
    const session = await logIn(person.email);
    const factors = await setUpFactors(api.url, session.access, at);
    later(MINUTE_MS);
    return { ...person, session, ...factors };
  }

  it('are set up by a first code, which ends every other session and is told by mail', async () => {
    const { id, email } = await register();
    const [own, other] = [await logIn(email), await logIn(email)];
    const before = await factorsOf(own.access);
    assert.deepEqual(before, {
      required: false,
      totp: { enabled: false, since: null },
      passkeys: [],
      recovery_codes_left: 0,
      trusted_devices: 0,
    });
    const made = (await call(api, 'POST', `${U}/mfa/setup/`, { token: own.access })).body;
    assert.match(made.secret, /^[A-Z2-7]{32}$/);
    assert.ok(made.otpauth_url.startsWith('otpauth://totp/Keepwell:') && made.otpauth_url.includes(made.secret));
    assert.match(made.qr_svg, /^<svg /);
    assert.equal((await factorsOf(own.access)).totp.enabled, false, 'not before its first code');
    const told = Number(await notices(id));
    const wrong = await call(api, 'POST', `${U}/mfa/confirm/`, { token: own.access, body: { code: '12345x' } });
    assert.deepEqual([wrong.status, wrong.body.field], [400, 'code']);
    const code = codeAt(made.secret, at);
    const { status, body } = await call(api, 'POST', `${U}/mfa/confirm/`, { token: own.access, body: { code } });
    assert.equal(status, 200);
    assert.equal(new Set(body.recovery_codes).size, 10);
    assert.deepEqual([await isSignedIn(own.access), await isSignedIn(other.access)], [true, false]);
    const now = await factorsOf(own.access);
    assert.deepEqual([now.totp, now.recovery_codes_left], [{ enabled: true, since: at.toISOString() }, 10]);
    assert.equal(await notices(id), told + 1);
    const { rows } = await database.pool.query(
      'select 1 from totp_secrets where user_id = $1 and position($2 in secret_sealed) > 0',
      [id, made.secret],
    );
    assert.equal(rows.length, 0, 'the secret is sealed');
  });

  it('are asked for at each sign-in; a code is named in the token, and works once, also of two that come at once', async () => {
    const { email, secret } = await protectedPerson();
    const asked = await logIn(email);
    assert.deepEqual([asked.mfa_required, asked.methods, asked.access], [true, ['totp', 'recovery_code'], undefined]);
    assert.equal((await call(api, 'GET', `${U}/profile/`, { token: asked.mfa_token })).status, 401);
    const code = codeAt(secret, at);
    const others = await Promise.all([logIn(email), logIn(email), logIn(email)]);
    const answers = await Promise.all(others.map(({ mfa_token }) => complete(mfa_token, { code })));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 401, 401]);
    const session = answers.find(({ status }) => status === 200)?.body;
    assert.deepEqual(decodeJwt(session.access).amr, ['pwd', 'otp', 'mfa']);
    assert.ok(session.device_token && session.fresh_until && session.refresh);
    assert.equal((await complete(asked.mfa_token, { code })).status, 401, 'used before');
    const early = await complete(asked.mfa_token, { code: codeAt(secret, at, -1) });
    assert.equal(early.status, 401, 'older than the one that was used');
    assert.equal((await complete(asked.mfa_token, { code: codeAt(secret, at, 1) })).status, 200, 'the next one');
    assert.equal(
      (await complete(asked.mfa_token, { code: codeAt(secret, at, 1) })).status,
      401,
      'the sign-in is spent',
    );
    const [first] = (await call(api, 'GET', `${U}/sessions/`, { token: session.access })).body;
    assert.deepEqual([first.method, first.mfa], ['password', true]);
  });

  it('refuse the code that set them up, a code of another account, and codes of another time', async () => {
    const [one, other] = [await protectedPerson(), await protectedPerson()];
    const { mfa_token } = await logIn(one.email);
    for (const [steps, secret] of [
      [-2, one.secret],
      [2, one.secret],
      [0, other.secret],
    ] as const) {
      assert.equal((await complete(mfa_token, { code: codeAt(secret, at, steps) })).status, 401, `${steps}`);
    }
    assert.equal((await complete(mfa_token, { recovery_code: other.recoveryCodes[0] })).status, 401);
    assert.equal((await complete(mfa_token, { code: codeAt(one.secret, at) })).status, 200);
  });

  it('give a sign-in ten minutes and five tries, on every process', async () => {
    const { email, secret } = await protectedPerson();
    const second = await start();
    try {
      const { mfa_token } = await logIn(email);
      const tries = await Promise.all(
        Array.from({ length: 5 }, (_, n) =>
          call(n % 2 ? api : second, 'POST', `${U}/login/mfa/`, { body: { mfa_token, code: '000000' } }),
        ),
      );
      assert.deepEqual(new Set(tries.map(({ status }) => status)), new Set([401]));
      assert.equal((await complete(mfa_token, { code: codeAt(secret, at) })).status, 401, 'the sixth');
      const slow = await logIn(email);
      later(10 * MINUTE_MS + 1_000);
      assert.equal((await complete(slow.mfa_token, { code: codeAt(secret, at) })).status, 401, 'too late');
      assert.equal((await complete('nonsense', { code: '000000' })).status, 401);
      const session = await complete((await logIn(email)).mfa_token, { code: codeAt(secret, at) });
      const foreign = await complete(session.body.access, { code: codeAt(secret, at, 1) });
      assert.equal(foreign.status, 401, 'an access token stands for no sign-in');
    } finally {
      await second.close();
    }
  });

  it('count wrong codes of an account together, whatever sign-in they belong to', async () => {
    const { email, secret, session } = await protectedPerson();
    const limited = await startApi(
      database.api,
      { limits: { ...NO_LIMITS, mfa: { points: 3, perMs: 5 * MINUTE_MS } } },
      undefined,
      { now: () => at },
    );
    const login = async () =>
      (await call(limited, 'POST', `${U}/login/`, { body: { email, password: PASSWORD } })).body.mfa_token;
    const guess = (mfa_token: string, code: string) =>
      call(limited, 'POST', `${U}/login/mfa/`, { body: { mfa_token, code } });
    try {
      assert.equal((await guess(await login(), codeAt(secret, at))).status, 200, 'what is right does not count');
      const guesses: number[] = [];
      for (const _ of [1, 2, 3]) guesses.push((await guess(await login(), '000000')).status);
      assert.deepEqual(guesses, [401, 401, 401]);
      const refused = await guess(await login(), codeAt(secret, at, 1));
      assert.deepEqual([refused.status, refused.body.limit_type], [429, 'mfa_attempts']);
      const token = session.access;
      const proof = await call(limited, 'POST', `${U}/reauthenticate/`, { token, body: { code: '000000' } });
      assert.equal(proof.status, 429, 'also where a session proves itself');
    } finally {
      await limited.close();
    }
  });

  it('have ten recovery codes, each of which works once, also of two that come at once', async () => {
    const { id, email, recoveryCodes } = await protectedPerson();
    const [first = '', second = ''] = recoveryCodes;
    const told = Number(await notices(id));
    const asked = await Promise.all([logIn(email), logIn(email)]);
    const answers = await Promise.all(asked.map(({ mfa_token }) => complete(mfa_token, { recovery_code: first })));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 401]);
    const session = answers.find(({ status }) => status === 200)?.body;
    assert.equal((await factorsOf(session.access)).recovery_codes_left, 9);
    assert.ok(Number(await notices(id)) > told, 'its use is told');
    const loose = second.replaceAll('-', ' ').toUpperCase();
    assert.equal((await complete((await logIn(email)).mfa_token, { recovery_code: loose })).status, 200);
    assert.equal((await complete((await logIn(email)).mfa_token, { recovery_code: first })).status, 401);
    const { rows } = await database.pool.query<{ codeHash: string }>(
      'select code_hash from recovery_codes where user_id = $1',
      [id],
    );
    assert.ok(rows.every((row) => JSON.stringify(row).includes('$argon2id$')));
    const renewed = await call(api, 'POST', `${U}/mfa/recovery-codes/`, { token: session.access });
    assert.equal(renewed.body.recovery_codes.length, 10);
    const { mfa_token } = await logIn(email);
    assert.equal((await complete(mfa_token, { recovery_code: recoveryCodes[2] })).status, 401, 'of the set before');
    assert.equal((await complete(mfa_token, { recovery_code: renewed.body.recovery_codes[2] })).status, 200);
  });

  it('can be set up twice: the app before counts until the new one has given a code', async () => {
    const { email, secret, session } = await protectedPerson();
    const [first, second] = [
      (await call(api, 'POST', `${U}/mfa/setup/`, { token: session.access })).body,
      (await call(api, 'POST', `${U}/mfa/setup/`, { token: session.access })).body,
    ];
    assert.equal((await complete((await logIn(email)).mfa_token, { code: codeAt(secret, at) })).status, 200);
    const confirm = (code: string) => call(api, 'POST', `${U}/mfa/confirm/`, { token: session.access, body: { code } });
    assert.equal((await confirm(codeAt(first.secret, at))).status, 400, 'a secret that was asked for before the last');
    const both = await Promise.all([confirm(codeAt(second.secret, at)), confirm(codeAt(second.secret, at))]);
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409]);
    const { mfa_token } = await logIn(email);
    assert.equal((await complete(mfa_token, { code: codeAt(secret, at, 1) })).status, 401, 'the app before');
    assert.equal((await complete(mfa_token, { code: codeAt(second.secret, at, 1) })).status, 200);
  });

  it('change in one transaction: what dies before its commit leaves the app before, its codes and its sessions', async () => {
    const { id, email, secret, session } = await protectedPerson();
    const { secret: next } = (await call(api, 'POST', `${U}/mfa/setup/`, { token: session.access })).body;
    // The audit row is a transaction's last statement.
    await database.pool.query(
      `alter table audit_events add constraint dies check (action not in ('user.mfa_enabled', 'user.logged_in')) not valid`,
    );
    const confirm = () =>
      call(api, 'POST', `${U}/mfa/confirm/`, { token: session.access, body: { code: codeAt(next, at) } });
    const { mfa_token } = await logIn(email);
    try {
      assert.equal((await confirm()).status, 500);
      assert.equal((await complete(mfa_token, { code: codeAt(secret, at) })).status, 500);
    } finally {
      await database.pool.query('alter table audit_events drop constraint dies');
    }
    assert.equal((await factorsOf(session.access)).recovery_codes_left, 10);
    assert.equal(
      (await complete(mfa_token, { code: codeAt(secret, at) })).status,
      200,
      'neither code nor sign-in is spent',
    );
    assert.equal((await confirm()).status, 200);
    const { rows } = await database.pool.query('select 1 from totp_secrets where user_id = $1', [id]);
    assert.equal(rows.length, 1);
  });

  it('spare a trusted device for the days that the clinic allows, until the password changes', async () => {
    const { email, secret, session } = await protectedPerson();
    const trusted = await complete((await logIn(email)).mfa_token, { code: codeAt(secret, at), trust_device: true });
    const device_token = trusted.body.device_token;
    const spared = await logIn(email, { device_token });
    assert.ok(spared.access, 'no code is asked for');
    assert.deepEqual(decodeJwt(spared.access).amr, ['pwd']);
    assert.equal((await factorsOf(spared.access)).trusted_devices, 1);
    assert.equal((await logIn(email)).mfa_required, true, 'another device');
    const stranger = await protectedPerson();
    assert.equal((await logIn(stranger.email, { device_token })).mfa_required, true, 'the device of somebody else');
    await database.pool.query('insert into clinic_security_settings (clinic_id, mfa_trust_days) values ($1, 0)', [
      CLINIC_ID,
    ]);
    assert.equal((await logIn(email, { device_token })).mfa_required, true, 'the clinic trusts no device');
    await database.pool.query('update clinic_security_settings set mfa_trust_days = 7');
    later(6 * DAY_MS);
    assert.ok((await logIn(email, { device_token })).access);
    later(2 * DAY_MS);
    assert.equal((await logIn(email, { device_token })).mfa_required, true, 'the days are over');
    await database.pool.query('delete from clinic_security_settings');
    const again = await logIn(email, { device_token });
    const body = { current_password: PASSWORD, new_password: 'another phrase of mine' };
    assert.equal((await call(api, 'POST', `${U}/password/change/`, { token: again.access, body })).status, 204);
    const changed = await logIn(email, { device_token, password: 'another phrase of mine' });
    assert.equal(changed.mfa_required, true, 'the password has changed');
    assert.equal(await isSignedIn(session.access), false);
  });

  it('end sign-ins that wait when the password changes', async () => {
    const { email, secret, session } = await protectedPerson();
    const { mfa_token } = await logIn(email);
    const body = { current_password: PASSWORD, new_password: 'another phrase of mine' };
    assert.equal((await call(api, 'POST', `${U}/password/change/`, { token: session.access, body })).status, 204);
    assert.equal((await complete(mfa_token, { code: codeAt(secret, at) })).status, 401);
  });

  it('are changed by a fresh session only, which a code proves as well as the password', async () => {
    const { session, secret } = await protectedPerson();
    later(11 * MINUTE_MS);
    const token = session.access;
    for (const [path, body] of [
      ['setup', undefined],
      ['confirm', { code: '000000' }],
      ['recovery-codes', undefined],
      ['disable', undefined],
    ] as const) {
      const { status, body: refusal } = await call(api, 'POST', `${U}/mfa/${path}/`, { token, body });
      assert.deepEqual(
        [status, refusal.code, refusal.methods],
        [403, 'reauthentication_required', ['password', 'code']],
      );
    }
    const prove = (code: string) => call(api, 'POST', `${U}/reauthenticate/`, { token, body: { code } });
    assert.deepEqual([(await prove('000000')).status, (await prove('000000')).body.field], [400, 'code']);
    const fresh = await prove(codeAt(secret, at));
    assert.equal(fresh.status, 200);
    const again = await call(api, 'POST', `${U}/reauthenticate/`, {
      token: fresh.body.access,
      body: { code: codeAt(secret, at) },
    });
    assert.equal(again.status, 400, 'each code works once here too');
    const nothing = await call(api, 'POST', `${U}/reauthenticate/`, { token: fresh.body.access, body: {} });
    assert.equal(nothing.status, 400);
    assert.equal((await call(api, 'POST', `${U}/mfa/setup/`, { token: fresh.body.access })).status, 200);
  });

  it('can be switched off where nothing requires them', async () => {
    const { email, session } = await protectedPerson();
    assert.equal((await call(api, 'POST', `${U}/mfa/disable/`, { token: session.access })).status, 204);
    assert.equal((await call(api, 'POST', `${U}/mfa/disable/`, { token: session.access })).status, 204, 'once more');
    assert.ok((await logIn(email)).access);
    assert.equal(await isSignedIn(session.access), true);
    const renewed = await call(api, 'POST', `${U}/mfa/recovery-codes/`, { token: session.access });
    assert.equal(renewed.status, 409, 'there is no app that they stand for');
  });

  it('stay when the password is reset by mail', async () => {
    const { id, email, secret } = await protectedPerson();
    const token = randomUUID();
    await database.pool.query(
      `insert into one_time_tokens (purpose, user_id, token_hash, email_hash, created_at, expires_at)
       values ('reset', $1, encode(sha256(convert_to($2, 'UTF8')), 'hex'), 'x', $3, $4)`,
      [id, token, at, new Date(at.getTime() + DAY_MS)],
    );
    const body = { token, new_password: 'another phrase of mine' };
    assert.equal((await call(api, 'POST', `${U}/password/reset/`, { body })).status, 204);
    const asked = await logIn(email, { password: 'another phrase of mine' });
    assert.equal(asked.mfa_required, true);
    assert.equal((await complete(asked.mfa_token, { code: codeAt(secret, at) })).status, 200);
  });

  it('are in the sign-in history, as everything that succeeded and failed', async () => {
    const { email, secret } = await protectedPerson();
    await logIn(email, { password: 'not this one' });
    const { mfa_token } = await logIn(email);
    later(1_000);
    await complete(mfa_token, { code: '000000' });
    later(1_000);
    const session = (await complete(mfa_token, { code: codeAt(secret, at) })).body;
    const { body } = await call(api, 'GET', `${U}/login-history/`, { token: session.access });
    const [latest] = body;
    assert.deepEqual(
      body.map(({ succeeded }: { succeeded: boolean }) => succeeded),
      [true, false, false, true],
    );
    assert.deepEqual(Object.keys(latest).sort(), [
      'address',
      'at',
      'method',
      'session_id',
      'session_seconds',
      'succeeded',
      'user_agent',
    ]);
    assert.equal(latest.session_id, decodeJwt(session.access).sid);
    assert.deepEqual([body[1].session_id, body[1].session_seconds, body[1].at < latest.at], [null, null, true]);
    const first = await call(api, 'GET', `${U}/login-history/?limit=1`, { token: session.access });
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const rest = await call(api, 'GET', next.replace(/^https?:\/\/[^/]+/, ''), { token: session.access });
    assert.deepEqual([first.body.length, rest.body[0].succeeded], [1, false]);
  });
});
