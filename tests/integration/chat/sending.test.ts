import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { ChatRooms, refusal } from '../../support/chat-rooms.js';
import { statementsOf } from '../../support/statements.js';

describe('sending a message', () => {
  let rooms: ChatRooms;
  before(async () => {
    rooms = await ChatRooms.open();
  });
  after(() => rooms.close());

  const stored = (room: string) =>
    rooms.steps.sql(
      'select seq, rev, sender_id, client_message_id from chat_messages where room_id = $1 order by seq',
      [room],
    );

  it('is kept as typed, in the order of sending, with name and role', async () => {
    const { id, patient, doctor } = await rooms.room();
    const typed = '  Line one\n\ttwo: <b>&amp;</b> 😀 ';
    const first = await rooms.send(patient, id, typed);
    const second = await rooms.send(doctor, id, 'Good morning', { replyTo: first.message.id });
    assert.deepEqual(
      [first, second].map(({ message, isRepeat }) => [message.seq, message.rev, message.senderRole, isRepeat]),
      [
        [1, 1, 'patient', false],
        [2, 2, 'doctor', false],
      ],
    );
    const read = await rooms.messages(doctor, id);
    assert.deepEqual(
      read.map(({ message, senderName, replyTo }) => [message, senderName, replyTo]),
      [
        [typed, 'Test Person', null],
        ['Good morning', 'Test Person', first.message.id],
      ],
    );
  });

  it('of one id is one message and one answer, however many come at once', async () => {
    const { id, patient } = await rooms.room();
    const clientMessageId = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => rooms.send(patient, id, 'Once', { clientMessageId })),
    );
    assert.equal(new Set(answers.map(({ message }) => message.id)).size, 1);
    assert.equal(answers.filter(({ isRepeat }) => !isRepeat).length, 1);
    assert.equal((await stored(id)).length, 1);
    await assert.rejects(rooms.send(patient, id, 'Twice', { clientMessageId }), refusal('idempotency_conflict'));
    await assert.rejects(
      rooms.send(patient, id, 'Once', { clientMessageId, replyTo: answers[0]?.message.id ?? null }),
      refusal('idempotency_conflict'),
    );
  });

  it('of the same id by somebody else, or in another room, is another message', async () => {
    const [one, two] = [await rooms.room(), await rooms.room()];
    const clientMessageId = 'same';
    await rooms.send(one.patient, one.id, 'a', { clientMessageId });
    assert.equal((await rooms.send(one.doctor, one.id, 'b', { clientMessageId })).isRepeat, false);
    assert.equal((await rooms.send(two.patient, two.id, 'c', { clientMessageId })).isRepeat, false);
  });

  it('from two sides at once counts 1, 2, 3 and so on, without a gap, in the order of the commits', async () => {
    const { id, patient, doctor } = await rooms.room();
    const sent = await Promise.all(
      Array.from({ length: 50 }, (_, at) => rooms.send(at % 2 ? patient : doctor, id, `message ${at}`)),
    );
    const all = await stored(id);
    const counted = Array.from({ length: 50 }, (_, at) => at + 1);
    assert.deepEqual(
      all.map(({ seq }) => seq),
      counted,
    );
    assert.deepEqual(
      all.map(({ rev }) => rev),
      counted,
    );
    assert.equal(new Set(sent.map(({ message }) => message.seq)).size, 50);
    const changes = await rooms.steps.sql('select rev from chat_changes where room_id = $1 order by rev', [id]);
    assert.deepEqual(
      changes.map(({ rev }) => rev),
      counted,
    );
    const [room] = await rooms.steps.sql('select last_seq, last_rev from chat_rooms where id = $1', [id]);
    assert.deepEqual(room, { last_seq: 50, last_rev: 50 });
  });

  it('waits for the opening, and is over with the visit; a repeat is answered all the same', async () => {
    const opensInMs = 5 * 60_000;
    const { id, appointment, patient } = await rooms.room({ opensInMs });
    const opens = (await rooms.read(patient, id)).opensAt.toISOString();
    await assert.rejects(
      rooms.send(patient, id, 'early'),
      refusal('room_closed', { roomStatus: 'active', opensAt: opens }),
    );
    rooms.steps.aheadMs += opensInMs + 1;
    const clientMessageId = randomUUID();
    const { message } = await rooms.send(patient, id, 'in time', { clientMessageId });
    await rooms.steps.workerUnitOfWork.withScope({ kind: 'system', label: 'x' }, ({ chatRooms }) =>
      chatRooms.close(appointment, rooms.steps.now()),
    );
    await assert.rejects(rooms.send(patient, id, 'late'), refusal('room_closed', { roomStatus: 'inactive' }));
    const again = await rooms.send(patient, id, 'in time', { clientMessageId });
    assert.deepEqual([again.message.id, again.isRepeat], [message.id, true]);
    const read = await rooms.read(patient, id);
    assert.deepEqual([read.status, read.canSend], ['inactive', false]);
    assert.equal((await rooms.messages(patient, id)).length, 1, 'a closed room is still read');
  });

  it('is for members alone', async () => {
    const { id } = await rooms.room();
    const elsewhere = await rooms.room();
    for (const actor of [
      elsewhere.patient,
      elsewhere.doctor,
      await rooms.stranger('admin'),
      await rooms.stranger('nurse'),
    ]) {
      for (const attempt of [
        () => rooms.send(actor, id, 'x'),
        () => rooms.messages(actor, id),
        () => rooms.read(actor, id),
        () => rooms.markRead(actor, id),
        () => rooms.send(actor, randomUUID(), 'x'),
      ]) {
        await assert.rejects(attempt, refusal('not_found'));
      }
    }
  });

  it('is not for a doctor who acts at another clinic, nor for a patient who acts as staff', async () => {
    const { id, doctor, patient } = await rooms.room();
    const { clinicId } = rooms.steps;
    const others = [
      rooms.actor(doctor.userId, 'doctor', [await rooms.otherClinic()]),
      rooms.actor(doctor.userId, 'patient', [clinicId]),
      rooms.actor(patient.userId, 'nurse', [clinicId]),
    ];
    for (const actor of others) {
      await assert.rejects(rooms.send(actor, id, 'x'), refusal('not_found'));
      await assert.rejects(rooms.messages(actor, id), refusal('not_found'));
      assert.deepEqual(await rooms.list(actor), []);
    }
  });

  it('answers nothing that is not in the room', async () => {
    const { id, patient } = await rooms.room();
    const other = await rooms.room();
    const { message } = await rooms.send(other.patient, other.id, 'elsewhere');
    for (const replyTo of [message.id, randomUUID()]) {
      await assert.rejects(
        rooms.send(patient, id, 'x', { replyTo }),
        refusal('validation_failed', { field: 'reply_to' }),
      );
    }
    assert.deepEqual(await stored(id), []);
  });

  it('is limited per sender over all rooms, and a repeat does not count', async () => {
    const [one, two] = [await rooms.room(), await rooms.room()];
    await rooms.steps.sql('update chat_members set user_id = $2 where room_id = $1 and role = $3', [
      two.id,
      one.doctor.userId,
      'doctor',
    ]);
    rooms.messageLimit = { points: 3, perMs: 60_000 };
    try {
      await rooms.send(one.doctor, one.id, '1');
      await rooms.send(one.doctor, two.id, '2');
      await rooms.send(one.doctor, one.id, '3', { clientMessageId: 'three' });
      await assert.rejects(
        rooms.send(one.doctor, one.id, '4'),
        refusal('rate_limited', { limitType: 'chat_messages', limit: 3, retryAfter: 60 }),
      );
      assert.equal((await rooms.send(one.doctor, one.id, '3', { clientMessageId: 'three' })).isRepeat, true);
      await rooms.send(one.patient, one.id, 'the other side is not concerned');
      rooms.steps.aheadMs += 60_001;
      await rooms.send(one.doctor, one.id, '4');
    } finally {
      rooms.messageLimit = null;
    }
  });

  it('costs as much in a room of 10,000 messages as in an empty one', async () => {
    const [empty, full] = [await rooms.room(), await rooms.room()];
    const { message } = await rooms.send(full.patient, full.id, 'the first');
    await rooms.steps.sql(
      `with more as (
         insert into chat_messages (id, room_id, seq, rev, kind, sender_id, sender_role, content_mac, sent_at)
         select gen_random_uuid(), $1, n, n, 'text', $2, 'patient', 'x', now() - interval '1 hour' from generate_series(2, 10000) n
         returning id, room_id, rev, sent_at)
       insert into chat_changes (room_id, rev, message_id, version, kind, body_sealed, changed_at)
       select more.room_id, more.rev, more.id, 1, 'sent', c.body_sealed, more.sent_at
         from more, chat_changes c where c.message_id = $3`,
      [full.id, full.patient.userId, message.id],
    );
    await rooms.steps.sql('update chat_rooms set last_seq = 10000, last_rev = 10000 where id = $1', [full.id]);
    rooms.messageLimit = { points: 30, perMs: 10_000 };
    try {
      const cost = async ({ id, patient }: typeof empty) => {
        const statements = await statementsOf(rooms.steps.api.pool, () => rooms.send(patient, id, 'how much'));
        return statements.map((text) => text.replaceAll(patient.userId, 'ID'));
      };
      const [one, other] = [await cost(empty), await cost(full)];
      assert.deepEqual(one, other);
      assert.equal(one.length, 4, one.join('\n'));
      const plan = await rooms.steps.sql(
        'explain select 1 from chat_messages where sender_id = $1 and sent_at > now() order by sent_at desc offset 29 limit 1',
        [full.patient.userId],
      );
      assert.match(JSON.stringify(plan), /chat_messages_sender/);
    } finally {
      rooms.messageLimit = null;
    }
  });

  it('leaves an audit row with ids alone', async () => {
    const { id, patient } = await rooms.room();
    const { message } = await rooms.send(patient, id, 'a secret');
    const rows = await rooms.steps.sql(
      "select patient_id, actor_user_id, details from audit_events where action = 'chat.message_sent' and entity_id = $1",
      [id],
    );
    const details = { message: message.id, seq: 1 };
    assert.deepEqual(rows, [{ patient_id: patient.userId, actor_user_id: patient.userId, details }]);
  });
});
