import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import { HOUR_MS, MINUTE_MS } from '../../../src/domain/instants.js';
import { recordNoShow } from '../../../src/usecases/appointments/record-no-show.js';
import { rescheduleAppointment } from '../../../src/usecases/appointments/reschedule-appointment.js';
import { readSnapshotOf } from '../../../src/usecases/appointments/snapshot.js';
import { decideAbsence } from '../../../src/usecases/support/decide-absence.js';
import { ChatRooms, type Room, refusal } from '../../support/chat-rooms.js';

describe('who is in a chat room around the visit', () => {
  let rooms: ChatRooms;
  before(async () => {
    rooms = await ChatRooms.open();
  });
  after(() => rooms.close());

  const snapshot = ({ appointment }: Room) =>
    rooms.steps.unitOfWork.withScope(SYSTEM, (scope) => readSnapshotOf(scope, appointment));
  const asked = (id: string, command: object) =>
    ({ appointmentId: id, operationId: `${id}/${randomUUID()}`, actor: SYSTEM, command }) as never;

  /** Turns the clock to this long after the visit's start, for the time of `fn`. */
  async function whenStarted({ appointment }: Room, ms: number, fn: () => Promise<void>): Promise<void> {
    rooms.steps.aheadMs = Number((await rooms.steps.row(appointment)).starts_at) + ms - Date.now();
    try {
      await fn();
    } finally {
      rooms.steps.aheadMs = 0;
    }
  }

  it('is seen by joining, once, and the visit’s workflow is asked to look', async () => {
    const room = await rooms.room();
    await rooms.join(room.patient, room.id);
    assert.equal((await snapshot(room)).patientSeen, false, 'long before the visit it says nothing');
    await whenStarted(room, -MINUTE_MS, async () => {
      await rooms.join(room.doctor, room.id);
      assert.equal((await snapshot(room)).patientSeen, false, 'the doctor is not the patient');
      await Promise.all([rooms.join(room.patient, room.id), rooms.news(room.patient, room.id)]);
      await rooms.join(room.patient, room.id);
    });
    const { patientSeen, page } = await snapshot(room);
    assert.equal(patientSeen, true);
    assert.match(page?.chat ?? '', /^open from /);
    assert.deepEqual(
      page?.seen.map((line) => line.replace(/ from .*/, '')),
      ['doctor in the chat', 'patient in the chat'],
    );
    assert.deepEqual(rooms.refreshed.splice(0), [room.appointment, room.appointment]);
    const audited = await rooms.steps.sql(
      "select details->>'role' as role from audit_events where entity_id = $1 and action = 'chat.seen' order by id",
      [room.id],
    );
    assert.deepEqual(audited, [{ role: 'doctor' }, { role: 'patient' }]);
  });

  it('is seen by writing, and by waiting in the room for its opening', async () => {
    const [written, waited] = [await rooms.room(), await rooms.room()];
    await whenStarted(
      written,
      MINUTE_MS,
      async () => void (await rooms.send(written.patient, written.id, 'Here I am')),
    );
    await whenStarted(waited, MINUTE_MS, async () => void (await rooms.news(waited.patient, waited.id)));
    for (const room of [written, waited]) assert.equal((await snapshot(room)).patientSeen, true);
  });

  it('is not seen by reading before, by coming too late, or in a visit that was moved since', async () => {
    const [early, late, moved] = [await rooms.room(), await rooms.room(), await rooms.room()];
    await whenStarted(early, -MINUTE_MS, async () => void (await rooms.messages(early.patient, early.id)));
    await whenStarted(late, HOUR_MS, async () => void (await rooms.send(late.patient, late.id, 'Sorry')));
    await whenStarted(moved, -MINUTE_MS, async () => {
      await rooms.send(moved.patient, moved.id, 'Could it be later?');
      const slotId = await rooms.steps.slot();
      await rescheduleAppointment(rooms.steps.deps)(asked(moved.appointment, { slotId }));
    });
    for (const room of [early, late, moved]) assert.equal((await snapshot(room)).patientSeen, false);
  });

  it('cannot be called absent, by its doctor no more than by staff', async () => {
    const room = await rooms.room();
    await whenStarted(room, 0, async () => void (await rooms.send(room.patient, room.id, 'Hello?')));
    await whenStarted(room, 11 * MINUTE_MS, async () => {
      const recording = recordNoShow(rooms.steps.deps)(asked(room.appointment, { reason: null }));
      await assert.rejects(recording, refusal('invalid_transition', { status: 'booked' }));
    });
    await whenStarted(room, HOUR_MS, async () => {
      const decide = (outcome: string) =>
        decideAbsence(rooms.steps.deps)(asked(room.appointment, { outcome, reason: 'test' }));
      await assert.rejects(decide('no_show'), refusal('invalid_transition'));
      assert.equal((await decide('doctor_absent')).status, 'cancelled_by_doctor');
      const { page } = await snapshot(room);
      assert.match(page?.chat ?? '', /^closed since /);
    });
  });
});
