import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openPool, type Pool } from '../../../src/models/connection.js';
import { createLogger } from '../../../src/observability/logger.js';
import { type TestDatabase, testDatabase } from '../../support/database.js';

const REFUSED = { code: '42501' };

describe('database roles', () => {
  let database: TestDatabase;
  const pools: Pool[] = [];
  const as = (process: 'api' | 'worker'): Pool => {
    const url = database[`${process}Url`];
    const options = { url, max: 1, statementTimeoutMs: 5_000, applicationName: 'test' };
    const pool = openPool(options, createLogger('error', 'test'));
    pools.push(pool);
    return pool;
  };

  before(async () => {
    database = await testDatabase();
  });
  after(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
    await database.stop();
  });

  test('the API reads everything and writes no money, no status and no history', async () => {
    const api = as('api');
    assert.equal((await api.query('select * from ledger_entries')).rowCount, 0);
    for (const table of ['orders', 'payments', 'refunds', 'ledger_entries', 'status_history', 'notifications']) {
      await assert.rejects(api.query(`insert into ${table} default values`), REFUSED, table);
      await assert.rejects(api.query(`delete from ${table}`), REFUSED, table);
    }
    await assert.rejects(api.query("update appointments set status = 'booked'"), REFUSED);
    assert.equal((await api.query('update appointments set deleted_at = now()')).rowCount, 0);
  });

  test('the worker writes no account and no session', async () => {
    const worker = as('worker');
    for (const table of ['users', 'memberships', 'sessions', 'doctor_profiles', 'patient_profiles', 'clinics']) {
      await assert.rejects(worker.query(`insert into ${table} default values`), REFUSED, table);
      await assert.rejects(worker.query(`delete from ${table}`), REFUSED, table);
    }
    await assert.rejects(worker.query('update availabilities set start_time = now()'), REFUSED);
  });

  test('neither changes what is append-only, or the schema', async () => {
    for (const pool of [as('api'), as('worker')]) {
      for (const table of ['audit_events', 'status_history', 'ledger_entries', 'receipts']) {
        await assert.rejects(pool.query(`delete from ${table}`), REFUSED, table);
        await assert.rejects(pool.query(`truncate ${table}`), REFUSED, table);
      }
      await assert.rejects(pool.query('create table sneaky (id int)'), REFUSED);
      await assert.rejects(pool.query('alter table audit_events disable trigger all'), REFUSED);
    }
  });
});
