import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type TestService, useTestPostgres } from '../../../tools/launcher/testing.js';
import {
  call,
  freshDatabase,
  type Reply,
  SESSION_RULES,
  startApi,
  type TestApi,
  type TestDatabase,
} from '../../support/api-skeleton.js';
import { codeAt, setUpFactors } from '../../support/second-factors.js';

const U = '/api/v1/users';
const PASSWORD = 'mypass123';
const OURS = { 'x-requested-with': 'keepwell' };

describe('the refresh token as a cookie', () => {
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

  async function register(at = api) {
    const email = `${randomUUID()}@demo.keepwell.invalid`;
    const body = { email, password: PASSWORD, first_name: 'Demo', last_name: 'Person' };
    assert.equal((await call(at, 'POST', `${U}/register/`, { body })).status, 201);
    return email;
  }
  const logIn = (email: string, more: object = {}, at = api) =>
    call(at, 'POST', `${U}/login/?cookie=true`, { body: { email, password: PASSWORD, ...more } });
  const refresh = (cookie: string, headers: Readonly<Record<string, string>> = OURS) =>
    call(api, 'POST', `${U}/token/refresh/`, { headers: { cookie, ...headers } });
  const lineOf = (reply: Reply) => {
    const lines = reply.headers.getSetCookie();
    assert.equal(lines.length, 1);
    return lines[0] ?? '';
  };
  /** What a browser sends back; and the answer holds the token nowhere else. */
  const cookieOf = (reply: Reply) => {
    const [pair = ''] = lineOf(reply).split(';');
    assert.equal(reply.status, 200);
    assert.ok(reply.body.access && reply.body.user);
    assert.ok(!('refresh' in reply.body));
    return pair;
  };

  it('is set by a sign-in that asks for it, for the refresh route alone, and swapped there', async () => {
    const first = await logIn(await register(), { remember: true });
    const [, ...attributes] = lineOf(first).split('; ');
    assert.deepEqual(
      attributes.map((one) => one.replace(/^Expires=.*/, 'Expires')),
      ['Path=/api/v1/users/token/refresh', 'Expires', 'HttpOnly', 'SameSite=Strict'],
    );
    const lives = (reply: Reply) => Date.parse(/Expires=([^;]*)/.exec(lineOf(reply))?.[1] ?? '') - Date.now();
    assert.ok(Math.abs(lives(first) - SESSION_RULES.idleMs) < 60_000);
    assert.ok(
      lives(await logIn(await register())) < SESSION_RULES.shortIdleMs + 60_000,
      'of one that is not remembered',
    );
    const before = cookieOf(first);
    const next = await refresh(before);
    assert.notEqual(cookieOf(next), before);
    assert.equal((await call(api, 'GET', `${U}/profile/`, { token: next.body.access })).status, 200);
    assert.equal((await refresh(cookieOf(next))).status, 200);
    assert.equal((await refresh(before)).status, 401, 'two hold it');
  });

  it('is secure where the API is', async () => {
    const secure = await startApi(database.api, { publicUrl: 'https://clinic.example' });
    try {
      assert.ok(lineOf(await logIn(await register(secure), {}, secure)).endsWith('; Secure'));
    } finally {
      await secure.close();
    }
  });

  it('counts only with the header of our own pages, and not where the body has a token', async () => {
    const email = await register();
    const cookie = cookieOf(await logIn(email));
    assert.deepEqual(
      [(await refresh(cookie, {})).status, (await refresh(cookie, { 'x-requested-with': 'x' })).status],
      [403, 403],
    );
    assert.equal(
      (await call(api, 'POST', `${U}/token/refresh/`, { headers: OURS })).status,
      401,
      'nobody is signed in',
    );
    const nothing = await call(api, 'POST', `${U}/token/refresh/`, { body: {} });
    assert.deepEqual([nothing.status, nothing.body.field], [400, 'refresh']);
    const inBody = (await call(api, 'POST', `${U}/login/`, { body: { email, password: PASSWORD } })).body.refresh;
    const swapped = await call(api, 'POST', `${U}/token/refresh/`, { body: { refresh: inBody }, headers: { cookie } });
    assert.ok(swapped.body.refresh);
    assert.deepEqual(swapped.headers.getSetCookie(), []);
    assert.equal((await refresh(cookie)).status, 200, 'the refusals spent nothing');
  });

  it('is taken back by signing out, which ends the session too', async () => {
    const session = await logIn(await register());
    const cookie = cookieOf(session);
    const out = await call(api, 'POST', `${U}/logout/`, { token: session.body.access, body: {} });
    assert.equal(out.status, 204);
    assert.match(lineOf(out), /^keepwell_refresh=; Path=\/api\/v1\/users\/token\/refresh; Expires=Thu, 01 Jan 1970/);
    assert.equal((await refresh(cookie)).status, 401);
  });

  it('is set by a sign-in with a second factor, by a new proof and by another membership', async () => {
    const email = await register();
    const plain = await call(api, 'POST', `${U}/login/`, { body: { email, password: PASSWORD } });
    const { secret } = await setUpFactors(api.url, plain.body.access);
    const asked = await logIn(email);
    assert.deepEqual([asked.body.mfa_required, asked.headers.getSetCookie()], [true, []]);
    const body = { mfa_token: asked.body.mfa_token, code: codeAt(secret, new Date(), 1) };
    const session = await call(api, 'POST', `${U}/login/mfa/?cookie=true`, { body });
    const first = cookieOf(session);
    const { access: token, user } = session.body;
    const proved = await call(api, 'POST', `${U}/reauthenticate/?cookie=true`, { token, body: { password: PASSWORD } });
    assert.notEqual(cookieOf(proved), first);
    const path = `${U}/memberships/${user.membership_id}/activate/?cookie=true`;
    const active = await call(api, 'POST', path, { token: proved.body.access, body: {} });
    assert.equal((await refresh(cookieOf(active))).status, 200);
  });
});
