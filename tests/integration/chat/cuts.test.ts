import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import { HOUR_MS } from '../../../src/domain/instants.js';
import { cancelAppointment } from '../../../src/usecases/appointments/cancel-appointment.js';
import { type LiveClient, LiveProcesses, type LiveRoom } from '../../support/live-processes.js';
import { pairIn } from '../../support/presence-and-typing.js';

const CHAT = '/api/v1/chat';

/** Whoever may not be there any more is cut on the other process within a second, and no event comes after it. */
describe('a cut, over two processes', () => {
  let live: LiveProcesses;
  before(async () => {
    live = await LiveProcesses.start({ RATE_LIMIT_MESSAGES: 'off' });
  });
  after(() => live?.stop());

  /** Waits for what comes of an action; it is there within a second of its answer. */
  async function withinASecond<T>(action: () => Promise<void>, cut: Promise<T>): Promise<T> {
    await action();
    const began = Date.now();
    const came = await cut;
    assert.ok(Date.now() - began < 1_000, `${Date.now() - began} ms`);
    return came;
  }

  /** What came after this event, by name; what is told to a person rather than in a room is left out. */
  const afterEvent = (client: LiveClient, name: string) => {
    const names = client.events.map((one) => one.name);
    return names
      .slice(names.lastIndexOf(name) + 1)
      .filter((one) => !['notification', 'appointment:changed'].includes(one));
  };

  /** Says something and waits until everybody has it who is still there: whoever was cut would have had it by then, too. */
  async function say(sender: LiveClient, room: LiveRoom, message: string, others: readonly LiveClient[]) {
    assert.equal((await sender.send(room.id, message)).ok, true);
    for (const one of [sender, ...others]) await one.next('message', (event) => event.message === message);
  }

  it('comes with the end of the session', async () => {
    const { room, doctor, patient } = await pairIn(live);
    const { api, access } = await live.token(room.patient, 0);
    const second = await live.connect(room.patient, 1, access);
    await second.join(room.id);
    await withinASecond(
      async () => assert.equal((await api.post('/api/v1/users/logout/', {})).status, 204),
      second.ended(),
    );
    assert.deepEqual(second.of('session:end'), [{ code: 'revoked' }]);
    await say(doctor, room, 'After the sign-out', [patient]);
    assert.deepEqual(afterEvent(second, 'session:end'), []);
    assert.equal((await live.refusal(1, { token: access })).code, 'unauthenticated');
  });

  it('comes with the end of a membership', async () => {
    const { room, doctor, patient } = await pairIn(live);
    await say(patient, room, 'Before', [doctor]);
    const left = await withinASecond(
      () =>
        live.clinics.core.unitOfWork.withScope(SYSTEM, (scope) =>
          scope.chatMembers.leave(room.id, room.doctor.id, new Date()),
        ),
      doctor.next('room:left'),
    );
    assert.equal(left.room_id, room.id);
    assert.equal((await patient.send(room.id, 'Are you there?')).ok, true);
    await patient.next('message', ({ message }) => message === 'Are you there?');
    await patient.ask('typing', { room_id: room.id });
    assert.equal((await doctor.send(room.id, 'Still here')).code, 'forbidden');
    assert.equal((await doctor.join(room.id)).code, 'forbidden');
    assert.deepEqual(afterEvent(doctor, 'room:left'), []);
  });

  it('comes to a nurse who is removed, while the others go on', async () => {
    const { room, doctor, patient } = await pairIn(live);
    const person = await live.clinics.person(room.clinic, 'nurse');
    const { api } = await live.token(room.doctor, 0);
    const members = `${CHAT}/${room.id}/members/`;
    assert.equal((await api.post(members, { user: person.id })).status, 201);
    const nurse = await live.connect(person, 1);
    await nurse.join(room.id);
    await say(doctor, room, 'Hello nurse', [patient, nurse]);
    await withinASecond(
      async () => assert.equal((await api.delete(`${members}${person.id}/`)).status, 204),
      nurse.next('room:left'),
    );
    await say(doctor, room, 'Between us', [patient]);
    const { message } = await patient.send(room.id, 'Yes');
    await patient.ask('message:edit', { room_id: room.id, id: message.id, message: 'No' });
    await doctor.next('message:changed');
    assert.deepEqual(afterEvent(nurse, 'room:left'), []);
  });

  it('takes the right to write with the appointment that is cancelled', async () => {
    const { room, doctor, patient } = await pairIn(live);
    await say(patient, room, 'Before', [doctor]);
    const { core } = live.clinics;
    const cancel = { to: 'cancelled_by_clinic', reason: 'The doctor is ill' } as const;
    const input = { appointmentId: room.appointment, operationId: randomUUID(), actor: SYSTEM, command: cancel };
    // As the worker does it, which is another process to both.
    const cancelled = async () => void (await cancelAppointment(core)(input));
    const told = Promise.all([doctor, patient].map((one) => one.next('room:status')));
    for (const status of await withinASecond(cancelled, told)) {
      assert.deepEqual([status.status, status.can_send_messages], ['inactive', false]);
    }
    for (const [client, person] of [
      [doctor, room.doctor],
      [patient, room.patient],
    ] as const) {
      assert.deepEqual(
        [await client.send(room.id, 'Too late'), await client.ask('typing', { room_id: room.id })].map(
          ({ code, room_status: status }) => [code, status],
        ),
        [
          ['room_closed', 'inactive'],
          ['room_closed', 'inactive'],
        ],
      );
      const { api } = await live.token(person, 1);
      assert.equal((await api.post(`${CHAT}/messages/${room.id}/`, { message: 'Too late' })).status, 409);
      assert.deepEqual(afterEvent(client, 'room:status'), []);
    }
  });

  it('is no surprise: patient and doctor of a visit are notified how it stands on every process, and nobody else', async () => {
    const { room, doctor, patient } = await pairIn(live);
    const other = await live.room();
    const others = await Promise.all([other.doctor, other.patient].map((one, at) => live.connect(one, at)));
    const { core } = live.clinics;
    const command = { to: 'cancelled_by_clinic', reason: 'The doctor is ill' } as const;
    const input = { appointmentId: room.appointment, operationId: randomUUID(), actor: SYSTEM, command };
    const { paymentStatus } = await cancelAppointment(core)(input);
    for (const client of [doctor, patient]) {
      const event = await client.next('appointment:changed');
      assert.deepEqual(event, { id: room.appointment, status: command.to, payment_status: paymentStatus });
    }
    for (const client of others) {
      // What came before this answer has come.
      await client.join(other.id);
      assert.deepEqual(client.of('appointment:changed'), []);
    }
  });

  it('ends when the doctor opens the room again: both are told that they can write', async () => {
    const room = await live.room();
    const { clinics } = live;
    for (const to of ["'in_progress'", "'completed', completed_at = now()"]) {
      await clinics.rows(`update appointments set status = ${to} where id = $1`, [room.appointment]);
    }
    await clinics.core.unitOfWork.withScope(SYSTEM, (scope) => scope.chatRooms.close(room.appointment, new Date()));
    const [doctor, patient] = [await live.connect(room.doctor, 0), await live.connect(room.patient, 1)];
    for (const one of [doctor, patient]) assert.deepEqual((await one.join(room.id)).room.can_send_messages, false);
    const { api } = await live.token(room.doctor, 0);
    const wish = { until: new Date(Date.now() + HOUR_MS).toISOString(), reason: 'A question is open' };
    const told = Promise.all([doctor, patient].map((one) => one.next('room:status')));
    const statuses = await withinASecond(
      async () => assert.equal((await api.post(`${CHAT}/${room.id}/reopen/`, wish)).status, 200),
      told,
    );
    for (const { room_id: id, status, can_send_messages: canSend } of statuses) {
      assert.deepEqual([id, status, canSend], [room.id, 'active', true]);
    }
    await doctor.next('presence', ({ user, online }) => user === room.patient.id && online);
    await say(patient, room, 'One more thing', [doctor]);
  });
});
