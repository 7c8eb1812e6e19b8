import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import pg from 'pg';
import { beginScoped, queryScoped } from '../../../src/models/scoped-query.js';
import { type TestService, useTestPostgres } from '../../../tools/launcher/testing.js';

/** Holds the driver to what `scoped-query.ts` uses of it beyond its types. */
describe('a statement that carries a scope', () => {
  let server: TestService;
  let pool: pg.Pool;
  let client: pg.PoolClient;

  before(async () => {
    server = await useTestPostgres();
    pool = new pg.Pool({ connectionString: server.url, max: 1 });
  });
  after(async () => {
    await pool.end();
    await server.stop();
  });
  beforeEach(async () => {
    client = await pool.connect();
  });
  // Each test on a connection of its own, which has prepared nothing yet.
  afterEach(() => client.release(true));

  const scopeNow = async () => {
    const { rows } = await client.query("select current_setting('app.scope', true) as scope");
    return rows[0].scope || null;
  };
  const read = (text: string, values: unknown[] = [], name?: string) =>
    queryScoped(client, 'mine', { text, values, rowMode: 'array', ...(name ? { name } : {}) });

  it('sees its scope, answers as ever, and leaves none behind', async () => {
    const text = "select current_setting('app.scope'), $1::int, $2::text[] from generate_series(1, 2)";
    for (const name of ['twice', 'twice', undefined]) {
      const { rows, rowCount, fields } = await read(text, [7, ['a', 'b']], name);
      assert.deepEqual([rows, rowCount], [Array(2).fill(['mine', 7, ['a', 'b']]), 2]);
      assert.equal(fields.length, 3);
      assert.equal(await scopeNow(), null);
    }
    assert.deepEqual((await read('select 1 where false')).rows, []);
  });

  it('does and undoes as one with it', async () => {
    const table = `t_${randomUUID().replaceAll('-', '')}`;
    await client.query(`create table ${table} (n int check (n < 2))`);
    assert.equal((await read(`insert into ${table} values ($1)`, [1])).rowCount, 1);
    await assert.rejects(read(`insert into ${table} values ($1)`, [2]), { code: '23514' });
    await assert.rejects(read('select nothing from nowhere', [], 'bad'), { code: '42P01' });
    await assert.rejects(read('select nothing from nowhere', [], 'bad'), { code: '42P01' });
    assert.equal(await scopeNow(), null);
    assert.deepEqual((await read(`select n from ${table}`)).rows, [[1]]);
    await client.query(`drop table ${table}`);
  });

  it('waits for the disk, or does not, for itself alone', async () => {
    const text = "select current_setting('synchronous_commit'), current_setting('app.scope')";
    const { rows: usual } = await client.query('show synchronous_commit');
    for (const _ of ['not prepared', 'prepared']) {
      const { rows } = await queryScoped(client, 'mine', { text, values: [], rowMode: 'array' }, { unflushed: true });
      assert.deepEqual(rows, [['off', 'mine']]);
      assert.deepEqual((await client.query('show synchronous_commit')).rows, usual);
    }
    assert.deepEqual((await read(text)).rows, [[usual[0]?.synchronous_commit, 'mine']]);
  });

  it('begins a transaction, and ends with it', async () => {
    for (const end of ['commit', 'rollback']) {
      await beginScoped(client, 'mine');
      assert.equal(await scopeNow(), 'mine');
      const { rows } = await client.query('select now() = statement_timestamp() as alone');
      assert.deepEqual(rows, [{ alone: false }], 'a transaction is open');
      await client.query(end);
      assert.equal(await scopeNow(), null);
    }
  });

  it('keeps the scope out of what other sessions can read', async () => {
    // Of this session alone: on the same server others run what has the word in it, too.
    const shows = "from pg_stat_activity where pid = pg_backend_pid() and query like '%mi' || 'ne%'";
    const { rows } = await read(`select count(*)::int ${shows}`);
    assert.deepEqual(rows, [[0]]);
    await beginScoped(client, 'mine');
    const shown = await client.query(`select count(*)::int as n ${shows}`);
    assert.deepEqual(shown.rows, [{ n: 0 }]);
    await client.query('rollback');
  });
});
