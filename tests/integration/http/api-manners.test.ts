import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Services } from '../../../src/api/http/services.js';
import { INTERNAL_SPECIFICATION, SPECIFICATION } from '../../../src/api/http/specification.js';
import { DomainError } from '../../../src/domain/errors.js';
import { openPool, type Pool } from '../../../src/models/connection.js';
import { currentContext } from '../../../src/observability/context.js';
import { createLogger } from '../../../src/observability/logger.js';
import type { HealthReport } from '../../../src/usecases/operations/check-health.js';
import { type Document, routesOf } from '../../../tools/openapi/document.js';
import { call, NO_LIMITS, signerOf, startApi, type TestApi } from '../../support/api-skeleton.js';

const U = '/api/v1/users';
const body = { email: 'patient1@demo.keepwell.invalid', password: 'mypass123' };

const signedIn = {
  access: 'a',
  refresh: 'r',
  expiresIn: 900,
  freshUntil: new Date(0),
  deviceToken: 'd',
  membership: { id: randomUUID(), clinicId: randomUUID(), role: 'patient' as const },
  user: {
    id: randomUUID(),
    email: body.email,
    firstName: 'Demo',
    lastName: 'Patient One',
    phone: null,
    timezone: 'UTC',
    isActive: true,
    emailVerifiedAt: null,
    createdAt: new Date(0),
  },
};

function withLogIn(logIn: Services['users']['logIn']): (services: Services) => Services {
  return (services) => ({ ...services, users: { ...services.users, logIn } });
}

