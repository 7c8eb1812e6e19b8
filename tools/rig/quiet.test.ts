import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { testDatabase } from '../../tests/support/database.js';
import { untilQuiet } from './quiet.js';

type Database = Awaited<ReturnType<typeof testDatabase>>;

let database: Database;
before(async () => {
  database = await testDatabase();
});
after(() => database.stop());

describe('the wait until nothing is under way', () => {
  it('ends at once when the run is given up', { timeout: 20_000 }, async () => {
    const stopping = new AbortController();
    let looks = 0;
    const bank = {
      async undecided() {
        looks += 1;
        if (looks === 2) stopping.abort();
        return [];
      },
      openRefunds: async () => [],
      drive: async () => 200,
      settleRefund: async () => 200,
    };
    const stack = { databaseUrl: database.url, taps: {} };
    await assert.rejects(
      untilQuiet(stack, [bank], () => undefined, { stop: stopping.signal }),
      { name: 'AbortError' },
    );
    assert.equal(looks, 2, 'nobody asks the bank again');
  });
});
