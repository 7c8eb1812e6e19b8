import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { repositories } from '../../../src/composition/contexts.js';
import { SYSTEM, type UserActor } from '../../../src/domain/actor.js';
import { MINUTE_MS } from '../../../src/domain/instants.js';
import type { Changed } from '../../../src/models/pokes.js';
import { unitOfWork } from '../../../src/models/unit-of-work.js';
import { AT_ONCE, type JustSent, type RoomNews } from '../../../src/usecases/chat/room-news.js';
import { ChatRooms, type Room, refusal } from '../../support/chat-rooms.js';
import { until } from '../../support/client.js';
import { LiveProcesses } from '../../support/live-processes.js';
import { statementsOf } from '../../support/statements.js';

/** Of the statement that reads what is new. */
const READING = 'from chat_changes c join';

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
    const ask = (actor: UserActor, roomId: string, since: number, sent: JustSent | null = null) =>
      news(actor, { roomId, since, sent });
    for (const actor of [room.doctor, room.patient]) await ask(actor, room.id, 0);
    return ask;
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
    assert.equal(asked.filter((text) => text.includes(READING)).length, 1);
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

describe('a message that this process has just sent', () => {
  let rooms: ChatRooms;
  before(async () => {
    rooms = await ChatRooms.open();
  });
  after(() => rooms.close());

  /** Both have read `rev` 1, and each message is told with what its transaction knows. */
  async function followed() {
    const room = await rooms.room();
    const news = rooms.reader();
    const told: (JustSent | null | undefined)[] = [];
    const hear = ({ changedRooms }: Changed) => told.push(changedRooms.get(room.id));
    const work = unitOfWork(rooms.steps.api.pool, rooms.steps.api.keys, repositories, hear);
    const send = async (actor: UserActor, message: string) => {
      await rooms.send(actor, room.id, message, {}, work);
      return told.at(-1) ?? assert.fail('nothing was told');
    };
    const both = async (since: number, sent: JustSent | null) => {
      const asked = { roomId: room.id, since, sent };
      return Promise.allSettled([news(room.doctor, asked), news(room.patient, asked)]);
    };
    await send(room.patient, 'Good morning');
    // The first reading of each is recorded, the second is shared.
    for (const since of [0, 0]) await both(since, null);
    return { ...room, send, both };
  }

  const said = (answers: readonly PromiseSettledResult<RoomNews>[]) =>
    answers.map((answer) =>
      answer.status === 'fulfilled'
        ? answer.value.changes.map(({ message, senderName }) => [senderName, message])
        : null,
    );

  it('is not read, and shown as a reading shows it', async () => {
    const { patient, send, both } = await followed();
    let sent = await send(patient, 'It hurts here');
    let shown: readonly PromiseSettledResult<RoomNews>[] = [];
    const asked = await statementsOf(rooms.steps.api.pool, async () => {
      shown = await both(1, sent);
    });
    assert.deepEqual(asked, []);
    assert.deepEqual(shown, await both(1, null));
    assert.deepEqual(said(shown), [[['Test Person', 'It hurts here']], [['Test Person', 'It hurts here']]]);
    // One after the other, too.
    sent = await send(patient, 'And here');
    assert.deepEqual(await both(2, sent), await both(2, null));
  });

  it('is read with what came before it', async () => {
    const { patient, doctor, send, both } = await followed();
    await send(patient, 'It hurts here');
    const sent = await send(doctor, 'Since when?');
    const expected = [
      ['Test Person', 'It hurts here'],
      ['Test Person', 'Since when?'],
    ];
    assert.deepEqual(said(await both(1, sent)), [expected, expected]);
  });

  it('is not shown to whoever has left since the last reading', async () => {
    const { id, doctor, patient, send, both } = await followed();
    await rooms.steps.unitOfWork.withScope(SYSTEM, (scope) =>
      scope.chatMembers.leave(id, doctor.userId, rooms.steps.now()),
    );
    const sent = await send(patient, 'Are you there?');
    assert.deepEqual(said(await both(1, sent)), [null, [['Test Person', 'Are you there?']]]);
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

  it('is read once by each other process, however many connections follow its room, not by its own, and not again when the poke comes round', async () => {
    const room = await live.room();
    const [here, there] = [await live.connect(room.patient, 0), await live.connect(room.doctor, 1)];
    const beside = [await live.connect(room.patient, 0), await live.connect(room.doctor, 0)];
    for (const client of [here, there, ...beside]) assert.equal((await client.join(room.id)).ok, true);
    // The first reading of each is recorded, the second finds who is there.
    for (const seq of [1, 2]) {
      await here.send(room.id, 'Good morning');
      for (const client of [here, there, ...beside]) await client.next('message', (message) => message.seq === seq);
    }
    const [first] = live.processes;
    assert.ok(first);
    // What the next look would find new is found before, not among what is counted.
    await first.api.live.lookAgain();
    await first.core.pool.query('select 1 as behind');
    const asked = await statementsOf(first.core.pool, async () => {
      await here.send(room.id, 'It hurts here');
      // Written at the other process: its poke comes after that of the message, on the same connection.
      for (const client of beside) await client.next('message', ({ seq }) => seq === 3);
      await there.next('message', ({ seq }) => seq === 3);
      await there.send(room.id, 'Where?');
      for (const client of beside) await client.next('message', ({ seq }) => seq === 4);
      await until('the sender to have it', async () => here.of('message').length === 4);
    });
    const readings = asked.filter((text) => text.includes(READING)).length;
    // The process looks at its rooms by itself from time to time: a look in between may have found a message too.
    const looks = asked.filter((text) => text.includes('room_marks')).length;
    // Its own message it need not read; what the other process sent it reads.
    assert.ok(readings >= 1 && readings <= 1 + looks, `${readings} readings, ${looks} looks`);
  });
});
