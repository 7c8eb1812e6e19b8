import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import pg from 'pg';
import { connectionTo } from '../../../src/models/connection.js';
import { copyIn } from '../../../src/models/copy-in.js';
import { type TestDatabase, testDatabase } from '../../support/database.js';

let database: TestDatabase;
let pool: pg.Pool;
before(async () => {
  database = await testDatabase();
  pool = new pg.Pool({ ...connectionTo({ url: database.url, applicationName: 'copy' }), max: 1 });
});
after(async () => {
  await pool.end();
  await database.stop();
});

it('copies every character and null as they are, between statements that are sent without waiting', async () => {
  const client = await pool.connect();
  const texts = ['plain', 'tab\tline\nreturn\r', 'back\\slash \\N \\.', '', 'ümläut “quoted” 😀', '{"a": "b\\n"}'];
  try {
    await client.query('create temp table copied (place integer, text text, doc jsonb)');
    const rows = texts.map((text, at) => [at, text, { text }] as const);
    await copyIn(client, 'copy copied from stdin', [...rows, [texts.length, null, { text: null }]]);
    const [{ rows: found }, { rows: one }] = await Promise.all([
      client.query('select text, doc from copied order by place'),
      client.query('select 1 as one'),
    ]);
    assert.deepEqual(
      found,
      [...texts, null].map((text) => ({ text, doc: { text } })),
    );
    assert.deepEqual(one, [{ one: 1 }], 'statements go together again');
  } finally {
    client.release();
  }
});

it('fails with what the server says, and leaves the connection of use', async () => {
  const client = await pool.connect();
  try {
    await client.query('create temp table numbers (n integer)');
    await assert.rejects(copyIn(client, 'copy numbers from stdin', [['no number']]), { code: '22P02' });
    const { rows } = await client.query('select count(*)::int as n from numbers');
    assert.deepEqual(rows, [{ n: 0 }]);
  } finally {
    client.release();
  }
});
