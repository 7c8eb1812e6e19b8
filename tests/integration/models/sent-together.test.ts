import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import pg from 'pg';
import { sentTogether } from '../../../src/models/sent-together.js';
import { type TestService, useTestPostgres } from '../../../tools/launcher/testing.js';

/** Holds the driver to what `sent-together.ts` uses of it beyond its types. */
let server: TestService;
let pool: pg.Pool;
before(async () => {
  server = await useTestPostgres();
  pool = new pg.Pool({ connectionString: server.url, max: 1, pipeline: true });
});
after(async () => {
  await pool.end();
  await server.stop();
});

it('what is asked together leaves with one write, and each gets its own answer', async () => {
  const client = await pool.connect();
  try {
    const { stream } = client.connection;
    const written: number[] = [];
    const ask = () => [1, 2, 3].map((n) => client.query('select $1::int as n', [n]));
    const answers = sentTogether(client, () => {
      const asked = ask();
      written.push(stream.writableCorked);
      return asked;
    });
    assert.deepEqual(written, [1], 'nothing has left yet');
    assert.equal(stream.writableCorked, 0);
    const numbers = (await Promise.all(answers)).map(({ rows }) => rows[0].n);
    assert.deepEqual(numbers, [1, 2, 3]);
  } finally {
    client.release();
  }
});

it('a failure of whoever asks leaves the connection as it was', async () => {
  const client = await pool.connect();
  try {
    const fails = () => {
      throw new Error('before anything was asked');
    };
    assert.throws(() => sentTogether(client, fails), /before anything/);
    assert.equal(client.connection.stream.writableCorked, 0);
    assert.equal((await client.query('select 1 as one')).rows[0].one, 1);
  } finally {
    client.release();
  }
});
