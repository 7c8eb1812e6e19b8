import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type ApiProcess, type SharedSecrets, startApiProcess } from '../../support/api-process.js';
import { ApiClient, type Reply, until } from '../../support/client.js';
import { Stage } from '../../support/stage.js';

const U = '/api/v1/users';
const SECRETS: SharedSecrets = {
  TOKEN_KEYS: `t1:${randomBytes(32).toString('base64')}`,
  ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
};
const LIMITS = { RATE_LIMIT_LOGIN: '5/1h', RATE_LIMIT_API: '40/1h', TRUST_PROXY: '1' };

let stage: Stage;
const running: ApiProcess[] = [];
before(async () => {
  stage = await Stage.open({ ...SECRETS, REQUIRE_VERIFIED_DOCTORS: 'false' });
});
after(async () => {
  for (const one of running) await one.kill();
  await stage.close();
});

async function start(env: Readonly<Record<string, string>> = {}): Promise<ApiProcess> {
  const started = await startApiProcess(stage.clinic, SECRETS, env);
  running.push(started);
  return started;
}

/** A request from an address of its own, as behind a proxy; 0: the process died before it answered. */
async function ask(
  { url }: ApiProcess,
  from: string,
  path: string,
  body?: object,
): Promise<Pick<Reply, 'status'> & { readonly left: number }> {
  const headers = { 'x-forwarded-for': from };
  const answer = await ApiClient.anonymous(url)
    .send(body ? 'POST' : 'GET', path, body, null, headers)
    .catch(() => null);
  return { status: answer?.status ?? 0, left: Number(answer?.headers.get('ratelimit-remaining') ?? Number.NaN) };
}

test('failed sign-ins count over two processes, one of which is killed while it counts', async () => {
  const [one, two] = await Promise.all([start(LIMITS), start(LIMITS)]);
  const { email } = await stage.clinic.person('patient');
  const wrong = (at: ApiProcess) => ask(at, '192.0.2.1', `${U}/login/`, { email, password: 'not this one' });
  assert.deepEqual([(await wrong(one)).status, (await wrong(two)).status, (await wrong(one)).status], [401, 401, 401]);
  const inFlight = [wrong(one), wrong(one)];
  await one.kill();
  const answered = (await Promise.all(inFlight)).filter(({ status }) => status !== 0);
  for (const { status } of answered) assert.equal(status, 401);
  let accepted = 3 + answered.length;
  for (let n = 0; n < 6; n += 1) if ((await wrong(two)).status === 401) accepted += 1;
  assert.ok(accepted <= 5, `${accepted} wrong passwords were compared`);
  assert.equal((await wrong(two)).status, 429);
  const anew = await start(LIMITS);
  assert.equal((await wrong(anew)).status, 429, 'a process that is started anew knows of them');
});

test('requests count over two processes, one of which is killed, and over its restart', async () => {
  const [one, two] = await Promise.all([start(LIMITS), start(LIMITS)]);
  const [counted, other] = ['192.0.2.77', '192.0.2.78'];
  const request = (at: ApiProcess, from = counted) => ask(at, from, `${U}/profile/`);
  const points = async () => {
    const rows = await stage.sql<{ points: number }>("select points from limit_counters where key like 'api:%'");
    return rows.map((row) => row.points).sort((a, b) => b - a)[0] ?? 0;
  };
  for (let n = 0; n < 25; n += 1) assert.equal((await request(one)).status, 401);
  // Each second a process writes down what it has counted, and reads what the others have.
  await until('the first process to tell', async () => (await points()) >= 25);
  await one.kill();
  assert.equal((await request(two)).status, 401);
  await until('the second process to tell and learn', async () => (await points()) >= 26);
  let accepted = 26;
  for (let n = 0; n < 40; n += 1) if ((await request(two)).status === 401) accepted += 1;
  assert.equal(accepted, 40);
  assert.equal((await request(two)).status, 429);
  assert.equal((await request(two, other)).status, 401, 'another address');
  await until('the refusals to be told', async () => (await points()) >= 40);
  const anew = await start(LIMITS);
  await until('a process that is started anew to refuse', async () => (await request(anew)).status === 429);
});

test('twenty refreshes at once over two processes give one pair, whatever dies; a reused token ends it on both', async () => {
  const [one, two] = await Promise.all([start(), start()]);
  const { email, password } = await stage.clinic.person('patient');
  const refresh = async (at: ApiProcess, token: string) => {
    const { status, body } = await ApiClient.anonymous(at.url).post(`${U}/token/refresh/`, { refresh: token }, null);
    return { status, access: String(body.access), refresh: String(body.refresh) };
  };
  const profile = async (at: ApiProcess, access: string) =>
    (
      await ApiClient.anonymous(at.url).send('GET', `${U}/profile/`, undefined, null, {
        authorization: `Bearer ${access}`,
      })
    ).status;
  const signedIn = await ApiClient.anonymous(one.url).post(`${U}/login/`, { email, password }, null);
  const first = String(signedIn.body.refresh);
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => refresh(n % 2 ? one : two, first)));
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
  assert.equal(new Set(answers.map(({ access, refresh }) => `${access} ${refresh}`)).size, 1);
  const [pair] = answers;
  assert.ok(pair);

  // A process dies with half of the answers: whoever asks again is not signed out, and gets the pair of the others.
  const third = await start();
  const halves = Array.from({ length: 20 }, (_, n) => refresh(n % 2 ? third : two, pair.refresh).catch(() => null));
  await third.kill();
  const given = (await Promise.all(halves)).filter((answer) => answer !== null);
  const again = await refresh(two, pair.refresh);
  assert.deepEqual(new Set([...given, again].map(({ status }) => status)), new Set([200]));
  assert.equal(new Set([...given, again].map((answer) => answer.refresh)).size, 1);

  assert.deepEqual([await profile(one, again.access), await profile(two, again.access)], [200, 200]);
  await stage.sql("update sessions set refreshed_at = refreshed_at - interval '1 minute'");
  assert.equal((await refresh(one, pair.refresh)).status, 401, 'after the grace two hold it');
  for (const at of [one, two]) {
    await until('the session to be over', async () => (await profile(at, again.access)) === 401, 2_000);
  }
  assert.equal((await refresh(two, again.refresh)).status, 401);
});
