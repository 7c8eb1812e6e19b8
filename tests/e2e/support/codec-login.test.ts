import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { defaultPayloadConverter } from '@temporalio/common';
import { ApiClient, until } from '../../support/client.js';
import type { Person } from '../../support/clinic.js';
import { codeAt, setUpFactors } from '../../support/second-factors.js';
import { Stage } from '../../support/stage.js';

const UI = 'https://temporal.clinic.invalid';
const CLIENT_APP = 'https://app.clinic.invalid';
const HOUR = 3_600_000;

let stage: Stage;
before(async () => {
  stage = await Stage.open({
    KEEPWELL_EMBEDDED: 'false',
    REQUIRE_VERIFIED_DOCTORS: 'false',
    REQUIRE_MFA_ROLES: 'none',
    CORS_ORIGINS: CLIENT_APP,
    RATE_LIMIT_API: '60/1m',
    RATE_LIMIT_LOGIN: '5/1m',
    TEMPORAL_UI_URL: UI,
    TRUST_PROXY: '1',
  });
});
after(() => stage.close());

/** Signs in as a browser behind the proxy would, from an address of its own. */
async function signIn(person: { email: string; password: string }, from: string) {
  const body = new URLSearchParams({ email: person.email, password: person.password });
  const response = await fetch(`${stage.clinic.apiUrl}/codec/login`, {
    method: 'POST',
    headers: { 'x-forwarded-for': from },
    body,
  });
  return {
    status: response.status,
    headers: response.headers,
    page: await response.text(),
    cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '',
  };
}