describe('the manners of the API', () => {
  const logger = createLogger('error', 'test');
  let nowhere: Pool;
  let api: TestApi;
  const open: TestApi[] = [];

  const start = async (...args: Parameters<typeof startApi> extends [Pool, ...infer Rest] ? Rest : never) => {
    const started = await startApi(nowhere, ...args);
    open.push(started);
    return started;
  };

  before(async () => {
    // Port 1 refuses: nothing here may need a database unless it says 503.
    nowhere = openPool(
      { url: 'postgres://nobody@127.0.0.1:1/none', max: 2, statementTimeoutMs: 1000, applicationName: 'test' },
      logger,
    );
    api = await start(
      {},
      withLogIn(async () => signedIn),
    );
  });
  after(async () => {
    for (const one of open) await one.close();
    await nowhere.end();
  });

  it('gives every answer a request id: the caller’s if it is sane', async () => {
    const mine = await call(api, 'GET', '/nothing', { headers: { 'x-request-id': 'abc-1.2_3' } });
    assert.deepEqual([mine.headers.get('x-request-id'), mine.body.request_id], ['abc-1.2_3', 'abc-1.2_3']);
    for (const odd of ['a b', 'x'.repeat(65), 'a;b', '<x>']) {
      const reply = await call(api, 'GET', '/health/live', {
        headers: { 'x-request-id': odd },
      });
      assert.match(reply.headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/, odd);
    }
  });

  it('keeps the request’s context across the body parser', async () => {
    let seen: string | undefined;
    const spying = await start(
      {},
      withLogIn(async () => {
        seen = currentContext().requestId;
        return signedIn;
      }),
    );
    await call(spying, 'POST', `${U}/login`, { body, headers: { 'x-request-id': 'through-the-parser' } });
    assert.equal(seen, 'through-the-parser');
  });

  it('answers every malformed request with a problem document', async () => {
    const post = (raw: string, headers: Record<string, string> = {}) =>
      call(api, 'POST', `${U}/login`, { body: raw, headers });
    const cases: [
      string,
      Promise<{ status: number; body: Record<string, unknown>; headers: Headers }>,
      number,
      string,
    ][] = [
      ['syntax', post('{"a":'), 400, 'validation_failed'],
      ['a number', post('7'), 400, 'validation_failed'],
      ['an array', post('[]'), 400, 'validation_failed'],
      ['empty', post('{}'), 400, 'validation_failed'],
      ['form', post('a=b', { 'content-type': 'application/x-www-form-urlencoded' }), 415, 'unsupported_media_type'],
      ['text', post('hello', { 'content-type': 'text/plain' }), 415, 'unsupported_media_type'],
      [
        'charset',
        post('{}', { 'content-type': 'application/json; charset=iso-8859-1' }),
        415,
        'unsupported_media_type',
      ],
      ['encoding', post('{}', { 'content-encoding': 'zip' }), 415, 'unsupported_media_type'],
      ['large', post(JSON.stringify({ ...body, x: 'x'.repeat(110_000) })), 413, 'payload_too_large'],
      ['control', post(JSON.stringify({ ...body, email: 'a\u0000b' })), 400, 'validation_failed'],
      ['surrogate', post('{"email":"\\ud800","password":"mypass123"}'), 400, 'validation_failed'],
      ['deep', post(`{"a":${'['.repeat(40_000)}${']'.repeat(40_000)}}`), 400, 'validation_failed'],
      ['prototype', post('{"email":"a@b.cc","password":"x","__proto__":{"x":1}}'), 400, 'validation_failed'],
      ['path', call(api, 'GET', '/api/v1/users/sessions/%E0%A4%A'), 400, 'validation_failed'],
      ['route', call(api, 'GET', '/api/v1/nothing/'), 404, 'not_found'],
      ['method', call(api, 'DELETE', `${U}/login`), 405, 'not_found'],
      ['login', call(api, 'GET', `${U}/profile`), 401, 'unauthenticated'],
      ['scheme', call(api, 'GET', `${U}/profile`, { headers: { authorization: 'Basic abc' } }), 401, 'unauthenticated'],
    ];
    for (const [name, pending, status, code] of cases) {
      const reply = await pending;
      assert.deepEqual([name, reply.status, reply.body.code, reply.body.status], [name, status, code, status]);
      assert.match(reply.headers.get('content-type') ?? '', /^application\/problem\+json/, name);
      for (const member of ['type', 'title', 'error', 'request_id'])
        assert.equal(typeof reply.body[member], 'string', `${name} ${member}`);
    }
  });

  it('answers 405 with Allow to each method that an address does not have, also where its name reads as an id', async () => {
    const addresses = [SPECIFICATION, INTERNAL_SPECIFICATION].flatMap((text) => routesOf(JSON.parse(text) as Document));
    for (const path of new Set(addresses.map((one) => one.path))) {
      const methods = addresses.flatMap((one) => (one.path === path ? one.method.toUpperCase() : []));
      const address = path.replace(/\{[^}]+\}/g, () => randomUUID());
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((one) => !methods.includes(one))) {
        // Of whatever type the body is.
        const form = { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x--\r\n' };
        const reply = await call(api, method, address, method === 'GET' ? {} : form);
        const found = [`${method} ${path}`, reply.status, reply.body.code, reply.body.status];
        assert.deepEqual(found, [`${method} ${path}`, 405, 'not_found', 405]);
        const allowed = (reply.headers.get('allow') ?? '').split(', ').filter((one) => !/^(HEAD|OPTIONS)$/.test(one));
        assert.deepEqual(allowed, [...methods].sort(), `${method} ${path}`);
      }
    }
  });

  it('names fields in one spelling', async () => {
    const reply = await call(api, 'POST', `${U}/login`, { body: { email: 7, extra: 1 } });
    assert.deepEqual(reply.body.fields.map((field: { field: string }) => field.field).sort(), [
      'email',
      'extra',
      'password',
    ]);
    assert.equal(reply.body.validation_failed, true);
  });

  it('accepts a trailing slash, and other JSON types', async () => {
    assert.equal((await call(api, 'POST', `${U}/login/`, { body })).status, 200);
    assert.equal(
      (await call(api, 'POST', `${U}/login`, { body, headers: { 'content-type': 'application/vnd.x+json' } })).status,
      200,
    );
  });

  it('hides what went wrong inside', async () => {
    const broken = await start(
      {},
      withLogIn(async () => {
        throw new Error('select secret from table');
      }),
    );
    const reply = await call(broken, 'POST', `${U}/login`, { body });
    assert.deepEqual([reply.status, reply.body.code], [500, 'internal']);
    assert.ok(!JSON.stringify(reply.body).includes('secret'));
  });

  it('says 503 with Retry-After when the database is out of reach', async () => {
    const { token } = await signerOf(60_000).access(
      {
        userId: randomUUID(),
        sid: randomUUID(),
        role: 'patient',
        permissions: ['profile:own'],
        clinicId: null,
        membershipId: randomUUID(),
        amr: ['pwd'],
        authTime: 0,
      },
      new Date(),
    );
    const real = await start();
    for (const reply of [
      await call(real, 'GET', `${U}/profile`, { token }),
      await call(real, 'POST', `${U}/login`, { body }),
    ]) {
      assert.deepEqual([reply.status, reply.body.code], [503, 'unavailable']);
      assert.ok(Number(reply.headers.get('retry-after')) > 0);
    }
  });

  it('answers within its deadline, whatever hangs', async () => {
    const hanging = await start(
      { answerWithinMs: 100 },
      withLogIn(() => new Promise(() => {})),
    );
    const reply = await call(hanging, 'POST', `${U}/login`, { body });
    assert.deepEqual([reply.status, reply.body.code, reply.headers.get('retry-after')], [503, 'unavailable', '2']);
  });

  it('says whom to tell of a hole, and where a password is changed', async () => {
    const contact = await call(api, 'GET', '/.well-known/security.txt');
    assert.equal(contact.headers.get('content-type'), 'text/plain; charset=utf-8');
    const [, expires = ''] = /^Expires: (\S+)$/m.exec(String(contact.body)) ?? [];
    const days = (Date.parse(expires) - Date.now()) / 86_400_000;
    assert.ok(days > 30 && days < 365, expires);
    assert.match(String(contact.body), /^Contact: mailto:security@keepwell\.invalid$/m);
    const change = await fetch(`${api.url}/.well-known/change-password`, { redirect: 'manual' });
    assert.deepEqual(
      [change.status, change.headers.get('location')],
      [302, 'https://app.keepwell.invalid/account/reset'],
    );
  });

  it('limits requests per address', async () => {
    const limited = await start({
      limits: { ...NO_LIMITS, api: { points: 2, perMs: 60_000 } },
    });
    const ask = (address: string) => call(limited, 'GET', `${U}/profile`, { headers: { 'x-forwarded-for': address } });
    const first = await ask('192.0.2.1');
    assert.deepEqual(
      [first.status, first.headers.get('ratelimit-limit'), first.headers.get('ratelimit-remaining')],
      [401, '2', '1'],
    );
    assert.ok(Number(first.headers.get('ratelimit-reset')) > 0);
    await ask('192.0.2.1');
    const refused = await ask('192.0.2.1');
    assert.deepEqual(
      [refused.status, refused.body.code, refused.body.limit_type],
      [429, 'rate_limited', 'api_requests'],
    );
    assert.ok(refused.body.retry_after > 0 && Number(refused.headers.get('retry-after')) === refused.body.retry_after);
    assert.equal((await ask('192.0.2.2')).status, 401);
    assert.equal((await call(limited, 'GET', '/health/live')).status, 200);
  });

  it('limits failed logins per address and account', async () => {
    const limited = await start(
      {
        limits: { ...NO_LIMITS, login: { ...NO_LIMITS.login, pair: { points: 3, perMs: 60_000 } } },
      },
      (services) =>
        withLogIn(async (command, admit) => {
          await admit(null);
          if (command.password === body.password) return signedIn;
          throw new DomainError('unauthenticated', 'The mail address or the password is wrong.');
        })(services),
    );
    const attempt = (password: string, email = body.email) =>
      call(limited, 'POST', `${U}/login`, { body: { email, password } });
    for (let i = 0; i < 5; i += 1) assert.equal((await attempt(body.password)).status, 200);
    for (let i = 0; i < 3; i += 1) assert.equal((await attempt('wrong-one')).status, 401);
    const refused = await attempt(body.password);
    assert.deepEqual([refused.status, refused.body.limit_type], [429, 'login_attempts']);
    assert.equal((await attempt(body.password, body.email.toUpperCase())).status, 429);
    assert.equal((await attempt('wrong-one', 'another@demo.keepwell.invalid')).status, 401);
  });

  it('lets listed browser origins in, no other', async () => {
    const origin = 'https://app.keepwell.invalid';
    const preflight = await call(api, 'OPTIONS', `${U}/profile`, {
      headers: { origin, 'access-control-request-method': 'PATCH' },
    });
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers.get('access-control-allow-origin'), origin);
    assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /Idempotency-Key/);
    const foreign = await call(api, 'GET', '/health/live', { headers: { origin: 'https://evil.invalid' } });
    assert.equal(foreign.headers.get('access-control-allow-origin'), null);
    assert.match(foreign.headers.get('vary') ?? '', /Origin/, 'a cache must not give this answer to a listed origin');
    const question = await call(api, 'OPTIONS', `${U}/profile`, { headers: { origin } });
    assert.match(question.headers.get('allow') ?? '', /PATCH/, 'an OPTIONS that is no preflight asks for the methods');
    assert.equal(
      (await call(api, 'GET', '/health/live', { headers: { origin } })).headers.get('access-control-allow-origin'),
      origin,
    );
  });

  it('serves health, metrics, documentation and pages', async () => {
    assert.deepEqual((await call(api, 'GET', '/health/live')).body, { status: 'ok' });
    assert.equal((await call(api, 'GET', '/health/ready')).status, 200);
    const report: HealthReport = {
      overall: 'critical',
      checkedAt: new Date('2026-11-28T10:00:00.000Z'),
      dependencies: {
        database: { healthy: false, responseTimeMs: 5, figures: { activeConnections: 7, maxConnections: 100 } },
        paymentProvider: {
          healthy: true,
          responseTimeMs: 2,
          figures: { providers: [{ name: 'stripe', apiVersion: 'v1' }] },
        },
      },
      ill: ['database'],
    };
    const ill = await start({}, (services) => ({
      ...services,
      health: { ...services.health, ready: async () => report, deep: async () => report },
    }));
    const unready = await call(ill, 'GET', '/health/ready/');
    assert.deepEqual(
      [unready.status, unready.body],
      [
        503,
        {
          overall_status: 'critical',
          timestamp: '2026-11-28T10:00:00.000Z',
          dependencies: {
            database: { healthy: false, response_time_ms: 5, active_connections: 7, max_connections: 100 },
            payment_provider: {
              healthy: true,
              response_time_ms: 2,
              providers: [{ name: 'stripe', api_version: 'v1' }],
            },
          },
          critical_issues: ['database is not available.'],
        },
      ],
    );
    assert.equal((await call(ill, 'GET', '/health/deep')).status, 503);
    assert.equal((await call(api, 'GET', '/api/v1/admin/health/')).status, 401);
    assert.match(
      (await call(api, 'GET', '/metrics')).body,
      /http_request_duration_seconds_count\{method="GET",route="\/health\/live",status="200"\}/,
    );
    const closed = await start({ metricsOpen: false });
    assert.equal((await call(closed, 'GET', '/metrics')).status, 401);
    const guarded = await start({ metricsOpen: false, metricsToken: 'the-token-of-a-scraper' });
    const scrape = async (token: string) =>
      (await call(guarded, 'GET', '/metrics', { headers: { authorization: `Bearer ${token}` } })).status;
    assert.deepEqual([await scrape('the-token-of-a-scraper'), await scrape('the-token-of-a-scrapers')], [200, 401]);
    for (const path of [
      '/',
      '/docs',
      '/docs/',
      '/docs/scalar.js',
      '/brand/reference.js',
      '/brand/reference.css',
      '/payment/success/?appointment_id=1',
      '/payment/cancel',
    ]) {
      const page = await call(api, 'GET', path);
      assert.equal(page.status, 200, path);
      assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'self'/);
    }
  });

  it('documents every route with its errors and its permission', async () => {
    const { body: document } = await call(api, 'GET', '/openapi.json');
    const operations = Object.values(document.paths as Record<string, Record<string, Operation>>).flatMap((path) =>
      Object.values(path),
    );
    assert.ok(operations.length > 10);
    assert.equal(new Set(operations.map((operation) => operation.operationId)).size, operations.length);
    for (const operation of operations) {
      const { operationId, security, description } = operation;
      assert.ok(description, `${operationId} says what it does`);
      if (security && security.length > 0) {
        assert.ok((operation['x-permissions'] ?? []).length > 0, `${operationId} names its permission`);
      }
    }
  });
});

interface Operation {
  readonly operationId: string;
  readonly description?: string;
  readonly security?: readonly unknown[];
  readonly 'x-permissions'?: readonly string[];
}
