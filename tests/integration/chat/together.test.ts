import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { repositories } from '../../../src/composition/contexts.js';
import { SYSTEM } from '../../../src/domain/actor.js';
import { MINUTE_MS } from '../../../src/domain/instants.js';
import { unitOfWork } from '../../../src/models/unit-of-work.js';
import { AT_ONCE } from '../../../src/usecases/chat/room-news.js';
import { ChatRooms, type Room, refusal } from '../../support/chat-rooms.js';
import { until } from '../../support/client.js';
import { LiveProcesses } from '../../support/live-processes.js';
import { statementsOf } from '../../support/statements.js';

describe('those who ask at once what is new in a room', () => {
  let rooms: ChatRooms;
  before(async () => {
    rooms = await ChatRooms.open();
  });
  after(() => rooms.close());

  /** A process for which both have read before, so that nothing about them is left to be recorded. */
  async function readers(room: Room) {
    const news = rooms.reader();
    await rooms.send(room.patient, room.id, 'Good morning');
    for (const actor of [room.doctor, room.patient]) await news(actor, room.id, 0);
    return news;
  }

  it('are answered by one reading, each as it is for them', async () => {
    const room = await rooms.room();
    const { doctor, patient, id } = room;
    const news = await readers(room);
    await rooms.send(patient, id, 'It hurts here');
    await rooms.markRead(doctor, id);
    let found: Awaited<ReturnType<typeof news>>[] = [];
    const asked = await statementsOf(rooms.steps.api.pool, async () => {
      found = await Promise.all([news(doctor, id, 1), news(patient, id, 0), news(patient, id, 2)]);
    });
    assert.equal(asked.filter((text) => text.includes('from chat_changes c join')).length, 1);
    const said = found.map(({ changes }) => changes.map(({ message, isRead }) => [message, isRead]));
    assert.deepEqual(said, [
      [['It hurts here', true]],
      [
        ['Good morning', true],
        ['It hurts here', true],
      ],
      [],
    ]);
    for (const { changes, state } of found) {
      for (const { senderName, readBy } of changes) {
        assert.equal(senderName, 'Test Person');
        assert.deepEqual(
          readBy.map(({ userId }) => userId),
          [doctor.userId],
        );
      }
      assert.equal(state.canSend, true);
    }
  });

  it('are each judged: whoever has left is told so, and the other is answered', async () => {
    const room = await rooms.room();
    const { doctor, patient, id } = room;
    const news = await readers(room);
    await rooms.steps.unitOfWork.withScope(SYSTEM, (scope) =>
      scope.chatMembers.leave(id, doctor.userId, rooms.steps.now()),
    );
    await rooms.send(patient, id, 'Are you there?');
    for (const order of [
      [doctor, patient],
      [patient, doctor],
    ]) {
      const answers = await Promise.allSettled(order.map((actor) => news(actor, id, 1)));
      for (const [at, answer] of answers.entries()) {
        if (order[at] === doctor) assert.ok(answer.status === 'rejected' && refusal('forbidden')(answer.reason));
        else assert.equal(answer.status === 'fulfilled' && answer.value.changes.at(-1)?.message, 'Are you there?');
      }
    }
  });

  it('are seen to be there once the visit is near', async () => {
    const room = await rooms.room();
    const news = await readers(room);
    const both = () => Promise.all([room.doctor, room.patient].map((one) => news(one, room.id, 0)));
    const [visit] = await rooms.steps.sql('select starts_at from appointments where id = $1', [room.appointment]);
    rooms.steps.aheadMs = new Date(String(visit?.starts_at)).getTime() - Date.now() + MINUTE_MS;
    try {
      await both();
      // As if they had been read together since before it was near.
      await rooms.steps.sql('update chat_members set seen_at = null where room_id = $1', [room.id]);
      await both();
    } finally {
      rooms.steps.aheadMs = 0;
    }
    const members = await rooms.steps.sql('select seen_at from chat_members where room_id = $1', [room.id]);
    assert.equal(members.filter(({ seen_at }) => seen_at !== null).length, 2);
  });

  it('miss nothing of more than one reading takes', async () => {
    const room = await rooms.room();
    const { doctor, patient, id } = room;
    const news = await readers(room);
    for (let at = 0; at < AT_ONCE + 20; at += 1) await rooms.send(patient, id, `Message ${at}`);
    const [all, later] = await Promise.all([news(doctor, id, 0), news(patient, id, 150)]);
    const revs = (read: typeof all) => read.changes.map(({ rev }) => rev);
    const span = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);
    assert.deepEqual(revs(all), span(1, AT_ONCE));
    assert.deepEqual(revs(later), span(151, AT_ONCE + 21));
  });
});

describe('what hears of a commit', () => {
  it('does not have it done again, whatever becomes of it', async () => {
    const rooms = await ChatRooms.open();
    try {
      const { id, doctor } = await rooms.room();
      const failing = () => {
        throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
      };
      const work = unitOfWork(rooms.steps.pool, rooms.steps.api.keys, repositories, failing);
      let times = 0;
      const leaving = work.withScope(SYSTEM, async (scope) => {
        times += 1;
        await scope.chatMembers.leave(id, doctor.userId, rooms.steps.now());
      });
      await assert.rejects(leaving, { code: '40P01' });
      assert.equal(times, 1);
    } finally {
      await rooms.close();
    }
  });
});

describe('a message', () => {
  let live: LiveProcesses;
  before(async () => {
    live = await LiveProcesses.start();
  });
  after(() => live?.stop());

  it('is read once by each process, however many connections follow its room, and not again when the poke comes round', async () => {
    const room = await live.room();
    const [here, there] = [await live.connect(room.patient, 0), await live.connect(room.doctor, 1)];
    const beside = [await live.connect(room.patient, 0), await live.connect(room.doctor, 0)];
    for (const client of [here, there, ...beside]) assert.equal((await client.join(room.id)).ok, true);
    // The first reading of each is recorded.
    await here.send(room.id, 'Good morning');
    for (const client of [here, there, ...beside]) await client.next('message', ({ seq }) => seq === 1);
    const [first] = live.processes;
    assert.ok(first);
    const asked = await statementsOf(first.core.pool, async () => {
      await here.send(room.id, 'It hurts here');
      // Written at the other process: its poke comes after that of the message, on the same connection.
      for (const client of beside) await client.next('message', ({ seq }) => seq === 2);
      await there.next('message', ({ seq }) => seq === 2);
      await there.send(room.id, 'Where?');
      for (const client of beside) await client.next('message', ({ seq }) => seq === 3);
      await until('the sender to have it', async () => here.of('message').length === 3);
    });
    assert.equal(asked.filter((text) => text.includes('from chat_changes c join')).length, 2);
  });
});
