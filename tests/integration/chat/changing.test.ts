import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { MINUTE_MS } from '../../../src/domain/instants.js';
import { ChatRooms, refusal } from '../../support/chat-rooms.js';

describe('changing a message', () => {
  let rooms: ChatRooms;
  before(async () => {
    rooms = await ChatRooms.open();
  });
  after(() => rooms.close());

  async function sent(text = 'first') {
    const room = await rooms.room();
    const { message } = await rooms.send(room.patient, room.id, text);
    return { ...room, message: message.id };
  }

  it('keeps what it said before, and counts as a change of the room', async () => {
    const { id, patient, doctor, message } = await sent();
    await rooms.send(doctor, id, 'in between');
    const edited = await rooms.edit(patient, id, message, 'second');
    assert.deepEqual(
      [edited.message, edited.seq, edited.rev, edited.version, edited.editedAt !== null],
      ['second', 1, 3, 2, true],
    );
    const again = await rooms.edit(patient, id, message, 'second');
    assert.deepEqual([again.rev, again.version], [3, 2], 'the same text again');
    await rooms.edit(patient, id, message, 'third');
    assert.deepEqual(
      (await rooms.history(doctor, id, message)).map((one) => one.message),
      ['first', 'second', 'third'],
    );
    assert.deepEqual(
      (await rooms.messages(doctor, id)).map((one) => [one.seq, one.rev, one.message]),
      [
        [1, 4, 'third'],
        [2, 2, 'in between'],
      ],
    );
    assert.deepEqual(
      (await rooms.messages(doctor, id, { since: 2 })).map((one) => [one.rev, one.message]),
      [[4, 'third']],
    );
  });

  it('takes a message back in its place, and its unread mark with it', async () => {
    const { id, patient, doctor, message } = await sent('taken back');
    assert.equal((await rooms.read(doctor, id)).unread, 1);
    await rooms.remove(patient, id, message);
    await rooms.remove(patient, id, message);
    const [shown] = await rooms.messages(doctor, id);
    assert.deepEqual([shown?.message, shown?.seq, shown?.rev, shown?.deletedAt !== null], ['', 1, 2, true]);
    const room = await rooms.read(doctor, id);
    assert.deepEqual([room.unread, room.lastUnread, room.lastMessage?.message], [0, null, '']);
    await assert.rejects(rooms.edit(patient, id, message, 'back'), refusal('invalid_transition'));
    assert.deepEqual(
      (await rooms.history(patient, id, message)).map((one) => one.message),
      ['taken back', ''],
    );
  });

  it('is for its sender alone', async () => {
    const { id, doctor, message } = await sent();
    const stranger = await rooms.stranger('doctor');
    for (const change of [rooms.edit.bind(rooms), rooms.remove.bind(rooms)] as const) {
      await assert.rejects(change(doctor, id, message, 'x'), refusal('forbidden'));
      await assert.rejects(change(stranger, id, message, 'x'), refusal('not_found'));
      await assert.rejects(change(doctor, id, randomUUID(), 'x'), refusal('not_found'));
    }
    await assert.rejects(rooms.history(stranger, id, message), refusal('not_found'));
    await assert.rejects(rooms.history(doctor, id, randomUUID()), refusal('not_found'));
    const other = await sent();
    await assert.rejects(rooms.edit(doctor, id, other.message, 'x'), refusal('not_found'));
    assert.equal((await rooms.messages(doctor, id))[0]?.message, 'first');
  });

  it('ends with the window, which was agreed when the visit was booked, and with the room', async () => {
    const { id, appointment, patient, message } = await sent();
    rooms.steps.aheadMs += 14 * MINUTE_MS;
    await rooms.edit(patient, id, message, 'in time');
    rooms.steps.aheadMs += MINUTE_MS;
    await assert.rejects(rooms.edit(patient, id, message, 'late'), refusal('invalid_transition'));
    await assert.rejects(rooms.remove(patient, id, message), refusal('invalid_transition'));
    const { message: later } = await rooms.send(patient, id, 'later');
    await rooms.steps.workerUnitOfWork.withScope({ kind: 'system', label: 'x' }, ({ chatRooms }) =>
      chatRooms.close(appointment, rooms.steps.now()),
    );
    await assert.rejects(rooms.remove(patient, id, later.id), refusal('room_closed', { roomStatus: 'inactive' }));
  });

  it('a repeat of what was sent is still the same message after it was edited', async () => {
    const { id, patient } = await rooms.room();
    const clientMessageId = randomUUID();
    const { message } = await rooms.send(patient, id, 'as sent', { clientMessageId });
    await rooms.edit(patient, id, message.id, 'as edited');
    const again = await rooms.send(patient, id, 'as sent', { clientMessageId });
    assert.deepEqual([again.isRepeat, again.message.message], [true, 'as edited']);
    await assert.rejects(rooms.send(patient, id, 'as edited', { clientMessageId }), refusal('idempotency_conflict'));
  });

  it('by both sides at once leaves no gap among the changes', async () => {
    const { id, patient, doctor, message } = await sent();
    const { message: answer } = await rooms.send(doctor, id, 'answer');
    await Promise.all(
      Array.from({ length: 10 }, (_, at) => [
        rooms.edit(patient, id, message, `patient ${at}`),
        rooms.edit(doctor, id, answer.id, `doctor ${at}`),
        rooms.send(patient, id, `message ${at}`),
      ]).flat(),
    );
    const changes = await rooms.steps.sql('select rev from chat_changes where room_id = $1 order by rev', [id]);
    assert.deepEqual(
      changes.map(({ rev }) => rev),
      Array.from({ length: 32 }, (_, at) => at + 1),
    );
    assert.equal((await rooms.history(patient, id, message)).length, 11);
    const rows = await rooms.steps.sql(
      "select count(*)::int as rows from audit_events where action = 'chat.message_edited' and entity_id = $1",
      [id],
    );
    assert.deepEqual(rows, [{ rows: 20 }]);
  });
});
