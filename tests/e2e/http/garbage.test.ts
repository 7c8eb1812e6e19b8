import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { jwtSigner } from '../../../src/adapters/tokens/jwt.js';
import { tokenKeysOf } from '../../../src/config/load.js';
import { TokenKeys } from '../../../src/config/token-keys.js';
import { ERROR_CODES } from '../../../src/domain/errors.js';
import { ApiClient } from '../../support/client.js';
import { type Person, startClinic, type TestClinic } from '../../support/clinic.js';
import { misfits, responseOf, schemaOf } from '../../support/openapi.js';

const A = '/api/v1/appointments';
const SLOTS = `${A}/availabilities`;
const U = '/api/v1/users';
const O = '/api/v1/orders';
const DAY_MS = 86_400_000;
const NOBODY = '123e4567-e89b-12d3-a456-426614174000';

interface Call {
  readonly token?: string | null;
  readonly body?: unknown;
  /** Sent as it is, where JSON.stringify could not say it. */
  readonly raw?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

describe('garbage in', () => {
  let clinic: TestClinic;
  let doctorIs: Person;
  let appointment: string;
  const tokens: Partial<Record<Person['role'], string>> = {};

  before(async () => {
    clinic = await startClinic({ env: { PAYMENTS_ENABLED: 'false' } });
    doctorIs = await clinic.person('doctor');
    for (const person of [doctorIs, await clinic.person('admin'), await clinic.person('patient')]) {
      const { email, password, role } = person;
      const reply = await ApiClient.anonymous(clinic.apiUrl).post(`${U}/login/`, { email, password });
      tokens[role] = reply.body.access;
    }
    const slot = await clinic.slot(doctorIs, 3 * DAY_MS);
    const booked = await send('POST', A, { token: tokens.patient ?? null, body: { availability_id: slot } });
    appointment = JSON.parse(booked.text).id;
  });
  after(() => clinic?.stop());

  async function send(method: string, path: string, { token, body, raw, headers = {} }: Call = {}): Promise<Answer> {
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(`${clinic.apiUrl}${path}`, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(payload === undefined ? {} : { body: typeof payload === 'string' ? payload : new Uint8Array(payload) }),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  /** A refusal as the contract has it: a problem document that says nothing of our insides. */
  function isRefusal(name: string, answer: Answer, status: number) {
    assert.equal(answer.status, status, `${name}: ${answer.text.slice(0, 300)}`);
    assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/, name);
    const body = JSON.parse(answer.text);
    assert.deepEqual([body.status, (ERROR_CODES as readonly string[]).includes(body.code)], [status, true], name);
    assert.equal(body.request_id, answer.headers.get('x-request-id'), name);
    assert.ok(typeof body.error === 'string' && body.error.length > 0, name);
    assert.doesNotMatch(answer.text, /select |insert |\bat .*\.[jt]s|node_modules|postgres/i, name);
    return body;
  }

  async function refuses(name: string, method: string, path: string, call: Call, status = 400, field?: string) {
    const body = isRefusal(name, await send(method, path, call), status);
    if (field !== undefined) assert.equal(body.field, field, name);
    const documented = responseOf(method, path, status);
    assert.ok(documented?.content?.['application/problem+json'], `${name}: ${method} ${path} documents ${status}`);
    assert.deepEqual(misfits(schemaOf(documented) ?? {}, body), [], name);
  }

  it('bodies that are no JSON, no object, too large or of another type', async () => {
    const token = tokens.patient ?? null;
    const post = (name: string, call: Call, status = 400) => refuses(name, 'POST', A, { token, ...call }, status);
    await post('half', { raw: '{"availability_id":' });
    await post('a string', { raw: '"x"' });
    await post('null', { raw: 'null' });
    await post('an array', { raw: '[{"availability_id":"x"}]' });
    await post('empty', { raw: '' });
    await post('bytes', { raw: Buffer.from([0xff, 0xfe, 0x00, 0x80]) });
    await post('NaN', { raw: '{"availability_id":NaN}' });
    await post('twice the same member', { raw: `{"availability_id":"${NOBODY}","availability_id":7}` });
    await post('__proto__', { raw: `{"availability_id":"${NOBODY}","__proto__":{"patient":"x"}}` });
    await post('constructor', { raw: `{"availability_id":"${NOBODY}","constructor":{}}` });
    await post('deep', { raw: `{"availability_id":${'['.repeat(30_000)}${']'.repeat(30_000)}}` });
    await post('huge', { body: { availability_id: NOBODY, symptoms: 'x'.repeat(200_000) } }, 413);
    await post('gzip that is none', { raw: 'not gzip', headers: { 'content-encoding': 'gzip' } });
    await post('a form', { raw: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415);
    await post('XML', { raw: '<a/>', headers: { 'content-type': 'application/xml' } }, 415);
    await post('no such charset', { raw: '{}', headers: { 'content-type': 'application/json; charset=x' } }, 415);
  });

  it('members of the wrong type, too long, unknown, or with characters that no keyboard has', async () => {
    const token = tokens.patient ?? null;
    const book = (name: string, body: object, field: string) =>
      refuses(name, 'POST', A, { token, body: { availability_id: NOBODY, ...body } }, 400, field);
    for (const id of [7, true, [], {}, null, '', 'x', `${NOBODY} `, `{${NOBODY}}`, NOBODY.replaceAll('-', ''), '∞'])
      await book(`id ${JSON.stringify(id)}`, { availability_id: id }, 'availability_id');
    await book('too long', { symptoms: 'x'.repeat(4001) }, 'symptoms');
    await book('an object as text', { symptoms: { $ne: null } }, 'symptoms');
    await book('unknown', { price: '0.01' }, 'price');
    await book('escape', { symptoms: 'a\u001b[31m' }, 'symptoms');
    await book('a null character', { symptoms: 'a\u0000' }, 'symptoms');
    await refuses('half a character', 'POST', A, {
      token,
      raw: `{"availability_id":"${NOBODY}","symptoms":"\\udfff"}`,
    });
    await refuses('in the query', 'GET', `${A}?status=%00`, { token });
    await refuses('a cut escape', 'GET', `${A}/%E0%A4%A`, { token });
  });

  it('odd but honest text comes back as it was typed', async () => {
    const symptoms = 'ﬁ 👩‍⚕️ ‏עברית — <b>"&amp;\' \u202e;-- \ud83e\udd27\nline two\ttab';
    const slot = await clinic.slot(doctorIs, 4 * DAY_MS);
    const token = tokens.patient ?? null;
    const booked = await send('POST', A, { token, body: { availability_id: slot, symptoms } });
    assert.equal(booked.status, 201, booked.text);
    const read = await send('GET', `${A}/${JSON.parse(booked.text).id}`, { token });
    assert.equal(JSON.parse(read.text).symptoms, symptoms);
  });

  it('accounts with names, addresses and passwords that are none', async () => {
    const person = {
      email: 'odd@test.keepwell.invalid',
      password: 'mypass123',
      first_name: 'Demo',
      last_name: 'Patient',
    };
    const register = (name: string, body: object, field: string) =>
      refuses(name, 'POST', `${U}/register`, { body: { ...person, ...body } }, 400, field);
    for (const name of [
      '',
      '   ',
      '\u200b',
      '\u202e ',
      'two\nlines',
      'a\tb',
      'x'.repeat(101),
      `${'x'.repeat(90_000)}\n`,
    ])
      await register(`name ${JSON.stringify(name).slice(0, 20)}`, { last_name: name }, 'last_name');
    for (const email of [
      '',
      'x',
      'a@',
      '@b.cc',
      'a@b.cc\nBcc: c@d.ee',
      'a b@c.dd',
      'a@b..cc',
      `${'a'.repeat(250)}@b.cc`,
      ['a@b.cc'],
    ])
      await register(`address ${email}`, { email }, 'email');
    for (const password of ['', 'short1', 'x'.repeat(201), 12345678, null])
      await register(`password ${password}`, { password }, 'password');
    await register('a role that is none', { role: 'owner' }, 'role');
    await register('a zone that is none', { timezone: 'constructor' }, 'timezone');
    await register('a phone that is none', { phone_number: '+0' }, 'phone_number');
    await refuses('a role of staff', 'POST', `${U}/register`, { body: { ...person, role: 'admin' } }, 403);
    const honest = await send('POST', `${U}/register`, {
      body: { ...person, first_name: "Zoë-Anne O'", last_name: '李' },
    });
    assert.equal(honest.status, 201, honest.text);
  });

  it('ids in the path that are none', async () => {
    const token = tokens.admin ?? null;
    for (const id of ['x', '7', '-1', '..%2F..%2Fetc', '%27%20or%201=1', NOBODY.slice(1), NOBODY, 'a'.repeat(3000)]) {
      await refuses(`appointment ${id}`, 'GET', `${A}/${id}`, { token }, 404);
      await refuses(`order ${id}`, 'GET', `${O}/${id}`, { token }, 404);
      await refuses(`slot ${id}`, 'DELETE', `${SLOTS}/${id}`, { token }, 404);
    }
    const shouting = await send('GET', `${A}/${appointment.toUpperCase()}`, { token });
    assert.equal(shouting.status, 200);
  });

  it('dates, times and zones that do not exist', async () => {
    const token = tokens.doctor ?? null;
    const soon = new Date(Math.ceil(Date.now() / DAY_MS) * DAY_MS + 20 * DAY_MS).toISOString().slice(0, 10);
    const offer = (name: string, body: object, field: string) =>
      refuses(name, 'POST', SLOTS, { token, body: { ...slotOn(soon), ...body } }, 400, field);
    for (const time of [
      '',
      'now',
      soon,
      `${soon}T09:00:00`,
      '2027-02-30T09:00:00Z',
      `${soon}T25:00:00Z`,
      '0000-01-01T00:00:00Z',
    ])
      await offer(`start ${time}`, { start_time: time }, 'start_time');
    await offer('seconds since 1970', { start_time: 1_900_000_000 }, 'start_time');
    await offer('an offset of another planet', { start_time: `${soon}T09:00:00+99:99` }, 'start_time');
    await offer('the year 10000 in UTC', { start_time: '9999-12-31T23:30:00-12:00' }, 'start_time');
    await offer('another century', slotOn('2399-01-01'), 'start_time');
    await offer('backwards', { end_time: `${soon}T08:45:00Z` }, 'end_time');
    for (const timezone of ['', 'Mars/Phobos', 'EST5', '+10:00', '__proto__', '../etc/passwd'])
      await offer(`zone ${timezone}`, { timezone }, 'timezone');
    const week = { start_date: soon, end_date: soon, days_of_week: ['Mon'], start_time: '09:00', end_time: '10:00' };
    const bulk = (name: string, body: object, field: string) =>
      refuses(name, 'POST', `${SLOTS}/bulk`, { token, body: { ...week, slot_type: 'short', ...body } }, 400, field);
    await bulk('reversed', { end_date: '2026-01-01' }, 'end_date');
    await bulk('reversed hours', { end_time: '08:00' }, 'end_time');
    await bulk('no day', { days_of_week: [] }, 'days_of_week');
    await bulk('a number for a day', { days_of_week: [1] }, 'days_of_week.0');
    await bulk('a day that is none', { start_date: '2027-02-29' }, 'start_date');
    await bulk('years of slots', { end_date: '2099-01-01' }, 'end_date');
    await bulk('another century', { start_date: '2399-01-05', end_date: '2399-01-12' }, 'end_date');
    await bulk('a time that is none', { start_time: '9 am' }, 'start_time');
  });

  it('lists with filters that mean nothing', async () => {
    const token = tokens.patient ?? null;
    const queries = ['limit=0', 'limit=-1', 'limit=201', 'limit=1.5', 'limit=x', 'limit=', 'limit=1&limit=2'];
    queries.push('cursor=', 'cursor=%F0', 'cursor=e30', 'cursor=bnVsbA', 'cursor=a&cursor=b');
    for (const path of [A, O, `${SLOTS}/list`, `${U}/sessions`])
      for (const query of queries) await refuses(`${path} ${query}`, 'GET', `${path}?${query}`, { token });
    for (const at of ['', '7', '-764300000000', '99999999999999', '1764300000000.', 'x'.repeat(13)]) {
      for (const path of [A, O, `${SLOTS}/list`, `${U}/sessions`]) {
        const cursor = `${path.replace('/api/v1/', '').replaceAll('/', '-')}.${at}.${NOBODY}`;
        await refuses(`${path} cursor ${at}`, 'GET', `${path}?cursor=${cursor}`, { token }, 400, 'cursor');
      }
    }
    const foreign = `orders.1764300000000.${NOBODY}`;
    await refuses('the cursor of another list', 'GET', `${A}?cursor=${foreign}`, { token }, 400, 'cursor');
    for (const bound of ['yesterday', '2026-13-01', '2026-02-30', '0000-01-01', '2026-01-01T00:00', '1e9', ''])
      for (const name of ['from', 'to']) {
        await refuses(`${name} ${bound}`, 'GET', `${A}?${name}=${bound}`, { token }, 400, name);
        await refuses(`${name} ${bound}`, 'GET', `${SLOTS}/list?${name}=${bound}`, { token }, 400, name);
      }
    await refuses('no such status', 'GET', `${A}?status=booked,expired`, { token }, 400, 'status');
    await refuses('two statuses apart', 'GET', `${A}?status=booked&status=pending`, { token }, 400, 'status');
    await refuses('a doctor who is none', 'GET', `${SLOTS}/list?doctor=me`, { token }, 400, 'doctor');
    await refuses('no such length', 'GET', `${SLOTS}/list?slot_type=medium`, { token }, 400, 'slot_type');
    for (const path of [A, `${SLOTS}/list`]) {
      const reversed = await send('GET', `${path}?from=2027-02-01&to=2027-01-01`, { token });
      assert.deepEqual([reversed.status, reversed.text], [200, '[]'], 'nothing is between them');
    }
  });

  it('figures that are negative, broken or beyond measure', async () => {
    const path = `/api/v1/admin/appointments/${appointment}/actions`;
    const token = tokens.admin ?? null;
    for (const minutes of [-5, 0, 1.5, 1441, 1e300, '15', null])
      await refuses(
        `minutes ${minutes}`,
        'POST',
        path,
        {
          token,
          body: { action: 'extend_payment_window', reason: 'A test', minutes },
        },
        400,
        'minutes',
      );
    for (const amount of [-100, 0, 0.5, '100'])
      await refuses(
        `amount ${amount}`,
        'POST',
        path,
        { token, body: { action: 'issue_refund', reason: 'A test', amount } },
        400,
        'amount',
      );
    await refuses(
      'nothing was paid',
      'POST',
      path,
      { token, body: { action: 'issue_refund', reason: 'A test', amount: 2 ** 30 } },
      409,
    );
    const overflow = { raw: '{"action":"issue_refund","reason":"A test","amount":1e999}' };
    await refuses('more than a number holds', 'POST', path, { token, ...overflow }, 400, 'amount');
  });

  it('callers without a login, with a broken, a foreign and an expired one', async () => {
    const keys = tokenKeysOf(clinic.core.settings);
    const claims = {
      userId: doctorIs.id,
      sid: randomUUID(),
      role: 'doctor',
      permissions: [],
      clinicId: null,
      membershipId: randomUUID(),
      amr: ['pwd'],
      authTime: 0,
    } as const;
    const signed = (by: TokenKeys, at: Date) => jwtSigner({ keys: by, accessTtlMs: 60_000 }).access(claims, at);
    const expired = (await signed(keys, new Date(Date.now() - 3_600_000))).token;
    const foreign = (await signed(TokenKeys.of([{ id: keys.current.id, secret: randomBytes(32) }]), new Date())).token;
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${expired.split('.')[1]}.`;
    const noSession = (await signed(keys, new Date())).token;
    for (const token of [null, 'x', 'a.b.c', expired, foreign, unsigned, noSession, 'a'.repeat(9000)])
      for (const path of [A, O, `${SLOTS}/list`, `${U}/profile`, `${A}/${appointment}`]) {
        const answer = await send('GET', path, { token });
        isRefusal(`${path} ${token?.slice(0, 20)}`, answer, 401);
        assert.equal(answer.headers.get('www-authenticate'), 'Bearer');
      }
    for (const authorization of ['Bearer', 'Bearer  ', 'Basic dTpw', `Token ${tokens.doctor}`])
      isRefusal(authorization, await send('GET', A, { headers: { authorization } }), 401);
    await refuses('not theirs', 'GET', '/api/v1/admin/attention', { token: tokens.patient ?? null }, 403);
  });

  it('keys that are none, and too long headers', async () => {
    const token = tokens.patient ?? null;
    for (const key of ['', 'a b', 'x'.repeat(256), 'ä']) {
      const call = { token, body: { availability_id: NOBODY }, headers: { 'idempotency-key': key } };
      await refuses(`key "${key}"`, 'POST', A, call, 400, 'Idempotency-Key');
      await refuses(
        `key "${key}"`,
        'POST',
        O,
        { ...call, body: { appointmentId: appointment } },
        400,
        'Idempotency-Key',
      );
    }
  });

  it('methods that an address does not answer', async () => {
    const cases: readonly (readonly [string, string, string])[] = [
      ['PUT', A, 'GET, HEAD, OPTIONS, POST'],
      ['DELETE', `${U}/login/`, 'OPTIONS, POST'],
      ['POST', `${SLOTS}/list/`, 'GET, HEAD, OPTIONS'],
      ['DELETE', SLOTS, 'GET, HEAD, OPTIONS, POST'],
      ['DELETE', `${SLOTS}/bulk`, 'OPTIONS, POST'],
      ['PATCH', `${A}/${appointment}`, 'DELETE, GET, HEAD, OPTIONS'],
      ['GET', '/webhook/stripe/', 'OPTIONS, POST'],
    ];
    for (const [method, path, allow] of cases) {
      const refused = await send(method, path, { token: tokens.admin ?? null });
      isRefusal(`${method} ${path}`, refused, 405);
      assert.equal(refused.headers.get('allow'), allow, path);
      const asked = await send('OPTIONS', path);
      assert.deepEqual([asked.status, asked.text, asked.headers.get('allow')], [204, '', allow], path);
    }
    for (const path of ['/api/v1/nothing', '/api/v2/appointments', `${A}/a/b/c`, '/.env', '/api/v1/users/../../x'])
      isRefusal(path, await send('GET', path), 404);
  });

  function slotOn(day: string) {
    return { start_time: `${day}T09:00:00Z`, end_time: `${day}T09:15:00Z`, slot_type: 'short' };
  }
});
