import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type pg from 'pg';
import { KeyRing } from '../../../src/config/key-ring.js';
import { SYSTEM } from '../../../src/domain/actor.js';
import { openPool } from '../../../src/models/connection.js';
import { sqlOf } from '../../../src/models/sql.js';
import { unitOfWork } from '../../../src/models/unit-of-work.js';
import { createLogger } from '../../../src/observability/logger.js';
import { type TestDatabase, testDatabase } from '../../support/database.js';

let database: TestDatabase;
let pool: pg.Pool;
before(async () => {
  database = await testDatabase();
  const options = { url: database.url, max: 1, statementTimeoutMs: 10_000, applicationName: 'test' };
  pool = openPool(options, createLogger('error', 'test'));
});
after(async () => {
  await pool.end();
  await database.stop();
});

describe('hand-written statements', () => {
  it('are planned once for each connection, whatever their values', async () => {
    const text = 'select name from clinics where slug = $1';
    for (const slug of ['a', 'b']) await sqlOf(pool).query(text, [slug]);
    const { rows } = await pool.query(
      'select statement, generic_plans + custom_plans as runs from pg_prepared_statements',
    );
    assert.deepEqual(rows, [{ statement: text, runs: 2 }]);
  });

  it('survive a migration that changes what they answer with: the transaction is repeated on a connection of today', async () => {
    const keys = KeyRing.parse(`k1:${Buffer.alloc(32).toString('base64')}`);
    const unit = unitOfWork(pool, keys, { wide: ({ db }) => db });
    const read = () =>
      unit.withScope(SYSTEM, async ({ wide }) => (await wide.query<{ n: unknown }>('select n from widened')).rows);
    await pool.query('create table widened as select 1 as n');
    assert.deepEqual(await read(), [{ n: 1 }]);
    await pool.query("alter table widened alter column n type text using n || ' more'");
    assert.deepEqual(await read(), [{ n: '1 more' }]);
  });

  it('are a 503 where more connections than attempts know the older schema, and work again on the next ones', async () => {
    const keys = KeyRing.parse(`k1:${Buffer.alloc(32).toString('base64')}`);
    const options = { url: database.url, max: 8, statementTimeoutMs: 10_000, applicationName: 'test' };
    const wide = openPool(options, createLogger('error', 'test'));
    try {
      const unit = unitOfWork(wide, keys, { wide: ({ db }) => db });
      const read = () =>
        unit.withScope(SYSTEM, async (scope) => (await scope.wide.query<{ n: unknown }>('select n from many')).rows);
      await wide.query('create table many as select 1 as n');
      await Promise.all(Array.from({ length: 8 }, read));
      assert.equal(wide.totalCount, 8);
      await wide.query("alter table many alter column n type text using n || ' more'");
      await assert.rejects(read(), { code: 'unavailable' });
      assert.deepEqual(await read(), [{ n: '1 more' }]);
    } finally {
      await wide.end();
    }
  });
});
