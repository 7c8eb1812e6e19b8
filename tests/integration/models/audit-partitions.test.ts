import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { openPool, type Pool } from '../../../src/models/connection.js';
import { createLogger } from '../../../src/observability/logger.js';
import { type TestDatabase, testDatabase } from '../../support/database.js';
import { Records } from '../../support/records.js';

const REFUSED = { code: '42501' };

describe('the months of the audit', () => {
  let database: TestDatabase;
  let records: Records;
  const pools: Pool[] = [];
  const as = (url: string): Pool => {
    const options = { url, max: 1, statementTimeoutMs: 5_000, applicationName: 'test' };
    const pool = openPool(options, createLogger('error', 'test'));
    pools.push(pool);
    return pool;
  };

  before(async () => {
    database = await testDatabase();
    records = await Records.open(database.url);
  });
  after(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
    await records.close();
    await database.stop();
  });

  const write = async (at: string) => {
    const id = randomUUID();
    await records.insert('audit_events', {
      id,
      happened_at: at,
      action: 'user.registered',
      actor_kind: 'system',
      actor_label: 'test',
      entity: 'user',
      entity_id: 'x',
      content_hash: `1:${'0'.repeat(64)}`,
      content_mac: 'x',
    });
    const [row] = await records.query('select tableoid::regclass::text as name from audit_events where id = $1', [id]);
    return String(row?.name);
  };

  const months = async () =>
    (
      await records.query(
        "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'audit_events'::regclass order by 1",
      )
    ).map(({ name }) => String(name));

  it('are there for this one and the next twelve, and take the rows of their time', async () => {
    const present = await months();
    assert.equal(present.length, 14, String(present));
    const month = new Date().toISOString().slice(0, 7);
    assert.equal(await write(`${month}-01T00:00:00Z`), `audit_events_${month.replace('-', '_')}`);
  });

  it('are made by the worker ahead of time, once, and by nobody else', async () => {
    await records.query(`drop table ${(await months()).at(-2)}`);
    const worker = as(database.workerUrl);
    assert.deepEqual((await worker.query('select make_audit_partitions(12) as made')).rows, [{ made: 1 }]);
    assert.deepEqual((await worker.query('select make_audit_partitions(12) as made')).rows, [{ made: 0 }]);
    await assert.rejects(as(database.apiUrl).query('select make_audit_partitions(12)'), REFUSED);
  });

  it('refuse nothing when they are lacking: a row goes to the rest, and its month stays there', async () => {
    const next = (await months()).filter((name) => /\d{4}_\d\d$/.test(name)).at(-1) ?? '';
    await records.query(`drop table ${next}`);
    const [, year, month] = /(\d{4})_(\d\d)$/.exec(next) ?? [];
    assert.equal(await write(`${year}-${month}-15T12:00:00Z`), 'audit_events_rest');
    assert.deepEqual(await records.query('select make_audit_partitions(12) as made'), [{ made: 0 }]);
    assert.equal(await write(`${year}-${month}-16T12:00:00Z`), 'audit_events_rest');
  });

  it('change nothing, named by themselves neither, and are closed to both processes', async () => {
    for (const partition of ['audit_events', ...(await months())]) {
      for (const change of [
        `update ${partition} set action = 'x'`,
        `delete from ${partition}`,
        `truncate ${partition}`,
      ]) {
        await assert.rejects(records.query(change), REFUSED, change);
      }
    }
    for (const url of [database.apiUrl, database.workerUrl]) {
      const pool = as(url);
      for (const partition of await months()) {
        await assert.rejects(pool.query(`select 1 from ${partition}`), REFUSED, partition);
      }
    }
  });
});
