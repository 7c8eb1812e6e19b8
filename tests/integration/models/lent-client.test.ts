import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { after, before, describe, it, mock } from 'node:test';
import { inspect } from 'node:util';
import type pg from 'pg';
import { openPool } from '../../../src/models/connection.js';
import { driverError, lend, type Tx, takeBack } from '../../../src/models/lent-client.js';
import { addRow, changeRow, columnsOf, findRow, insertRow, listRows } from '../../../src/models/rows.js';
import { sqlOf } from '../../../src/models/sql.js';
import { ClinicsTable } from '../../../src/models/tables/clinics/clinics.js';
import { createLogger } from '../../../src/observability/logger.js';
import { type TestDatabase, testDatabase } from '../../support/database.js';

let database: TestDatabase;
let pool: pg.Pool;
before(async () => {
  database = await testDatabase();
  const options = { url: database.url, max: 3, statementTimeoutMs: 10_000, applicationName: 'test' };
  pool = openPool(options, createLogger('error', 'test'));
});
after(async () => {
  await pool.end();
  await database.stop();
});

const clinic = () => {
  const id = randomUUID();
  return { id, name: "O'Brien\\ $1 :name", slug: id, timezone: 'UTC', currency: 'aud' as const };
};

/** Runs in a transaction that is rolled back. */
async function within<T>(fn: (tx: Tx, client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  const tx = lend(client);
  try {
    await client.query('begin');
    return await fn(tx, client);
  } finally {
    takeBack(tx, 'rollback');
    await client.query('rollback');
    client.release();
  }
}

describe('a connection of the pool', () => {
  it('sends what nobody waits for at once, answers in order, and ends a transaction that failed by its commit', async () => {
    const client = await pool.connect();
    try {
      const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
      const sent: string[] = [];
      const write = mock.method(stream, 'write');
      const texts = ['begin', 'select 1 / 0', 'select 2', 'commit'];
      const answers = texts.map((text) => client.query(text));
      for (const { arguments: given } of write.mock.calls) sent.push(String(given[0]));
      write.mock.restore();
      for (const text of texts)
        assert.ok(
          sent.some((packet) => packet.includes(text)),
          text,
        );
      const [, failed, after, ended] = await Promise.allSettled(answers);
      assert.deepEqual([failed?.status, after?.status], ['rejected', 'rejected']);
      assert.equal(ended?.status === 'fulfilled' && ended.value.command, 'ROLLBACK');
      assert.deepEqual((await client.query('select 3 as n')).rows, [{ n: 3 }]);
    } finally {
      client.release();
    }
  });
});

describe('a lent client', () => {
  it('carries the statements of models and hand-written ones in one transaction, with the same names', async () => {
    const row = clinic();
    await within(async (tx) => {
      const inserted = await insertRow(tx, ClinicsTable, row);
      assert.deepEqual([inserted.name, inserted.policy, inserted.phone ?? null], [row.name, {}, null]);
      const found = await findRow(tx, ClinicsTable, { id: row.id });
      const { rows } = await tx.query(`select ${columnsOf(ClinicsTable)} from clinics where id = $1`, [row.id]);
      assert.deepEqual({ ...found }, rows[0]);
      assert.ok(found?.createdAt instanceof Date);
      const addresses = [
        { line1: '1 High St', line2: null, suburb: 'A', state: 'NSW', postcode: '2000', country: 'AU' },
      ];
      const changed = await changeRow(tx, ClinicsTable, { id: row.id }, { phone: '+61', addresses, name: undefined });
      assert.deepEqual([changed.phone, changed.name, changed.addresses], ['+61', row.name, addresses]);
      assert.equal((await listRows(tx, ClinicsTable, { id: [row.id] })).length, 1);
      await assert.rejects(changeRow(tx, ClinicsTable, { id: randomUUID() }, { phone: null }), /is gone/);
    });
    assert.equal((await pool.query('select 1 from clinics where id = $1', [row.id])).rowCount, 0);
  });

  it('is the only way to the database for a model', async () => {
    const outside = { ...sqlOf(pool) };
    await assert.rejects(findRow(outside, ClinicsTable, {}), /outside of a unit of work/);
    await assert.rejects(ClinicsTable.findAll(), /outside of a unit of work/);
  });

  it('is not used any more once it was taken back, whoever has it by then', async () => {
    const tx = await within(async (lent) => lent);
    await assert.rejects(findRow(tx, ClinicsTable, {}), /rollback has been called on this transaction/);
    await assert.rejects(tx.query('select 1'), /after its transaction had ended/);
  });

  it('adds rows whose answer nobody needs in their order among what is asked together, lists in JSON included', async () => {
    const addresses = [{ line1: '1 Example Street', suburb: 'Sydney', state: 'NSW', postcode: '2000' }];
    const row = { ...clinic(), phone: undefined, addresses };
    await within(async (tx) => {
      const text = 'select name, addresses, phone from clinics where id = $1';
      const [, { rows }] = await Promise.all([addRow(tx, ClinicsTable, row), tx.query(text, [row.id])]);
      assert.deepEqual(rows, [{ name: row.name, addresses, phone: null }]);
    });
  });

  it('gives errors as the driver has them, without the statement and its values', async () => {
    const row = { ...clinic(), name: 'Confidential' };
    const error = await within(async (tx) => {
      await insertRow(tx, ClinicsTable, row);
      return insertRow(tx, ClinicsTable, { ...row, id: randomUUID() }).then(() => null, driverError);
    });
    assert.ok(error instanceof Error && 'code' in error && 'constraint' in error);
    assert.deepEqual([error.code, error.constraint], ['23505', 'clinics_slug_key']);
    assert.ok(!('sql' in error) && !('parameters' in error));
    assert.doesNotMatch(inspect({ ...error, message: error.message }), /Confidential/);
  });
});
