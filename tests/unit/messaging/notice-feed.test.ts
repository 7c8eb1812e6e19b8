import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NoticeFeed } from '../../../src/realtime/notice-feed.js';
import type { Notice } from '../../../src/usecases/messaging/notices.js';

const BEGAN = new Date('2027-03-01T10:00:00Z');
const later = (seconds: number) => new Date(BEGAN.getTime() + seconds * 1_000);
const notice = (id: string, createdAt: Date, readAt: Date | null = null) => ({ id, createdAt, readAt }) as Notice;

/** A feed over answers that the test gives one by one. */
function feedOver() {
  const asked: { readonly since: Date; answer(notices: readonly Notice[]): void; fail(error: Error): void }[] = [];
  const came: string[] = [];
  const read = (since: Date) => new Promise<readonly Notice[]>((answer, fail) => asked.push({ since, answer, fail }));
  const feed = new NoticeFeed(BEGAN, read, {
    tell: ({ id, readAt }) => came.push(readAt ? `${id} is read` : id),
    failed: () => came.push('failed'),
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { feed, asked, came, settled };
}

test('a feed of notices tells each once, and once more when it was read; pokes that come together are one reading more', async () => {
  const { feed, asked, came, settled } = feedOver();
  for (let at = 0; at < 5; at += 1) feed.poke();
  assert.equal(asked.length, 1);
  asked[0]?.answer([notice('one', later(20))]);
  await settled();
  assert.deepEqual([asked.length, asked[1]?.since], [2, later(10)], 'what began before may commit after');
  asked[1]?.answer([notice('one', later(20)), notice('two', later(21))]);
  await settled();
  feed.poke();
  asked[2]?.answer([notice('one', later(20), later(30)), notice('two', later(21))]);
  await settled();
  assert.deepEqual([asked.length, came], [3, ['one', 'two', 'one is read']]);
});

test('a feed of notices whose reading failed is behind until it has read again, from where it was', async () => {
  const { feed, asked, came, settled } = feedOver();
  assert.equal(feed.isBehind, false);
  feed.poke();
  feed.poke();
  asked[0]?.fail(new Error('the database is away'));
  await settled();
  assert.deepEqual([asked.length, feed.isBehind, came], [1, true, ['failed']]);
  feed.poke();
  assert.deepEqual(asked[1]?.since, BEGAN);
  asked[1]?.answer([notice('one', later(1))]);
  await settled();
  // What was poked while the reading failed is in this one: no third is needed.
  assert.deepEqual([asked.length, feed.isBehind, came], [2, false, ['failed', 'one']]);
});
