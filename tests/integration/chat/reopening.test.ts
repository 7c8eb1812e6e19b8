import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import { HOUR_MS, MINUTE_MS } from '../../../src/domain/instants.js';
import { completeAppointment } from '../../../src/usecases/appointments/complete-appointment.js';
import { ChatRooms, type Room, refusal } from '../../support/chat-rooms.js';

const DAY_MS = 24 * HOUR_MS;

describe('a chat room after the visit', () => {
  let rooms: ChatRooms;
  before(async () => {
    rooms = await ChatRooms.open();
  });
  after(() => rooms.close());

  /** The clock stands after the visit then. */
  async function completed(): Promise<Room> {
    const room = await rooms.room();
    const { appointment } = room;
    rooms.steps.aheadMs = Number((await rooms.steps.row(appointment)).starts_at) + MINUTE_MS - Date.now();
    const complete = { appointmentId: appointment, operationId: randomUUID(), actor: SYSTEM, command: {} };
    await completeAppointment(rooms.steps.deps)(complete as never);
    return room;
  }
  const state = async (room: Room) => (await rooms.news(room.patient, room.id)).state;

  it('is opened again by its doctor; both are told in it, and the patient by mail, of no word of the reason', async () => {
    const room = await completed();
    await assert.rejects(rooms.send(room.patient, room.id, 'One more thing'), refusal('room_closed'));
    const shown = await rooms.reopen(room.doctor, room.id, DAY_MS);
    assert.deepEqual([shown.status, shown.canSend, shown.closedAt], ['active', true, null]);
    assert.deepEqual((await state(room)).canSend, true);
    await rooms.send(room.patient, room.id, 'One more thing');
    const [told] = await rooms.messages(room.patient, room.id);
    assert.deepEqual([told?.kind, told?.message], ['system', 'Test Person has opened this chat again.']);
    assert.deepEqual(
      (await rooms.list(room.patient)).map(({ id, status }) => [id, status]),
      [[room.id, 'active']],
    );
    const [mail] = await rooms.steps.sql('select user_id, kind, state from account_mails where id = any($1)', [
      rooms.mails.splice(0),
    ]);
    assert.deepEqual(mail, { user_id: room.patient.userId, kind: 'chat_reopened', state: 'waiting' });
    rooms.steps.aheadMs += DAY_MS;
    const over = await state(room);
    assert.deepEqual([over.status, over.canSend], ['inactive', false]);
    await assert.rejects(rooms.send(room.doctor, room.id, 'Late'), refusal('room_closed', { roomStatus: 'inactive' }));
    assert.deepEqual((await rooms.read(room.doctor, room.id)).closedAt, shown.openUntil);
  });

  it('is opened once by one request, and until another moment by another', async () => {
    const room = await completed();
    const key = { caller: room.doctor.userId, key: randomUUID() };
    const [one, again] = [
      await rooms.reopen(room.doctor, room.id, HOUR_MS, key),
      await rooms.reopen(room.doctor, room.id, 2 * HOUR_MS, key),
    ];
    assert.deepEqual(again.openUntil, one.openUntil);
    assert.equal(rooms.mails.splice(0).length, 1);
    const later = await rooms.reopen(room.doctor, room.id, 2 * HOUR_MS);
    assert.ok(later.openUntil && one.openUntil && later.openUntil > one.openUntil);
    assert.equal((await rooms.messages(room.doctor, room.id)).length, 2);
  });

  it('is opened by nobody else, and not before the visit is completed or long after', async () => {
    const booked = await rooms.room();
    await assert.rejects(rooms.reopen(booked.doctor, booked.id, HOUR_MS), refusal('invalid_transition'));
    const room = await completed();
    await assert.rejects(rooms.reopen(room.patient, room.id, HOUR_MS), refusal('forbidden'));
    await assert.rejects(rooms.reopen(await rooms.stranger('doctor'), room.id, HOUR_MS), refusal('not_found'));
    await assert.rejects(rooms.reopen(await rooms.stranger('admin'), room.id, HOUR_MS), refusal('not_found'));
    await assert.rejects(rooms.reopen(room.doctor, room.id, -1), refusal('validation_failed', { field: 'until' }));
    await assert.rejects(rooms.reopen(room.doctor, room.id, 15 * DAY_MS), refusal('validation_failed'));
    rooms.steps.aheadMs += 15 * DAY_MS;
    await assert.rejects(rooms.reopen(room.doctor, room.id, HOUR_MS), refusal('invalid_transition'));
  });

  it('is opened by no statement of anybody but its doctor', async () => {
    const room = await completed();
    const open = (actor: Room['patient']) =>
      rooms.steps.api.unitOfWork.withScope(
        actor,
        ({ chatRooms }) => chatRooms.openUntil(room.id, new Date(rooms.steps.now().getTime() + HOUR_MS)),
        { opens: { room: room.id } },
      );
    await assert.rejects(open(room.patient), /only the doctor/);
    await open(room.doctor);
  });
});
