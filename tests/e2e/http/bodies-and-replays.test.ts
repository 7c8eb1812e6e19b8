import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { ApiClient, type Reply } from '../../support/client.js';
import { Stage } from '../../support/stage.js';

const HOUR = 3_600_000;
const PROFILE = '/api/v1/users/profile/';

let stage: Stage;
let patient: ApiClient;
let token: string;
before(async () => {
  stage = await Stage.open();
  const person = await stage.clinic.person('patient');
  patient = await ApiClient.signIn(stage.clinic, person);
  const { email, password } = person;
  token = (await ApiClient.anonymous(stage.clinic.apiUrl).post('/api/v1/users/login/', { email, password })).body
    .access;
});
after(() => stage.close());

/** Sends bytes as they are. */
async function raw(method: string, path: string, body: Uint8Array, type = 'application/json') {
  const headers = { 'content-type': type, authorization: `Bearer ${token}` };
  const response = await fetch(`${stage.clinic.apiUrl}${path}`, { method, headers, body });
  return { status: response.status, code: ((await response.json()) as { code: string }).code };
}

function nested(depth: number): string {
  return `{"first_name":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
}

test('a body that is not UTF-8 is refused before anybody reads it, on every route', async () => {
  const broken = [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xc0, 0xaf]];
  for (const bytes of broken) {
    const body = Buffer.concat([Buffer.from('{"first_name":"'), Buffer.from(bytes), Buffer.from('"}')]);
    assert.deepEqual(await raw('PATCH', PROFILE, body), { status: 400, code: 'validation_failed' });
  }
  const person = await stage.clinic.person('patient');
  const login = (tail: Buffer) =>
    raw(
      'POST',
      '/api/v1/users/login/',
      Buffer.concat([
        Buffer.from(`{"email":"${person.email}","password":"${person.password}`),
        tail,
        Buffer.from('"}'),
      ]),
    );
  // Both would be one password to a decoder that replaces what it cannot read.
  assert.equal((await login(Buffer.from([0xff]))).status, 400);
  assert.equal((await login(Buffer.from([0xfe]))).status, 400);
  for (const path of ['/api/v1/orders/', '/api/v1/users/register/', '/api/v1/appointments/']) {
    assert.equal((await raw('POST', path, Buffer.from([0x7b, 0xff, 0x7d]))).status, 400, path);
  }
  assert.equal(
    (await raw('PATCH', PROFILE, Buffer.from('{}', 'utf16le'), 'application/json; charset=utf-16le')).status,
    415,
  );
  assert.equal((await raw('PATCH', PROFILE, Buffer.from('{}'), 'application/json; charset="UTF-8"')).status, 200);
  assert.equal((await raw('PATCH', PROFILE, Buffer.from('\ufeff{}'))).status, 200, 'a mark of byte order');
});

test('a form, and an address that is not UTF-8, are refused', async () => {
  const form = 'multipart/form-data; boundary=x';
  assert.equal((await raw('POST', '/api/v1/orders/', Buffer.from('--x--\r\n'), form)).status, 415);
  assert.equal((await patient.get('/api/v1/orders/?cursor=%ff')).status, 400);
  assert.equal((await patient.get('/api/v1/orders/?cursor=%c3%28')).status, 400);
});

test('32 levels are read, one more is refused, and no depth is a 500', async () => {
  const send = async (body: string) => (await raw('PATCH', PROFILE, Buffer.from(body))).status;
  for (const depth of [33, 100, 5_000]) assert.equal(await send(nested(depth)), 400, `${depth}`);
  const objects = `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`;
  assert.equal(await send(objects), 400);
  // Read, and then refused for what it says: a name is a text.
  assert.equal(await send(nested(32)), 400);
});

function replay(reply: Reply<unknown>): string | null {
  return reply.headers.get('idempotent-replayed');
}

test('a replay says so; what was created has its place in Location; the spelling of a request does not matter', async () => {
  const key = randomUUID();
  const slot = await stage.clinic.slot(await stage.clinic.person('doctor'), 5 * HOUR);
  const book = (body: object) => patient.post('/api/v1/appointments/', body, key);
  const first = await book({ availability_id: slot });
  const again = await book({ symptoms: null, availability_id: slot.toUpperCase() });
  assert.deepEqual([first.status, replay(first), again.status, replay(again)], [201, null, 201, 'true']);
  assert.deepEqual(again.body, first.body);
  assert.equal(first.headers.get('location'), `/api/v1/appointments/${first.body.id}/`);
  assert.equal((await patient.get(first.headers.get('location') ?? '')).status, 200);

  const orderKey = randomUUID();
  const order = await patient.post('/api/v1/orders/', { appointmentId: first.body.id }, orderKey);
  const spelled = await patient.post(
    '/api/v1/orders',
    { provider: null, appointment_id: first.body.id.toUpperCase() },
    orderKey,
  );
  assert.deepEqual([order.status, replay(order), spelled.status, replay(spelled)], [201, null, 201, 'true']);
  assert.equal(order.headers.get('location'), `/api/v1/orders/${order.body.order_id}/`);
  assert.equal(spelled.headers.get('location'), order.headers.get('location'));

  // Another record under the same template is another request.
  const refreshKey = randomUUID();
  const refresh = (id: string) => patient.post(`/api/v1/orders/${id}/refresh/`, {}, refreshKey);
  const refreshed = await refresh(order.body.order_id);
  assert.ok([200, 202].includes(refreshed.status));
});

test('every 201 of the document names Location', async () => {
  const { paths } = (await patient.get('/openapi.json')).body as {
    paths: Record<
      string,
      Record<string, { responses?: Record<string, { headers?: Record<string, unknown>; $ref?: string }> }>
    >;
  };
  const without = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, { responses }]) => responses?.['201'] && !responses['201'].headers?.Location)
      .map(([method]) => `${method} ${path}`),
  );
  assert.deepEqual(without, []);
});

test('a page of another origin sees who may call, for a day, and errors as well', async () => {
  const origin = 'https://app.clinic.invalid';
  const other = await Stage.open({ CORS_ORIGINS: origin });
  try {
    const ask = (method: string, path: string, headers: Record<string, string>) =>
      fetch(`${other.clinic.apiUrl}${path}`, { method, headers: { origin, ...headers } });
    const preflight = await ask('OPTIONS', PROFILE, {
      'access-control-request-method': 'PATCH',
      'access-control-request-headers': 'authorization,idempotency-key,prefer',
    });
    assert.deepEqual([preflight.status, preflight.headers.get('access-control-max-age')], [204, '86400']);
    assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /Idempotency-Key.*Prefer/);
    for (const [path, status] of [
      [PROFILE, 401],
      ['/api/v1/nothing/', 404],
      ['/api/v1/users/login/', 405],
    ] as const) {
      const refused = await ask('GET', path, {});
      assert.ok([status, 404].includes(refused.status), `${path} ${refused.status}`);
      assert.equal(refused.headers.get('access-control-allow-origin'), origin);
      assert.match(refused.headers.get('access-control-expose-headers') ?? '', /Idempotent-Replayed/);
      assert.match(refused.headers.get('vary') ?? '', /Origin/);
    }
  } finally {
    await other.close();
  }
});
