import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ImportChanged } from '../../../src/realtime/events.js';
import { ImportFeed } from '../../../src/realtime/import-feed.js';
import { until } from '../../support/client.js';

const ID = '5d6e7f8a-9b0c-4d3e-8f10-3b0f4a527c1d';
const stands = (state: string, rows: number): ImportChanged => ({
  ...{ id: ID, supplier: 'alma', state, progress: rows },
  ...{ rows_processed: rows, rows_total: 100 },
});

/** An import as the table has it, and what a connection was sent of it. */
function followed(betweenMs: number) {
  const sent: { readonly event: ImportChanged; readonly at: number }[] = [];
  const failures: unknown[] = [];
  const table = { now: stands('reading', 0), isAway: false };
  const read = async () => {
    const { now, isAway } = table;
    // A reading takes a while: what happens meanwhile is not in it.
    await new Promise(setImmediate);
    if (isAway) throw new Error('the database is away');
    return now;
  };
  const sink = {
    changed: (event: ImportChanged) => void sent.push({ event, at: Date.now() }),
    failed: (error: unknown) => void failures.push(error),
  };
  const feed = new ImportFeed(read, sink, betweenMs);
  const change = (event: ImportChanged) => {
    table.now = event;
    feed.poke(ID);
  };
  return { sent, failures, table, feed, change };
}

describe('an import that is followed live', () => {
  it('is sent at most so often while it is read, and at last as it stands', async () => {
    const { sent, change } = followed(100);
    for (let rows = 1; rows <= 60; rows += 1) {
      change(stands('reading', rows));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await until('the last event', async () => sent.at(-1)?.event.rows_processed === 60);
    assert.ok(sent.length >= 2 && sent.length <= 8, `${sent.length} events`);
    for (const [at, one] of sent.entries()) {
      if (at > 0) assert.ok(one.at - (sent[at - 1]?.at ?? 0) >= 99, 'too soon');
    }
  });

  it('is sent at once when it moves, and never back to an earlier state', async () => {
    const { sent, change } = followed(60_000);
    for (const state of ['reading', 'previewed', 'applying', 'applied']) {
      change(stands(state, 100));
      await until(state, async () => sent.at(-1)?.event.state === state);
    }
    assert.equal(sent.length, 4);
    change(stands('undoing', 100));
    change(stands('undone', 100));
    await until('undone', async () => sent.at(-1)?.event.state === 'undone');
  });

  it('is not sent twice as it is, and is read again behind a failure', async () => {
    const { sent, failures, table, feed, change } = followed(0);
    change(stands('previewed', 100));
    await until('the event', async () => sent.length === 1);
    table.isAway = true;
    feed.poke(ID);
    await until('the failure', async () => failures.length === 1);
    table.isAway = false;
    feed.poke(ID);
    change(stands('applied', 100));
    await until('the next event', async () => sent.at(-1)?.event.state === 'applied');
    assert.equal(sent.length, 2);
    feed.end();
    change(stands('undone', 100));
    await new Promise(setImmediate);
    assert.equal(sent.length, 2, 'the connection is gone');
  });

  it('is forgotten when it has ended, with the next one that is sent, and not before', async () => {
    const sent: string[] = [];
    const states = new Map([
      ['one', 'previewed'],
      ['other', 'reading'],
    ]);
    const read = async (id: string) => ({ ...stands(states.get(id) ?? '', 100), id });
    const sink = { changed: ({ id }: ImportChanged) => void sent.push(id), failed: assert.fail };
    const feed = new ImportFeed(read, sink, 0, 0);
    const poke = async (id: string, state: string) => {
      states.set(id, state);
      feed.poke(id);
      for (let step = 0; step < 5; step += 1) await new Promise(setImmediate);
    };
    await poke('one', 'previewed');
    await poke('other', 'reading');
    await poke('one', 'previewed');
    assert.deepEqual(sent, ['one', 'other'], 'it waits for a person: that is no end');
    await poke('one', 'applied');
    await poke('one', 'applied');
    assert.deepEqual(sent, ['one', 'other', 'one'], 'known as it ended');
    await poke('other', 'previewed');
    await poke('one', 'applied');
    assert.deepEqual(sent, ['one', 'other', 'one', 'other', 'one'], 'nothing is known of it any more');
  });
});
