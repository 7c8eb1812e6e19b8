import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { defaultPayloadConverter } from '@temporalio/common';
import { ApiClient } from '../support/client.js';
import type { Person } from '../support/clinic.js';
import { Stage } from '../support/stage.js';

const UI = 'https://temporal.clinic.invalid';
const HOUR = 3_600_000;

let stage: Stage;
before(async () => {
  stage = await Stage.open({
    KEEPWELL_EMBEDDED: 'false',
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

test('refusals are words on the page: wrong password, a patient, too many tries under any spelling of one address', async () => {
  const patient = await stage.clinic.person('patient');
  const refused = await signIn(patient, '203.0.113.2');
  assert.deepEqual([refused.status, refused.cookie], [403, '']);
  assert.match(refused.page, /role="alert">Your role may not read payloads/);
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
  assert.match(limited.page, /role="alert">Rate limit exceeded/);
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
  const over = await (async () => {
    for (;;) {
      const answer = await decode(cookie, []);
      if (answer.status === 401) return (await answer.json()) as { error: string };
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  assert.match(over.error, /session for reading payloads is over/);
});

test('one look is one row of the audit, however many requests a page makes', async () => {
  const admin = await stage.clinic.person('admin');
  const { cookie } = await signIn(admin, '203.0.113.5');
  const visit = await stage.hold(3 * HOUR);
  const payload = await sealed({ appointmentId: visit.id });
  const answers = await Promise.all(Array.from({ length: 30 }, () => decode(cookie, [payload])));
  assert.ok(answers.every(({ status }) => status === 200));
  const rows = await stage.sql(
    "select entity_id from audit_events where action = 'payload.decoded' and actor_user_id = $1",
    [admin.id],
  );
  assert.deepEqual(
    rows.map((row) => row.entity_id),
    [visit.id],
  );
});
