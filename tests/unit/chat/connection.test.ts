import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UserActor } from '../../../src/domain/actor.js';
import { Connection, type LiveSocket } from '../../../src/realtime/connection.js';
import { RoomFeed } from '../../../src/realtime/room-feed.js';
import type { RoomNews } from '../../../src/usecases/chat/room-news.js';
import type { ShownMessage } from '../../../src/usecases/chat/shown-messages.js';

const NOW = new Date('2027-03-01T10:00:00Z');
const STANDING = { actor: {} as UserActor, expiresAt: new Date(NOW.getTime() + 60_000) };
const STATE = { status: 'active', opensAt: NOW, canSend: true } as const;

/** A socket whose client has these packets waiting. */
function socketWith(waiting: number) {
  const sent: string[] = [];
  const socket = {
    conn: { writeBuffer: Array(waiting).fill({}) },
    emit: (name: string) => sent.push(name),
    disconnect: () => sent.push('(disconnected)'),
  };
  return { sent, socket: socket as object as LiveSocket };
}

test('a client for which too much waits is disconnected, and gets nothing more', (t) => {
  for (const [waiting, expected] of [
    [0, ['welcome']],
    [1_000, ['welcome']],
    [1_001, ['(disconnected)']],
  ] as const) {
    const { socket, sent } = socketWith(waiting);
    const connection = new Connection(socket, 'token', STANDING, () => NOW);
    t.after(() => connection.forget());
    connection.emit('welcome', { type: 'welcome', room_id: 'r', message: 'm', user: 'u' });
    assert.deepEqual(sent, expected);
  }
});

const change = (rev: number) => ({ id: `m${rev}`, rev, version: 1 }) as ShownMessage;
const news = (changes: readonly ShownMessage[], more: Partial<RoomNews> = {}): RoomNews => ({
  changes,
  receipts: [],
  state: STATE,
  ...more,
});

/** A feed over answers that the test gives one by one. */
function feedOver() {
  const asked: { readonly since: number; answer(news: RoomNews): void; fail(error: Error): void }[] = [];
  const came: string[] = [];
  const feed = new RoomFeed((since) => new Promise((answer, fail) => asked.push({ since, answer, fail })), {
    message: ({ rev }) => came.push(`message ${rev}`),
    read: ({ userId, upTo }) => came.push(`read ${userId} ${upTo}`),
    status: ({ status }) => came.push(`status ${status}`),
    left: (reason) => came.push(`left ${reason}`),
    failed: () => came.push('failed'),
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { feed, asked, came, settled };
}

test('a feed that is poked before it begins reads as soon as it has begun, and pokes that come together are one reading more', async () => {
  const { feed, asked, came, settled } = feedOver();
  feed.poke();
  feed.poke();
  assert.equal(asked.length, 0, 'the join has not answered');
  feed.begin(4, news([]));
  assert.deepEqual([asked.length, asked[0]?.since], [1, 4]);
  for (let at = 0; at < 5; at += 1) feed.poke();
  asked[0]?.answer(news([change(5), change(6)]));
  await settled();
  assert.deepEqual([asked.length, asked[1]?.since], [2, 6]);
  asked[1]?.answer(news([]));
  await settled();
  assert.deepEqual([asked.length, came], [2, ['message 5', 'message 6']]);
});

test('a feed goes on after more than one reading takes, and tells receipts and states once', async () => {
  const { feed, asked, came, settled } = feedOver();
  const read = (upTo: number) => ({ receipts: [{ userId: 'ann', upTo, readAt: NOW }] });
  feed.begin(0, news([], read(1)));
  feed.poke();
  asked[0]?.answer(
    news(
      Array.from({ length: 200 }, (_, at) => change(at + 1)),
      read(1),
    ),
  );
  await settled();
  assert.equal(asked[1]?.since, 200, 'without another poke');
  asked[1]?.answer(news([], { ...read(3), state: { ...STATE, status: 'inactive', canSend: false } }));
  await settled();
  feed.poke();
  asked[2]?.answer(news([], { ...read(2), state: { ...STATE, status: 'inactive', canSend: false } }));
  await settled();
  assert.deepEqual(came.slice(200), ['read ann 3', 'status inactive']);
});

test('a feed that failed reads again when it is poked; one that has ended hands out nothing, though it was reading', async () => {
  const { feed, asked, came, settled } = feedOver();
  feed.begin(0, news([]));
  feed.poke();
  asked[0]?.fail(new Error('the database is away'));
  await settled();
  feed.poke();
  assert.equal(asked[1]?.since, 0);
  feed.end();
  asked[1]?.answer(news([change(1)]));
  await settled();
  feed.poke();
  assert.deepEqual([asked.length, came], [2, ['failed']]);
});

test('a feed whose reading failed is behind until it has read again', async () => {
  const { feed, asked, came, settled } = feedOver();
  feed.begin(0, news([]));
  feed.poke();
  asked[0]?.fail(new Error('the database is away'));
  await settled();
  assert.equal(feed.isBehind, true);
  feed.poke();
  asked[1]?.answer(news([change(1)]));
  await settled();
  assert.deepEqual([feed.isBehind, came], [false, ['failed', 'message 1']]);
});