function decode(cookie: string, payloads: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${stage.clinic.apiUrl}/codec/decode`, {
    method: 'POST',
    headers: { cookie, origin: UI, 'content-type': 'application/json', 'x-namespace': 'default', ...headers },
    body: JSON.stringify({ payloads }),
  });
}

/** What the Temporal UI sends: metadata and data in base64. */
async function sealed(value: unknown): Promise<object> {
  const base64 = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('base64');
  const payload = defaultPayloadConverter.toPayload(value);
  const plain = { metadata: { encoding: base64(payload?.metadata?.encoding) }, data: base64(payload?.data) };
  const { email, password } = await stage.clinic.person('admin');
  const { cookie } = await signIn({ email, password }, '203.0.113.200');
  const response = await fetch(`${stage.clinic.apiUrl}/codec/encode`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ payloads: [plain] }),
  });
  return ((await response.json()) as { payloads: object[] }).payloads[0] ?? {};
}

test('staff sign in on a page, decode, and can do nothing else with that session', async () => {
  const form = await fetch(`${stage.clinic.apiUrl}/codec/login`);
  assert.match(await form.text(), /<form method="post"/);
  assert.ok(form.headers.get('content-security-policy') && form.headers.get('x-content-type-options'));

  const receptionist = await stage.clinic.person('receptionist');
  const session = await signIn(receptionist, '203.0.113.1');
  assert.equal(session.status, 200);
  assert.match(session.page, /Go back to the Temporal UI/);
  assert.match(session.headers.get('set-cookie') ?? '', /HttpOnly/);
  assert.match(session.headers.get('set-cookie') ?? '', /Max-Age=43200/);
  const answer = await decode(session.cookie, [await sealed('hello')]);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('access-control-allow-origin'), UI);
  const token = session.cookie.split('=')[1] ?? '';
  const api = await fetch(`${stage.clinic.apiUrl}/api/v1/users/profile/`, {
    headers: { authorization: `Bearer ${token}` },
  });
  assert.equal(api.status, 401);
});

test('an account with a second factor gives a code on a second form, and one that lacks a required factor is refused', async () => {
  const receptionist = await stage.clinic.person('receptionist');
  const { body } = await ApiClient.anonymous(stage.clinic.apiUrl).post('/api/v1/users/login/', {
    email: receptionist.email,
    password: receptionist.password,
  });
  const { secret } = await setUpFactors(stage.clinic.apiUrl, body.access);
  const asked = await signIn(receptionist, '203.0.113.30');
  assert.deepEqual([asked.status, asked.cookie], [200, '']);
  const [, mfaToken = ''] = /name="mfaToken" value="([^"]+)"/.exec(asked.page) ?? [];
  const give = async (code: string) => {
    const form = new URLSearchParams({ mfaToken, code });
    return fetch(`${stage.clinic.apiUrl}/codec/login`, { method: 'POST', body: form });
  };
  const wrong = await give('000000');
  assert.deepEqual([wrong.status, wrong.headers.get('set-cookie')], [401, null]);
  assert.match(await wrong.text(), /role="alert"[^>]*>The code is wrong[\s\S]*name="mfaToken" value="ey/);
  const right = await give(codeAt(secret, new Date(), 1));
  assert.equal(right.status, 200);
  const cookie = right.headers.get('set-cookie')?.split(';')[0] ?? '';
  assert.equal((await decode(cookie, [await sealed('hello')])).status, 200);

  const accountant = await stage.clinic.person('accountant');
  await stage.sql("insert into clinic_security_settings (clinic_id, require_mfa) values ($1, '{accountant}')", [
    stage.clinic.clinicId,
  ]);
  const refused = await signIn(accountant, '203.0.113.31');
  assert.deepEqual([refused.status, refused.cookie], [403, '']);
  assert.match(refused.page, /role="alert"[^>]*>Your role needs a second factor/);
});

test('refusals are words on the page: wrong password, a patient, too many tries under any spelling of one address', async () => {
  const patient = await stage.clinic.person('patient');
  const refused = await signIn(patient, '203.0.113.2');
  assert.deepEqual([refused.status, refused.cookie], [403, '']);
  assert.match(refused.page, /role="alert"[^>]*>Your role may not read payloads/);
  const [live] = await stage.sql('select count(*)::int as n from sessions where user_id = $1 and revoked_at is null', [
    patient.id,
  ]);
  assert.equal(live?.n, 0, 'the session that was opened on the way is over');

  const doctor: Person = await stage.clinic.person('doctor');
  const wrong = { email: doctor.email, password: 'wrong' };
  const spellings = [
    '203.0.113.3',
    '203.0.113.3:4711',
    '::ffff:203.0.113.3',
    '[::ffff:203.0.113.3]:80',
    '::FFFF:203.0.113.3',
  ];
  for (const from of spellings) assert.equal((await signIn(wrong, from)).status, 401, from);
  const limited = await signIn(doctor, '203.0.113.3:1');
  assert.equal(limited.status, 429);
  assert.match(limited.page, /role="alert"[^>]*>Rate limit exceeded/);
  assert.ok(Number(limited.headers.get('retry-after')) > 0);
  // One limit for both logins.
  const api = await ApiClient.anonymous(stage.clinic.apiUrl).send(
    'POST',
    '/api/v1/users/login/',
    { email: doctor.email, password: doctor.password },
    null,
    { 'x-forwarded-for': '203.0.113.3' },
  );
  assert.equal(api.status, 429);
  const network = [
    '2001:db8:5:6::1',
    '[2001:db8:5:6::2]:443',
    '2001:DB8:5:6:ffff::3',
    '2001:db8:5:6::4%eth0',
    '2001:db8:5:6::5',
  ];
  for (const from of network) assert.equal((await signIn(wrong, from)).status, 401, from);
  assert.equal((await signIn(doctor, '2001:db8:5:6:1:2:3:4')).status, 429);
});

test('nobody sends a large body before the login is known; a session that is over says so', async () => {
  const large = [{ data: 'x'.repeat(200_000) }];
  const stranger = await decode('', large);
  assert.equal(stranger.status, 401);
  assert.equal((await decode('keepwell_codec=broken', [])).status, 401);
  const colleague = await stage.clinic.person('receptionist');
  const { cookie } = await signIn(colleague, '203.0.113.4');
  assert.equal((await decode(cookie, [await sealed('hello')])).status, 200);
  await stage.sql('update sessions set revoked_at = now() where user_id = $1', [colleague.id]);
  // The API remembers a session for two seconds.
  const over = await until('the end of the session', async () => {
    const answer = await decode(cookie, []);
    return answer.status === 401 && ((await answer.json()) as { error: string });
  });
  assert.match(over.error, /session for reading payloads is over/);
});

/** Every payload of a workflow's history, as the UI would send each. */
async function payloadsOf(workflowId: string): Promise<object[]> {
  const { workflowService } = stage.clinic.core.client.connection;
  const { history } = await workflowService.getWorkflowExecutionHistory({
    namespace: 'default',
    execution: { workflowId },
  });
  const found: object[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { metadata, data } = value as { metadata?: Record<string, Uint8Array>; data?: Uint8Array };
    const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
    if (metadata?.encoding && data) {
      const named = Object.entries(metadata).map(([name, bytes]) => [name, base64(bytes)]);
      found.push({ metadata: Object.fromEntries(named), data: base64(data) });
    } else if (!(value instanceof Uint8Array)) for (const member of Object.values(value)) walk(member);
  };
  walk(history);
  return found;
}

test('one look is one row of the audit, however many requests a page makes', async () => {
  const admin = await stage.clinic.person('admin');
  const { cookie } = await signIn(admin, '203.0.113.5');
  const visits = [await stage.hold(3 * HOUR), await stage.hold(4 * HOUR)];
  for (const { id } of visits) {
    const payloads = await payloadsOf(id);
    assert.ok(payloads.length > 8, `${payloads.length}`);
    const answers = await Promise.all(payloads.map((payload) => decode(cookie, [payload])));
    assert.ok(answers.every(({ status }) => status === 200));
  }
  const rows = await stage.sql(
    "select entity_id from audit_events where action = 'payload.decoded' and actor_user_id = $1 order by happened_at",
    [admin.id],
  );
  assert.deepEqual(
    rows.map((row) => row.entity_id),
    visits.map(({ id }) => id),
  );
});

test('whatever the login refuses, a browser shows a page with words', async () => {
  const post = (type: string, body: string | Buffer, from: string) =>
    fetch(`${stage.clinic.apiUrl}/codec/login`, {
      method: 'POST',
      headers: { 'content-type': type, 'x-forwarded-for': from },
      body,
    });
  const form = 'application/x-www-form-urlencoded';
  const bytes = Buffer.concat([Buffer.from('email=a@example.com&password=a'), Buffer.from([0xff])]);
  const cases: readonly [string, string | Buffer, number][] = [
    [form, `email=a@example.com&password=${'x'.repeat(10_000)}`, 413],
    [form, bytes, 400],
    [form, 'email=a@example.com&password=a%ff', 400],
    [form, 'email=a@example.com&password=a%00', 400],
    [form, 'email=a@example.com&email=b@example.com&password=a', 400],
    [`${form}; charset=iso-8859-1`, 'email=a@example.com&password=a%e9', 415],
    ['application/json', '{"email":"a@example.com","password":"a"}', 400],
    [form, '', 400],
  ];
  for (const [type, body, status] of cases) {
    const refused = await post(type, body, '203.0.113.6');
    assert.equal(refused.status, status, `${type} ${body}`);
    assert.match(refused.headers.get('content-type') ?? '', /^text\/html/);
    assert.equal(refused.headers.get('cache-control'), 'no-store');
    assert.match(await refused.text(), /role="alert"[^>]*>[A-Z][^<]+\./);
  }
  // Another account each time: the limit of the address counts them all.
  const spray = [...Array(62).keys()].map((n) => post(form, `email=a${n}@example.com&password=`, '203.0.113.7'));
  const statuses = (await Promise.all(spray)).map(({ status }) => status);
  assert.ok(statuses.includes(429), `${statuses}`);
});

test('pages of the client app may not decode, the Temporal UI may', async () => {
  const { cookie } = await signIn(await stage.clinic.person('admin'), '203.0.113.8');
  const allowed = async (origin: string) =>
    (await decode(cookie, [], { origin })).headers.get('access-control-allow-origin');
  assert.deepEqual([await allowed(UI), await allowed(CLIENT_APP)], [UI, null]);
});

test('another role, another password, a closed account: each ends the session', async () => {
  const ends: Readonly<Record<string, (person: Person) => Promise<unknown>>> = {
    role: ({ id }) => stage.sql("update memberships set role = 'admin' where user_id = $1", [id]),
    account: ({ id }) => stage.sql('update users set is_active = false where id = $1', [id]),
    password: async (person) => {
      const api = await ApiClient.signIn(stage.clinic, person);
      const change = { current_password: person.password, new_password: 'another long passphrase 7' };
      assert.equal((await api.post('/api/v1/users/password/change/', change)).status, 204);
    },
  };
  for (const [what, end] of Object.entries(ends)) {
    const person = await stage.clinic.person('receptionist');
    const { cookie } = await signIn(person, '203.0.113.9');
    assert.equal((await decode(cookie, [])).status, 200, what);
    await end(person);
    await until(`the end by ${what}`, async () => (await decode(cookie, [])).status === 401);
  }
});
