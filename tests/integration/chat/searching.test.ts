import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { FETCHED_AT_ONCE, SEARCHED_AT_ONCE } from '../../../src/domain/chat/search.js';
import { parsePeriod } from '../../../src/domain/periods.js';
import { fillRoom } from '../../../tools/rig/full-room.js';
import { ChatRooms, type Room, refusal } from '../../support/chat-rooms.js';
import { statementsOf } from '../../support/statements.js';

describe('searching a chat room', () => {
  let rooms: ChatRooms;
  before(async () => {
    rooms = await ChatRooms.open();
  });
  after(() => rooms.close());

  const said = async (room: Room, ...texts: readonly string[]) => {
    for (const text of texts) await rooms.send(room.patient, room.id, text);
  };
  const found = async (room: Room, search: string, more = {}) =>
    (await rooms.search(room.doctor, room.id, search, more)).messages;

  it('finds the messages in which every word occurs, as they were typed, with the places of the words', async () => {
    const room = await rooms.room();
    await said(room, 'Kopfschmerzen seit Montag', 'nothing here', 'Schlimme KOPFSCHMÉRZEN, seit gestern');
    assert.deepEqual(
      (await found(room, 'seit schmerz')).map(({ seq, message, highlighted, highlights }) => ({
        seq,
        message,
        highlighted,
        highlights,
      })),
      [
        {
          seq: 1,
          message: 'Kopfschmerzen seit Montag',
          highlighted: 'schmerz',
          highlights: [
            { start: 4, length: 7 },
            { start: 14, length: 4 },
          ],
        },
        {
          seq: 3,
          message: 'Schlimme KOPFSCHMÉRZEN, seit gestern',
          highlighted: 'SCHMÉRZ',
          highlights: [
            { start: 13, length: 7 },
            { start: 24, length: 4 },
          ],
        },
      ],
    );
    assert.deepEqual(await found(room, 'montag gestern'), []);
  });

  it('gives the newest first pages, and leads to older ones until there are none', async () => {
    const room = await rooms.room();
    await said(room, ...Array.from({ length: 7 }, (_, at) => `needle ${at + 1}`), 'hay');
    const pages: number[][] = [];
    for (let before: number | undefined; ; ) {
      const { messages, next } = await rooms.search(room.patient, room.id, 'needle', { limit: 3, before });
      pages.push(messages.map(({ seq }) => seq));
      if (next === null) break;
      before = next;
    }
    assert.deepEqual(pages, [[5, 6, 7], [2, 3, 4], [1]]);
  });

  it('finds what a message says now, and nothing that was deleted', async () => {
    const room = await rooms.room();
    await said(room, 'first words', 'secret words');
    const [first, second] = await rooms.messages(room.patient, room.id);
    await rooms.edit(room.patient, room.id, first?.id ?? '', 'other saying');
    await rooms.remove(room.patient, room.id, second?.id ?? '');
    assert.deepEqual(await found(room, 'words'), []);
    assert.equal((await found(room, 'saying')).length, 1);
    const file = await rooms.upload(room.patient, room.id, { name: 'referral.pdf' });
    await rooms.send(room.patient, room.id, '', { attachments: [file.id] });
    assert.deepEqual(await found(room, 'referral'), [], 'names of files are not looked through');
  });

  it('goes by the days of the clinic, and by moments', async () => {
    const room = await rooms.room();
    await rooms.steps.sql("update clinics set timezone = 'Asia/Manila'");
    await said(room, 'needle one', 'needle two', 'needle three');
    const times = ['2026-11-30T15:59:59Z', '2026-11-30T16:00:00Z', '2026-12-01T16:00:00Z'];
    for (const [at, time] of times.entries()) {
      await rooms.steps.sql('update chat_messages set sent_at = $3 where room_id = $1 and seq = $2', [
        room.id,
        at + 1,
        time,
      ]);
    }
    const cases: readonly (readonly [object, readonly number[]])[] = [
      [{}, [1, 2, 3]],
      [{ from: '2026-12-01' }, [2, 3]],
      [{ to: '2026-11-30' }, [1]],
      [{ from: '2026-12-01', to: '2026-12-01' }, [2]],
      [{ from: '2026-11-30T16:00:00Z', to: '2026-12-01T16:00:00Z' }, [2]],
    ];
    for (const [text, expected] of cases) {
      const period = parsePeriod(text);
      const inSearch = (await found(room, 'needle', { period })).map(({ seq }) => seq);
      const inList = (await rooms.messages(room.doctor, room.id, { period })).map(({ seq }) => seq);
      assert.deepEqual([inSearch, inList], [expected, expected], JSON.stringify(text));
    }
  });

  it('is for who reads the room, with one audit row a quarter of an hour', async () => {
    const room = await rooms.room();
    await said(room, 'needle');
    const other = await rooms.room();
    for (const actor of [other.patient, other.doctor, await rooms.stranger('admin')]) {
      await assert.rejects(rooms.search(actor, room.id, 'needle'), refusal('not_found'));
    }
    rooms.beginQuarter();
    for (let at = 0; at < 2; at += 1) await found(room, 'needle');
    const rows = await rooms.steps.sql(
      "select details from audit_events where action = 'chat.read' and entity_id = $1",
      [room.id],
    );
    assert.deepEqual(rows, [{ details: {} }]);
  });

  it('finds nothing that was said before the reader came', async () => {
    const room = await rooms.room();
    await said(room, 'needle before', 'needle after');
    await rooms.steps.sql('update chat_members set sees_after = 1 where room_id = $1 and user_id = $2', [
      room.id,
      room.doctor.userId,
    ]);
    assert.deepEqual(
      (await found(room, 'needle')).map(({ seq }) => seq),
      [2],
    );
  });

  it('goes over one patient’s rooms, and gives the latest matches of each', async () => {
    const one = await rooms.room();
    const [doctor, patient] = [one.doctor.userId, one.patient.userId];
    const [two, others] = [await rooms.room({ doctor, patient }), await rooms.room({ doctor })];
    for (let at = 1; at <= 7; at += 1) await rooms.send(one.patient, one.id, `needle ${at}`);
    await rooms.send(one.patient, two.id, 'hay');
    await rooms.send(others.patient, others.id, 'needle of somebody else');
    const { rooms: all, searched } = await rooms.searchRooms(one.doctor, patient, 'needle');
    assert.deepEqual(
      all.map(({ id, matches }) => [id, matches.map(({ seq }) => seq)]),
      [
        [two.id, []],
        [one.id, [3, 4, 5, 6, 7]],
      ],
    );
    assert.equal(searched, 2);
    const page = await rooms.searchRooms(one.doctor, patient, 'needle', 2);
    assert.deepEqual([page.searched, page.rooms.length], [1, 2], 'the extra row is not looked through');
    assert.deepEqual((await rooms.searchRooms(others.patient, patient, 'needle')).rooms, []);
  });

  const fill = ({ id, patient }: Room, messages: number, textOf: (seq: number) => string) =>
    fillRoom((text, values) => rooms.steps.sql(text, values), rooms.steps.api.keys, {
      room: id,
      patient: patient.userId,
      messages,
      textOf,
    });

  it('looks through 10,000 messages in batches, between which everything else happens', async () => {
    const room = await rooms.room();
    await fill(room, 10_000, (seq) =>
      seq === 1 ? 'the needle' : `Message ${seq}: nothing to find here, as so often.`,
    );
    let breaths = 0;
    const breathe = async () => {
      breaths += 1;
    };
    const statements = await statementsOf(rooms.steps.api.pool, async () => {
      const { messages, next } = await rooms.search(room.patient, room.id, 'needle', { breathe });
      assert.deepEqual([messages.map(({ seq }) => seq), next], [[1], null]);
    });
    assert.ok(breaths >= 10_000 / FETCHED_AT_ONCE, String(breaths));
    assert.ok(statements.length < 10_000 / FETCHED_AT_ONCE + 10, String(statements.length));
  });

  it('opens so much text at once and no more, however long the messages are', async () => {
    const room = await rooms.room();
    const long = '痛'.repeat(4_000);
    await fill(room, 100, () => long);
    let breaths = 0;
    await rooms.search(room.patient, room.id, 'needle', {
      breathe: async () => {
        breaths += 1;
      },
    });
    const inOneGo = Math.ceil(SEARCHED_AT_ONCE / long.length);
    assert.equal(breaths, Math.floor(100 / inOneGo));
  });

  it('ends a request that has looked through enough, and says where to go on', async () => {
    const room = await rooms.room();
    await fill(room, 301, (seq) => (seq === 1 ? 'needle' : 'x'));
    const first = await rooms.search(room.patient, room.id, 'needle', { most: 300 });
    assert.deepEqual([first.messages, first.next], [[], 2]);
    const second = await rooms.search(room.patient, room.id, 'needle', { before: 2 });
    assert.deepEqual([second.messages.map(({ seq }) => seq), second.next], [[1], null]);
  });
});
