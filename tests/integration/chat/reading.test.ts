import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import { MINUTE_MS } from '../../../src/domain/instants.js';
import { rescheduleAppointment } from '../../../src/usecases/appointments/reschedule-appointment.js';
import { ChatRooms, refusal } from '../../support/chat-rooms.js';

describe('reading a room', () => {
  let rooms: ChatRooms;
  before(async () => {
    rooms = await ChatRooms.open();
  });
  after(() => rooms.close());

  const audited = (action: string, room: string) =>
    rooms.steps.sql(
      'select actor_user_id, patient_id, details from audit_events where action = $1 and entity_id = $2',
      [action, room],
    );

  it('gives the last messages, those beside a place, and those after a change', async () => {
    const { id, patient, doctor } = await rooms.room();
    for (let at = 1; at <= 7; at += 1) await rooms.send(at % 2 ? patient : doctor, id, `${at}`);
    const texts = async (query: Parameters<ChatRooms['messages']>[2]) =>
      (await rooms.messages(doctor, id, query)).map(({ message }) => message).join('');
    assert.equal(await texts({}), '1234567');
    assert.equal(await texts({ limit: 3 }), '567');
    assert.equal(await texts({ before: 5, limit: 2 }), '34');
    assert.equal(await texts({ after: 2, limit: 2 }), '34');
    assert.equal(await texts({ since: 5 }), '67');
    assert.equal(await texts({ since: 0, limit: 2 }), '12');
    assert.equal(await texts({ since: 7 }), '');
    assert.equal(await texts({ before: 1 }), '');
  });

  it('counts what is not read by receipts alone, and what was read stays read', async () => {
    const { id, patient, doctor } = await rooms.room();
    for (const text of ['one', 'two', 'three']) await rooms.send(doctor, id, text);
    await rooms.send(patient, id, 'mine');
    let room = await rooms.read(patient, id);
    assert.deepEqual(
      [room.unread, room.lastUnread?.message, room.lastMessage?.message, room.lastUnread?.senderName],
      [3, 'three', 'mine', 'Test Person'],
    );
    assert.deepEqual(await rooms.markRead(patient, id, 2), { marked: 2, unread: 1 });
    assert.deepEqual(await rooms.markRead(patient, id, 1), { marked: 0, unread: 1 });
    assert.deepEqual(await rooms.markRead(patient, id, 999), { marked: 1, unread: 0 });
    assert.deepEqual(await rooms.markRead(patient, id), { marked: 0, unread: 0 });
    room = await rooms.read(patient, id);
    assert.deepEqual([room.unread, room.lastUnread], [0, null]);
    assert.equal((await rooms.read(doctor, id)).unread, 1);
  });

  it('says who has read each message, and since when', async () => {
    const { id, patient, doctor } = await rooms.room();
    await rooms.send(patient, id, 'first');
    await rooms.send(patient, id, 'second');
    await rooms.markRead(doctor, id, 1);
    rooms.steps.aheadMs += 1000;
    await rooms.send(patient, id, 'third');
    const own = (await rooms.messages(patient, id)).map(({ isRead, readBy }) => [isRead, readBy.length]);
    assert.deepEqual(own, [
      [true, 1],
      [false, 0],
      [false, 0],
    ]);
    assert.deepEqual(
      (await rooms.messages(doctor, id)).map(({ isRead }) => isRead),
      [true, false, false],
    );
    await rooms.markRead(doctor, id);
    const [first, second, third] = await rooms.messages(patient, id);
    assert.ok(first && second && third);
    assert.deepEqual(
      [first, second, third].map(({ isRead }) => isRead),
      [true, true, true],
    );
    assert.deepEqual(second.readBy, third.readBy, 'read together');
    const [early, late] = [first.readBy[0]?.readAt, second.readBy[0]?.readAt];
    assert.ok(early && late && late.getTime() - early.getTime() >= 1000);
    assert.deepEqual(
      third.readBy.map(({ userId }) => userId),
      [doctor.userId],
    );
  });

  it('lists the own rooms, those first in which something was said last', async () => {
    const doctorOf = await rooms.room();
    const other = await rooms.room();
    for (const table of ['chat_members', 'appointments']) {
      const column = table === 'appointments' ? 'doctor_id' : 'user_id';
      await rooms.steps.sql(
        `update ${table} set ${column} = $2 where ${table === 'appointments' ? 'id' : 'room_id'} = $1 ${table === 'appointments' ? '' : "and role = 'doctor'"}`,
        [table === 'appointments' ? other.appointment : other.id, doctorOf.doctor.userId],
      );
    }
    rooms.steps.aheadMs += 1000;
    await rooms.send(doctorOf.patient, doctorOf.id, 'later');
    rooms.steps.aheadMs += 1000;
    await rooms.send(other.patient, other.id, 'latest');
    const listed = await rooms.list(doctorOf.doctor);
    assert.deepEqual(
      listed.map(({ id, lastMessage, unread }) => [id, lastMessage?.message, unread]),
      [
        [other.id, 'latest', 1],
        [doctorOf.id, 'later', 1],
      ],
    );
    assert.deepEqual(
      (await rooms.list(other.patient)).map(({ id }) => id),
      [other.id],
    );
    const rows = await rooms.steps.sql(
      "select patient_ids from audit_events where action = 'chat.listed' and actor_user_id = $1",
      [doctorOf.doctor.userId],
    );
    const named = [doctorOf.patient.userId, other.patient.userId].sort();
    assert.deepEqual(rows, [{ patient_ids: named }]);
  });

  it('leaves one audit row for each reader, room and quarter of an hour, and none of the patient', async () => {
    const { id, patient, doctor } = await rooms.room();
    await rooms.send(patient, id, 'hello');
    const quarter = 15 * MINUTE_MS;
    rooms.beginQuarter();
    await Promise.all([1, 2, 3, 4].map(() => rooms.messages(doctor, id)));
    await rooms.read(doctor, id);
    await rooms.messages(patient, id);
    assert.deepEqual(await audited('chat.read', id), [
      { actor_user_id: doctor.userId, patient_id: patient.userId, details: {} },
    ]);
    rooms.steps.aheadMs += quarter;
    await rooms.messages(doctor, id);
    assert.equal((await audited('chat.read', id)).length, 2);
  });

  it('by break-glass is told to both sides once, and writes nothing', async () => {
    const room = await rooms.room();
    const { id, patient, doctor } = room;
    await rooms.send(patient, id, 'hello');
    const reader = await rooms.stranger('admin');
    await assert.rejects(rooms.messages(reader, id), refusal('not_found'));
    const grantId = await rooms.breakGlass(room, reader, 'admin');
    const seen = await rooms.messages(reader, id);
    assert.deepEqual(
      seen.map(({ kind, senderId, seq }) => [kind, senderId === null, seq]),
      [
        ['text', false, 1],
        ['system', true, 2],
      ],
    );
    assert.match(seen[1]?.message ?? '', /^An administrator of the clinic has opened this conversation/);
    const shown = await rooms.read(reader, id);
    assert.deepEqual([shown.canSend, shown.unread], [false, 0]);
    for (const member of [patient, doctor]) assert.equal((await rooms.messages(member, id)).length, 2);
    assert.equal((await rooms.read(patient, id)).unread, 0, 'what the product says is no unread message');
    for (const attempt of [() => rooms.send(reader, id, 'x'), () => rooms.markRead(reader, id)]) {
      await assert.rejects(attempt, refusal('forbidden'));
    }
    const rows = await audited('chat.read', id);
    assert.deepEqual(
      rows.filter(({ actor_user_id: who }) => who === reader.userId).map(({ details }) => details),
      [{ breakGlass: grantId }],
    );
    rooms.steps.aheadMs += 61 * MINUTE_MS;
    await assert.rejects(rooms.messages(reader, id), refusal('not_found'));
  });

  it('goes on with the visit: another doctor comes in, the one before is out', async () => {
    const { id, appointment, patient, doctor } = await rooms.room();
    await rooms.send(patient, id, 'before');
    const next = await rooms.room();
    const slot = await rooms.steps.slot({ doctor: next.doctor.userId, inMs: 100 * 60 * MINUTE_MS });
    const move = () =>
      rescheduleAppointment({ ...rooms.steps.deps, requireVerifiedDoctors: false })({
        appointmentId: appointment,
        operationId: `${appointment}/move`,
        actor: SYSTEM,
        command: { slotId: slot },
      });
    await move();
    await move();
    const room = await rooms.read(next.doctor, id);
    assert.deepEqual(
      room.members.map(({ userId, role, leftAt }) => [userId, role, leftAt !== null]),
      [
        [doctor.userId, 'doctor', true],
        [patient.userId, 'patient', false],
        [next.doctor.userId, 'doctor', false],
      ],
    );
    assert.equal(room.visit.doctor.id, next.doctor.userId);
    const messages = await rooms.messages(next.doctor, id);
    assert.deepEqual(
      messages.map(({ kind, message }) => [kind, message]),
      [
        ['text', 'before'],
        ['system', 'Test Person has left the chat.'],
        ['system', 'Test Person has joined the chat. The visit was moved to this doctor.'],
      ],
    );
    assert.equal((await rooms.messages(patient, id)).length, 3);
    for (const attempt of [
      () => rooms.messages(doctor, id),
      () => rooms.read(doctor, id),
      () => rooms.send(doctor, id, 'x'),
      () => rooms.markRead(doctor, id),
    ]) {
      await assert.rejects(attempt, refusal('forbidden'));
    }
    await assert.rejects(rooms.send(patient, id, 'early'), refusal('room_closed', { roomStatus: 'active' }));
  });
});
