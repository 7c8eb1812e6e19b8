import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, describe, it } from 'node:test';
import { sharedCounters } from '../../../src/api/http/shared-counters.js';
import { ANONYMOUS } from '../../../src/domain/actor.js';
import { directQueries } from '../../../src/models/direct-queries.js';
import { listenForNews } from '../../../src/models/process-news.js';
import { createLogger } from '../../../src/observability/logger.js';
import { sessionCache } from '../../../src/usecases/identity/session-cache.js';
import { type TestService, useTestPostgres } from '../../../tools/launcher/testing.js';
import {
  call,
  freshDatabase,
  NO_LIMITS,
  RING,
  startApi,
  type TestApi,
  type TestDatabase,
} from '../../support/api-skeleton.js';
import { until } from '../../support/client.js';
import { testLogin } from '../../support/database.js';

const U = '/api/v1/users';
const PASSWORD = 'mypass123';
const HOUR = 3_600_000;

describe('several processes of the API', () => {
  let postgres: TestService;
  let database: TestDatabase;
  const open: { close(): Promise<void> }[] = [];

  before(async () => {
    postgres = await useTestPostgres();
    database = await freshDatabase(postgres.url);
  });
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });
  after(async () => {
    await database?.drop();
    await postgres?.stop();
  });

  const someone = async (api: TestApi) => {
    const credentials = { email: `${randomUUID()}@demo.keepwell.invalid`, password: PASSWORD };
    await call(api, 'POST', `${U}/register/`, { body: { ...credentials, first_name: 'Demo', last_name: 'Person' } });
    const { body } = await call(api, 'POST', `${U}/login/`, { body: credentials });
    return { ...credentials, id: body.user.id as string, token: body.access as string };
  };
  const statusOf = async (api: TestApi, token: string) => (await call(api, 'GET', `${U}/profile/`, { token })).status;

  describe('hear at once whose right to act has changed', () => {
    // Remembered for an hour: what ends earlier was heard.
    const cache = () => sessionCache(() => new Date(), HOUR);
    let heard: number;

    async function listeningApi(): Promise<TestApi> {
      const sessions = cache();
      heard = 0;
      const { options } = database.pool;
      const url = testLogin(String(options.connectionString), 'api');
      const listening = listenForNews(
        { url, applicationName: 'keepwell-api' },
        {
          onSession: sessions.forget,
          onKey: () => undefined,
          isOwn: () => false,
          onRoom: () => undefined,
          onNotice: () => undefined,
          onPrescription: () => undefined,
          onImport: () => undefined,
          onAppointment: () => undefined,
          onClinic: sessions.forgetClinic,
          onPerson: sessions.forgetPerson,
          onGap: () => {
            heard += 1;
            sessions.forgetAll();
          },
        },
        createLogger('error', 'test'),
      );
      open.push({ close: () => listening.stop() });
      await until('it to listen', async () => heard > 0);
      const api = await startApi(database.api, {}, (services) => services, { cache: sessions });
      open.push(api);
      return api;
    }

    it('a sign-out, a changed role, a membership that ends and a closed account', async () => {
      const other = await startApi(database.api);
      open.push(other);
      const api = await listeningApi();
      const changes: readonly ((person: Awaited<ReturnType<typeof someone>>) => Promise<unknown>)[] = [
        ({ token }) => call(other, 'POST', `${U}/logout/`, { token, body: {} }),
        ({ id }) => database.pool.query("update memberships set status = 'suspended' where user_id = $1", [id]),
        ({ id }) => database.pool.query('update users set is_active = false where id = $1', [id]),
        ({ id }) => database.pool.query('update users set deleted_at = now() where id = $1', [id]),
      ];
      for (const change of changes) {
        const person = await someone(other);
        assert.equal(await statusOf(api, person.token), 200);
        await change(person);
        await until('the news of it', async () => (await statusOf(api, person.token)) === 401);
      }
      const person = await someone(other);
      const slots = async () => (await call(api, 'GET', '/api/v1/users/sessions/', { token: person.token })).status;
      assert.equal(await slots(), 200);
      await database.pool.query("update memberships set role = 'accountant' where user_id = $1", [person.id]);
      const role = async () => (await call(api, 'GET', `${U}/profile/`, { token: person.token })).body.role;
      await until('the news of it', async () => (await role()) === 'accountant');
    });

    it('what happened while the connection was broken, too', async () => {
      const api = await listeningApi();
      const person = await someone(api);
      assert.equal(await statusOf(api, person.token), 200);
      const before = heard;
      await database.pool.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'keepwell-api' and query like 'listen %' and datname = current_database()",
      );
      await database.pool.query('update sessions set revoked_at = now() where user_id = $1', [person.id]);
      await until('a new connection', async () => heard >= before + 2);
      assert.equal(await statusOf(api, person.token), 401);
    });
  });

  describe('share the counts of their limits', () => {
    async function counting(points: number) {
      const db = directQueries(database.api, RING)(ANONYMOUS);
      const store = {
        statements: 0,
        fails: false,
        async query({ text, values = [] }: { text: string; values?: readonly unknown[] }) {
          if (this.fails) throw new Error('the database is away');
          this.statements += 1;
          return { rows: [...(await db.query(text, values)).rows] };
        },
        hashKey: (key: string) => RING.hashes(key)[0],
      };
      const shared = sharedCounters(store, Date.now);
      const limits = { ...NO_LIMITS, api: { points, perMs: HOUR }, shared };
      const api = await startApi(database.api, { limits, trustProxy: '1' });
      open.push(api);
      const ask = async (address: string) => {
        const { status, headers } = await call(api, 'GET', `${U}/profile/`, {
          headers: { 'x-forwarded-for': address },
        });
        return { status, left: Number(headers.get('ratelimit-remaining')) };
      };
      return { ask, shared, store };
    }

    it('within an exchange, and one that was killed learns what was counted before', async () => {
      const [one, two] = [await counting(10), await counting(10)];
      for (let i = 0; i < 4; i += 1) await one.ask('192.0.2.10');
      for (let i = 0; i < 3; i += 1) await two.ask('192.0.2.10');
      await Promise.all([one.shared.exchange(), two.shared.exchange()]);
      await one.ask('192.0.2.10');
      await two.ask('192.0.2.10');
      await one.shared.exchange();
      await two.shared.exchange();
      // Nine so far; the last one to exchange knows of all.
      assert.deepEqual(await two.ask('192.0.2.10'), { status: 401, left: 0 });
      assert.equal((await two.ask('192.0.2.10')).status, 429);
      assert.equal((await two.ask('192.0.2.11')).status, 401, 'another address');
      const anew = await counting(10);
      assert.equal((await anew.ask('192.0.2.10')).status, 401);
      await anew.shared.exchange();
      assert.equal((await anew.ask('192.0.2.10')).status, 429);
    });

    it('in one statement for all keys, and in none where nothing was asked', async () => {
      const { ask, shared, store } = await counting(10);
      await shared.exchange();
      assert.equal(store.statements, 0);
      for (let i = 0; i < 20; i += 1) await ask(`198.51.100.${i}`);
      assert.equal(store.statements, 0, 'a request costs none');
      await shared.exchange();
      await shared.exchange();
      assert.equal(store.statements, 1);
    });

    it('later, where the database was away meanwhile', async () => {
      const [one, two] = [await counting(5), await counting(5)];
      for (let i = 0; i < 3; i += 1) await one.ask('203.0.113.1');
      one.store.fails = true;
      await assert.rejects(one.shared.exchange(), /away/);
      await one.ask('203.0.113.1');
      one.store.fails = false;
      await one.shared.exchange();
      await two.ask('203.0.113.1');
      await two.shared.exchange();
      assert.equal((await two.ask('203.0.113.1')).status, 429, 'four there, one here, and this one');
    });

    it('of the same keys at the same time, without a deadlock', async () => {
      const [one, two] = [await counting(1_000), await counting(1_000)];
      const addresses = Array.from({ length: 30 }, (_, i) => `192.0.2.${100 + i}`);
      for (let round = 0; round < 5; round += 1) {
        await Promise.all(addresses.map((address) => one.ask(address)));
        await Promise.all([...addresses].reverse().map((address) => two.ask(address)));
        await Promise.all([one.shared.exchange(), two.shared.exchange()]);
      }
      const { rows } = await database.pool.query('select points from limit_counters where key = $1', [
        `api:${RING.hashes('address:192.0.2.100')[0]}`,
      ]);
      assert.equal(rows[0]?.points, 10);
    });
  });
});
