import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { decodeJwt } from 'jose';
import { googleProvider } from '../../../src/adapters/openid/google.js';
import { sessionCache } from '../../../src/usecases/identity/session-cache.js';
import { type TestService, useTestPostgres } from '../../../tools/launcher/testing.js';
import { call, freshDatabase, startApi, type TestApi, type TestDatabase } from '../../support/api-skeleton.js';
import { Browser } from '../../support/browser.js';
import { CLIENT, type GoogleStandIn, googleStandIn, type ProviderAccount } from '../../support/google-stand-in.js';
import { codeAt, setUpFactors } from '../../support/second-factors.js';

const U = '/api/v1/users';
const APP = 'https://app.keepwell.invalid';
const SIGNED_IN = `${APP}/account/signed-in#`;
const PASSWORD = 'a phrase of mine';
const MINUTE_MS = 60_000;

describe('sign-in with Google', () => {
  let postgres: TestService;
  let database: TestDatabase;
  let google: GoogleStandIn;
  let api: TestApi;
  let at = new Date();
  const later = (ms: number) => {
    at = new Date(at.getTime() + ms);
  };

  before(async () => {
    postgres = await useTestPostgres();
    database = await freshDatabase(postgres.url);
    google = await googleStandIn();
    let callbackUrl = '';
    const provider = () => googleProvider({ ...CLIENT, issuer: google.issuer, callbackUrl });
    const lazy = { current: undefined as ReturnType<typeof provider> | undefined };
    const one = () => (lazy.current ??= provider());
    api = await startApi(database.api, {}, undefined, {
      now: () => at,
      cache: sessionCache(() => at),
      google: {
        newQuestion: () => one().newQuestion(),
        urlOf: (question) => one().urlOf(question),
        redeem: (query, question) => one().redeem(query, question),
      },
    });
    callbackUrl = `${api.url}${U}/oauth/google/callback`;
    google.register(callbackUrl);
  });
  beforeEach(() => {
    at = new Date();
  });
  after(async () => {
    await api?.close();
    await google?.close();
    await database?.drop();
    await postgres?.stop();
  });

  const account = (more: Partial<ProviderAccount> = {}): ProviderAccount => ({
    sub: randomUUID(),
    email: `${randomUUID()}@demo.keepwell.invalid`,
    email_verified: true,
    given_name: 'Demo',
    family_name: 'Person',
    ...more,
  });
  async function register(email: string, { role = 'patient', confirmed = true } = {}) {
    const body = { email, password: PASSWORD, first_name: 'Demo', last_name: 'Person' };
    const { id } = (await call(api, 'POST', `${U}/register/`, { body })).body;
    await database.pool.query('update memberships set role = $2 where user_id = $1', [id, role]);
    if (confirmed) await database.pool.query('update users set email_verified_at = now() where id = $1', [id]);
    return String(id);
  }
  const logIn = (email: string) => call(api, 'POST', `${U}/login/`, { body: { email, password: PASSWORD } });
  /** The fragment that the front end is given. */
  async function arrive(who: ProviderAccount | null, query = ''): Promise<URLSearchParams> {
    google.signIn(who);
    const end = await new Browser().follow(`${api.url}${U}/oauth/google/start${query}`, APP);
    assert.ok(end.startsWith(SIGNED_IN), end);
    return new URLSearchParams(end.slice(SIGNED_IN.length));
  }
  const exchange = (code: string | null, more: object = {}) =>
    call(api, 'POST', `${U}/oauth/exchange/`, { body: { code, ...more } });
  const identitiesOf = async (token: string) => (await call(api, 'GET', `${U}/oauth/identities/`, { token })).body;
  const mailsOf = async (userId: string) =>
    (await database.pool.query("select 1 from account_mails where user_id = $1 and kind = 'security_notice'", [userId]))
      .rows.length;

  it('registers a patient, once, and knows them again by their subject, whatever their address is then', async () => {
    const who = account();
    const { status, body } = await exchange((await arrive(who)).get('code'));
    assert.equal(status, 200);
    assert.deepEqual([body.user.role, body.user.email, body.user.first_name], ['patient', who.email, 'Demo']);
    assert.ok(body.device_token && body.refresh);
    assert.deepEqual(decodeJwt(body.access).amr, ['google']);
    const profile = (await call(api, 'GET', `${U}/profile/`, { token: body.access })).body;
    assert.equal(profile.email_verified, true);
    const moved = { ...who, email: `${randomUUID()}@demo.keepwell.invalid`, email_verified: false };
    const again = await exchange((await arrive(moved)).get('code'));
    assert.equal(again.body.user.id, body.user.id);
    const [identity] = await identitiesOf(again.body.access);
    assert.deepEqual([identity.provider, identity.email], ['google', who.email]);
    const [session] = (await call(api, 'GET', `${U}/sessions/`, { token: body.access })).body;
    assert.equal(session.method, 'google');
    const history = (await call(api, 'GET', `${U}/login-history/`, { token: body.access })).body;
    assert.deepEqual(
      history.map(({ method }: { method: string }) => method),
      ['google', 'google'],
    );
  });

  it('gives a code that works once, for a minute', async () => {
    const code = (await arrive(account())).get('code');
    const both = await Promise.all([exchange(code), exchange(code)]);
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 400]);
    const late = (await arrive(account())).get('code');
    later(MINUTE_MS + 1_000);
    const refused = await exchange(late);
    assert.deepEqual([refused.status, refused.body.code], [400, 'token_invalid']);
    assert.equal((await exchange('unknown')).body.code, 'token_invalid');
  });

  it('takes a return once, from the browser that left, within ten minutes', async () => {
    google.signIn(account());
    const browser = new Browser();
    const back = await browser.follow(`${api.url}${U}/oauth/google/start`, `${api.url}${U}/oauth/google/callback`);
    const outcome = async (url: string, by = browser) => {
      const end = await by.follow(url, APP);
      return [...new URLSearchParams(end.slice(SIGNED_IN.length))].map(([name, value]) =>
        name === 'code' ? 'code' : value,
      );
    };
    assert.deepEqual(await outcome(back, new Browser()), ['invalid'], 'another browser');
    assert.deepEqual(await outcome(back.replace(/state=[^&]+/, 'state=another')), ['invalid'], 'another state');
    const fresh = await browser.follow(`${api.url}${U}/oauth/google/start`, `${api.url}${U}/oauth/google/callback`);
    assert.deepEqual(await outcome(fresh), ['code']);
    const replaying = new Browser();
    const once = await replaying.follow(`${api.url}${U}/oauth/google/start`, `${api.url}${U}/oauth/google/callback`);
    const answers = await Promise.all([outcome(once, replaying), outcome(once, replaying)]);
    assert.deepEqual(answers.flat().sort(), ['code', 'invalid'], 'a replayed return');
    const slow = new Browser();
    const tooLate = await slow.follow(`${api.url}${U}/oauth/google/start`, `${api.url}${U}/oauth/google/callback`);
    later(10 * MINUTE_MS + 1_000);
    assert.deepEqual(await outcome(tooLate, slow), ['invalid'], 'after ten minutes');
  });

  it('says that the person refused, and that the provider has not confirmed the address', async () => {
    assert.equal((await arrive(null)).get('error'), 'access_denied');
    const unverified = account({ email_verified: false });
    const victim = await register(unverified.email);
    assert.equal((await arrive(unverified)).get('error'), 'email_not_verified');
    const { rows } = await database.pool.query('select 1 from oauth_identities where user_id = $1', [victim]);
    assert.equal(rows.length, 0);
  });

  it('links a patient whose address both sides have confirmed, and tells them; once', async () => {
    const who = account();
    const id = await register(who.email);
    const before = await mailsOf(id);
    const own = await logIn(who.email);
    const { body } = await exchange((await arrive(who)).get('code'), { device_token: own.body.device_token });
    assert.equal(body.user.id, id);
    assert.equal((await call(api, 'GET', `${U}/profile/`, { token: own.body.access })).status, 200);
    assert.equal(await mailsOf(id), before + 1);
    const other = account({ email: who.email });
    assert.equal((await arrive(other)).get('error'), 'link_required', 'somebody else at Google with the address');
  });

  it('lets who opened an account with a foreign address keep no way in', async () => {
    const who = account();
    const id = await register(who.email, { confirmed: false });
    const intruder = await logIn(who.email);
    const token = intruder.body.access;
    const { secret } = await setUpFactors(api.url, token, at);
    const theirs = account();
    await link(token, theirs);
    const arrived = await exchange((await arrive(who)).get('code'));
    assert.deepEqual(
      [arrived.status, arrived.body.user?.id],
      [200, id],
      'no second factor of the intruder is asked for',
    );
    later(2_001);
    assert.equal((await call(api, 'GET', `${U}/profile/`, { token })).status, 401);
    const refresh = { refresh: intruder.body.refresh };
    assert.equal((await call(api, 'POST', `${U}/token/refresh/`, { body: refresh })).status, 401);
    assert.equal((await logIn(who.email)).status, 401, 'the password is void');
    assert.ok(secret);
    const back = await exchange((await arrive(theirs)).get('code'));
    assert.notEqual(back.body.user.id, id, 'the Google account of the intruder opens another account');
    assert.equal((await identitiesOf(arrived.body.access)).length, 1);
  });

  it('asks staff for their second factor, and links them from inside only', async () => {
    const who = account();
    await register(who.email, { role: 'doctor' });
    assert.equal((await arrive(who)).get('error'), 'link_required');
    const session = (await logIn(who.email)).body;
    const { secret } = await setUpFactors(api.url, session.access, at);
    later(MINUTE_MS);
    assert.equal((await link(session.access, who)).get('error'), null);
    const asked = (await exchange((await arrive(who)).get('code'))).body;
    assert.deepEqual([asked.mfa_required, asked.access], [true, undefined]);
    const body = { mfa_token: asked.mfa_token, code: codeAt(secret, at) };
    const { access } = (await call(api, 'POST', `${U}/login/mfa/`, { body })).body;
    assert.deepEqual(decodeJwt(access).amr, ['google', 'otp', 'mfa']);
  });

  /** Links this account at Google to that of the token, in a browser. */
  async function link(token: string, who: ProviderAccount, browser = new Browser()): Promise<URLSearchParams> {
    google.signIn(who);
    const { status, body, headers } = await call(api, 'POST', `${U}/oauth/google/link/`, { token });
    assert.equal(status, 200, JSON.stringify(body));
    browser.keep(api.url, headers);
    return new URLSearchParams((await browser.follow(body.url, APP)).slice(SIGNED_IN.length));
  }

  it('is linked and unlinked from inside by a fresh session, for one account each', async () => {
    const [one, two] = [account(), account()];
    const [first, second] = [await register(`${randomUUID()}@demo.keepwell.invalid`), account()];
    await register(second.email);
    const { rows } = await database.pool.query<{ id: string }>('select id from users where id = $1', [first]);
    assert.equal(rows.length, 1);
    const own = account();
    await register(own.email);
    const { access: token } = (await logIn(own.email)).body;
    assert.ok((await link(token, one)).get('code'));
    assert.equal((await link(token, two)).get('error'), 'invalid', 'a second one');
    const other = (await logIn(second.email)).body.access;
    assert.equal((await link(other, one)).get('error'), 'invalid', 'that of somebody else');
    const [identity] = await identitiesOf(token);
    const unlink = (by: string) => call(api, 'DELETE', `${U}/oauth/identities/${identity.id}/`, { token: by });
    assert.equal((await unlink(other)).status, 404);
    assert.equal((await unlink(token)).status, 204);
    assert.deepEqual(await identitiesOf(token), []);
    later(11 * MINUTE_MS);
    const stale = await call(api, 'POST', `${U}/oauth/google/link/`, { token });
    assert.deepEqual([stale.status, stale.body.code], [403, 'reauthentication_required']);
  });

  it('links nothing to a session that has ended meanwhile, nor in another browser', async () => {
    const own = account();
    await register(own.email);
    const { access: token } = (await logIn(own.email)).body;
    const started = await call(api, 'POST', `${U}/oauth/google/link/`, { token });
    google.signIn(account());
    const elsewhere = await new Browser().follow(started.body.url, APP);
    assert.equal(elsewhere, `${SIGNED_IN}error=invalid`);
    const browser = new Browser();
    const again = await call(api, 'POST', `${U}/oauth/google/link/`, { token });
    browser.keep(api.url, again.headers);
    await call(api, 'POST', `${U}/logout/`, { token, body: {} });
    assert.equal(await browser.follow(again.body.url, APP), `${SIGNED_IN}error=invalid`);
  });

  it('comes back to the own front end only', async () => {
    for (const foreign of [
      'https://evil.invalid/',
      '//evil.invalid',
      '/\\evil.invalid',
      'javascript:alert(1)',
      '/\n/evil.invalid',
    ]) {
      const path = `${U}/oauth/google/start?return_to=${encodeURIComponent(foreign)}`;
      const { status, body } = await call(api, 'GET', path);
      assert.deepEqual([status, body.field], [400, 'return_to'], foreign);
    }
    for (const own of ['/visits?day=1', `${APP}/visits?day=1`]) {
      const fragment = await arrive(account(), `?return_to=${encodeURIComponent(own)}`);
      assert.equal(fragment.get('return_to'), '/visits?day=1');
    }
  });

  it('is not there where it is not set up', async () => {
    const without = await startApi(database.api);
    try {
      assert.equal((await call(without, 'GET', `${U}/oauth/google/start`)).status, 404);
    } finally {
      await without.close();
    }
  });
});
