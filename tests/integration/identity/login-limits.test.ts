import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { LoginRates } from '../../../src/api/http/login-limits.js';
import { KeyRing } from '../../../src/config/key-ring.js';
import { ANONYMOUS } from '../../../src/domain/actor.js';
import { directQueries } from '../../../src/models/direct-queries.js';
import { type TestService, useTestPostgres } from '../../../tools/launcher/testing.js';
import {
  call,
  freshDatabase,
  NO_LIMITS,
  startApi,
  type TestApi,
  type TestDatabase,
} from '../../support/api-skeleton.js';

const U = '/api/v1/users';
const PASSWORD = 'mypass123';
const PER_MINUTE = 60_000;

describe('limits of sign-ins', () => {
  let postgres: TestService;
  let database: TestDatabase;
  const open: TestApi[] = [];

  before(async () => {
    postgres = await useTestPostgres();
    database = await freshDatabase(postgres.url);
  });
  after(async () => {
    for (const api of open) await api.close();
    await database?.drop();
    await postgres?.stop();
  });

  /** One process of the API; all of them count in the one database. */
  async function start(login: LoginRates): Promise<TestApi> {
    const keys = KeyRing.parse(`test:${Buffer.alloc(32, 9).toString('base64')}`);
    const db = directQueries(database.api, keys)(ANONYMOUS);
    const counters = {
      query: async ({ text, values = [] }: { text: string; values?: readonly unknown[] }) => ({
        rows: [...(await db.query(text, values)).rows],
      }),
      hashKey: (key: string) => keys.hashes(key)[0],
    };
    const api = await startApi(database.api, {
      limits: { ...NO_LIMITS, login, counters },
      trustProxy: '1',
    });
    open.push(api);
    return api;
  }
  const rates = (pair: number, network: number, account: number): LoginRates => ({
    pair: { points: pair, perMs: PER_MINUTE },
    network: { points: network, perMs: PER_MINUTE },
    account: { points: account, perMs: PER_MINUTE },
  });
  const newEmail = () => `${randomUUID()}@demo.keepwell.invalid`;
  const register = (api: TestApi, email: string) =>
    call(api, 'POST', `${U}/register/`, {
      body: { email, password: PASSWORD, first_name: 'Demo', last_name: 'Person' },
    });
  const attempt = (api: TestApi, address: string, email: string, password = 'a wrong one') =>
    call(api, 'POST', `${U}/login/`, { body: { email, password }, headers: { 'x-forwarded-for': address } });
  const statuses = async (attempts: readonly (() => ReturnType<typeof attempt>)[]) => {
    const seen: number[] = [];
    for (const one of attempts) seen.push((await one()).status);
    return seen;
  };

  it('are counted together by all processes, and outlive each of them', async () => {
    const [first, second] = [await start(rates(4, 100, 100)), await start(rates(4, 100, 100))];
    const email = newEmail();
    await register(first, email);
    const from = '192.0.2.10';
    assert.deepEqual(
      await statuses([first, second, first, second].map((api) => () => attempt(api, from, email))),
      [401, 401, 401, 401],
    );
    const refused = await attempt(first, from, email, PASSWORD);
    assert.deepEqual([refused.status, refused.body.limit_type], [429, 'login_attempts']);
    assert.ok(refused.body.retry_after > 0 && refused.body.retry_after <= 60);
    assert.equal((await attempt(await start(rates(4, 100, 100)), from, email, PASSWORD)).status, 429, 'a new process');
    assert.equal((await attempt(second, '192.0.2.11', email, PASSWORD)).status, 200, 'its owner elsewhere');
  });

  it('stop one address that tries every account, and count a /64 network of IPv6 as one', async () => {
    const api = await start(rates(100, 5, 100));
    const tries = Array.from({ length: 5 }, (_, n) => () => attempt(api, `2001:db8:0:7::${n + 1}`, newEmail()));
    assert.deepEqual(await statuses(tries), [401, 401, 401, 401, 401]);
    assert.equal((await attempt(api, '2001:db8:0:7:ffff::9', newEmail())).status, 429);
    assert.equal((await attempt(api, '2001:db8:0:8::1', newEmail())).status, 401, 'the next network');
  });

  it('stop many addresses that try one account, known or not, at the same count', async () => {
    const api = await start(rates(100, 100, 6));
    const known = newEmail();
    await register(api, known);
    for (const email of [known, newEmail()]) {
      const tries = Array.from({ length: 7 }, (_, n) => () => attempt(api, `198.51.100.${n + 1}`, email));
      assert.deepEqual(await statuses(tries), [401, 401, 401, 401, 401, 401, 429]);
    }
  });

  it('lets an address that is refused for itself use up nothing of the account', async () => {
    const api = await start(rates(2, 100, 6));
    const email = newEmail();
    await register(api, email);
    await statuses(Array.from({ length: 20 }, () => () => attempt(api, '203.0.113.1', email)));
    assert.deepEqual(
      await statuses([2, 3, 4].map((n) => () => attempt(api, `203.0.113.${n}`, email))),
      [401, 401, 401],
    );
    assert.equal((await attempt(api, '203.0.113.9', email, PASSWORD)).status, 200);
  });

  it('let the owner in from a known device at once, while 200 addresses try a thousand passwords', async () => {
    const both = [await start(rates(5, 30, 50)), await start(rates(5, 30, 50))] as const;
    const email = newEmail();
    await register(both[0], email);
    const known = await attempt(both[0], '192.0.2.50', email, PASSWORD);
    const device: string = known.body.device_token;
    const fromDevice = () =>
      call(both[1], 'POST', `${U}/login/`, {
        body: { email, password: PASSWORD, device_token: device },
        headers: { 'x-forwarded-for': '192.0.2.50' },
      });
    const seen = new Map<number, number>();
    let next = 0;
    const attacker = async () => {
      while (next < 1_000) {
        const n = next;
        next += 1;
        const api = both[n % 2] ?? both[0];
        const { status } = await attempt(api, `198.51.${100 + (n % 200)}.7`, email, `wrong password ${n}`);
        seen.set(status, (seen.get(status) ?? 0) + 1);
        if (n === 500) assert.equal((await fromDevice()).status, 200, 'in the middle of it');
      }
    };
    await Promise.all(Array.from({ length: 20 }, attacker));
    assert.deepEqual([...seen].sort(), [
      [401, 50],
      [429, 950],
    ]);
    assert.equal((await fromDevice()).status, 200);
    assert.equal((await attempt(both[0], '192.0.2.51', email, PASSWORD)).status, 429, 'a device that nobody knows');
  });

  it('count no sign-in that succeeds, and keep nothing that names a person', async () => {
    const api = await start(rates(3, 4, 5));
    const email = newEmail();
    await register(api, email);
    const tries = Array.from({ length: 8 }, () => () => attempt(api, '192.0.2.99', email, PASSWORD));
    assert.deepEqual(await statuses(tries), Array(8).fill(200));
    const { rows } = await database.pool.query<{ key: string }>('select key from limit_counters');
    assert.ok(rows.length > 0);
    for (const { key } of rows) assert.match(key, /^login-(pair|device|network|account):[0-9a-f]{64}$/);
  });
});
