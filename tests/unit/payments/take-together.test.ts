import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { IncomingEvent, ProviderEventRow } from '../../../src/models/repositories/payments/provider-events.js';
import { takeTogether } from '../../../src/usecases/payments/webhooks/take-together.js';

const NOW = new Date('2026-11-28T10:00:00Z');

function event(eventId: string): IncomingEvent {
  const about = { about: 'checkout', change: 'completed', label: 'checkout.session.completed' } as const;
  return { provider: 'stripe', eventId, ...about, objectId: 'cs_1', orderId: null, paymentId: null };
}

/** An inbox whose statements end when `end` is called; `broken` cannot be stored, `foreign` is not ours. */
function inbox() {
  const statements: string[][] = [];
  const ends: (() => void)[] = [];
  const { take } = takeTogether(() => ({
    takeAll: async (events) => {
      const ids = events.map(({ eventId }) => eventId);
      statements.push(ids);
      await new Promise<void>((resolve) => ends.push(resolve));
      if (ids.includes('broken')) throw new Error('broken');
      return events
        .filter(({ eventId }) => eventId !== 'foreign')
        .map((stored) => ({ ...stored, receivedAt: NOW }) as ProviderEventRow);
    },
  }));
  /** Ends statements until `all` are answered. */
  const endAll = async <T>(all: Promise<T>): Promise<T> => {
    let settled = false;
    const stop = () => {
      settled = true;
    };
    all.then(stop, stop);
    while (!settled) {
      for (const end of ends.splice(0)) end();
      await new Promise(setImmediate);
    }
    return all;
  };
  return { statements, take: (id: string) => take(event(id), NOW), endAll };
}

it('stores an event that comes alone at once, and those that come meanwhile in one statement', async () => {
  const { statements, take, endAll } = inbox();
  const all = ['a', 'b', 'foreign', 'c'].map(take);
  assert.deepEqual(statements, [['a']]);
  const rows = await endAll(Promise.all(all));
  assert.deepEqual(statements, [['a'], ['b', 'foreign', 'c']]);
  assert.deepEqual(
    rows.map((row) => row?.eventId),
    ['a', 'b', undefined, 'c'],
  );
  await endAll(take('d'));
  assert.deepEqual(statements.at(-1), ['d']);
});

it('does not answer before the event is stored', async () => {
  const { take } = inbox();
  const stored = take('a').then(() => 'answered');
  const waited = new Promise((resolve) => setImmediate(resolve, 'waiting'));
  assert.equal(await Promise.race([stored, waited]), 'waiting');
});

it('stores each by itself where they cannot be stored together, and refuses the one that is broken', async () => {
  const { statements, take, endAll } = inbox();
  const all = ['a', 'b', 'broken', 'c'].map(take);
  const outcomes = await endAll(Promise.allSettled(all));
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
  );
  assert.deepEqual(statements, [['a'], ['b', 'broken', 'c'], ['b'], ['broken'], ['c']]);
});
