import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import { SYSTEM } from '../../src/domain/actor.js';
import { until } from './client.js';
import type { LiveClient, LiveProcesses, LiveRoom } from './live-processes.js';

/** Doctor and patient at different processes, both in their room, the doctor first. */
export async function pairIn(live: LiveProcesses) {
  const room = await live.room();
  const [doctor, patient] = [await live.connect(room.doctor, 0), await live.connect(room.patient, 1)];
  assert.deepEqual((await doctor.join(room.id)).online, [room.doctor.id]);
  await until('the other process to hear of the doctor', async () => {
    const { online } = await patient.join(room.id);
    return online.length === 2;
  });
  await doctor.next('presence');
  return { room, doctor, patient };
}

const seen = (client: LiveClient, room: LiveRoom) =>
  client.of('presence').map(({ room_id, user, online }) => {
    assert.equal(room_id, room.id);
    return [user === room.doctor.id ? 'doctor' : 'patient', online];
  });

/** What holds of presence and typing, by whatever processes tell each other of it. To be called in a suite. */
export function showsPresenceAndTyping(running: () => LiveProcesses): void {
  const setRoom = async (room: LiveRoom, opensAt: Date) => {
    const { clinics } = running();
    await clinics.rows('update chat_rooms set opens_at = $2 where id = $1', [room.id, opensAt]);
    await clinics.rows('select pg_notify($1, $2)', ['keepwell_rooms', room.id]);
  };

  it('shows who is typing to the others in the room, until they send or are gone', async () => {
    const live = running();
    const { room, doctor, patient } = await pairIn(live);
    const second = await live.connect(room.patient, 0);
    await second.join(room.id);
    assert.deepEqual(await patient.ask('typing', { room_id: room.id }), { ok: true });
    const typing = { room_id: room.id, user: room.patient.id };
    assert.deepEqual(await doctor.next('typing'), { ...typing, expires_in: 5 });
    await patient.send(room.id, 'Done');
    await doctor.next('typing', ({ expires_in }) => expires_in === 0);
    await patient.ask('typing', { room_id: room.id });
    await until('it again', async () => doctor.of('typing').length === 3);
    patient.socket.disconnect();
    await until('the end of it', async () => doctor.of('typing').length === 4);
    assert.deepEqual(
      doctor.of('typing').map(({ expires_in }) => expires_in),
      [5, 0, 5, 0],
    );
    assert.deepEqual([...patient.of('typing'), ...second.of('typing')], [], 'never to the person’s own sockets');

    assert.equal((await doctor.ask('room:leave', { room_id: room.id })).ok, true);
    await second.ask('typing', { room_id: room.id });
    const again = await live.connect(room.doctor, 1);
    await again.join(room.id);
    await second.ask('typing', { room_id: room.id });
    await again.next('typing');
    assert.equal(doctor.of('typing').length, 4, 'not to who has left');
  });

  it('takes typing from whoever can write now, and not without end', async () => {
    const live = running();
    const { room, doctor, patient } = await pairIn(live);
    const stranger = await live.connect(await live.clinics.person(room.clinic, 'doctor'), 1);
    const told = await stranger.ask('typing', { room_id: room.id });
    assert.deepEqual(told, { ok: false, code: 'not_found', error: 'Chat room not found.' });
    const receptionist = await live.connect(await live.clinics.person(room.clinic, 'receptionist'), 0);
    assert.equal((await receptionist.ask('typing', { room_id: room.id })).code, 'forbidden');
    assert.equal((await patient.ask('typing', {})).code, 'validation_failed');
    assert.equal((await patient.ask('typing', { room_id: randomUUID() })).code, 'not_found');
    const answers = await Promise.all(Array.from({ length: 8 }, () => doctor.ask('typing', { room_id: room.id })));
    const refused = answers.filter(({ ok }) => !ok);
    assert.deepEqual([refused.length, refused[0].code], [3, 'rate_limited']);
    assert.ok(refused[0].retry_after > 0);

    await live.clinics.core.unitOfWork.withScope(SYSTEM, (scope) =>
      scope.chatRooms.close(room.appointment, new Date()),
    );
    const late = await live.connect(room.doctor, 0);
    assert.equal((await late.ask('typing', { room_id: room.id })).code, 'room_closed');
  });

  it('shows who comes and goes, once for all connections of a person', async () => {
    const live = running();
    const { room, doctor, patient } = await pairIn(live);
    assert.deepEqual(seen(doctor, room), [['patient', true]]);
    const second = await live.connect(room.patient, 0);
    assert.deepEqual([...(await second.join(room.id)).online].sort(), [room.doctor.id, room.patient.id].sort());
    patient.socket.disconnect();
    // Longer than the grace: the last beat of the first connection's process does not count any more.
    const began = Date.now();
    await until('the grace to be over', async () => Date.now() - began > 4_500);
    assert.deepEqual(seen(doctor, room), [['patient', true]], 'one is left');

    const left = Date.now();
    second.socket.disconnect();
    const gone = await doctor.next('presence', ({ online }) => !online);
    // By when it was, not by when it was heard: after the grace, and long before the word of a dead process is void.
    const goneAt = Date.parse(gone.at);
    assert.ok(goneAt >= left + 3_000 && goneAt < left + 10_000 && goneAt <= Date.now(), `${goneAt - left} ms`);
    assert.deepEqual((await doctor.join(room.id)).online, [room.doctor.id]);

    const third = await live.connect(room.patient, 1);
    await third.join(room.id);
    await until('the third connection', async () => doctor.of('presence').length === 3);
    await third.ask('room:leave', { room_id: room.id });
    await until('its leaving', async () => doctor.of('presence').length === 4);
    assert.deepEqual(seen(doctor, room), [
      ['patient', true],
      ['patient', false],
      ['patient', true],
      ['patient', false],
    ]);
    assert.deepEqual(third.of('presence'), []);
  });

  it('shows nothing of whoever reads by break-glass, and nothing to them', async () => {
    const live = running();
    const { room, doctor, patient } = await pairIn(live);
    const admin = await live.clinics.person(room.clinic, 'admin');
    const grantedAt = new Date();
    await live.clinics.core.unitOfWork.withScope(SYSTEM, ({ breakGlass }) =>
      breakGlass.add({
        ...{ id: randomUUID(), clinicId: room.clinic, patientId: room.patient.id, userId: admin.id, role: 'admin' },
        ...{ reason: 'Test', grantedAt, expiresAt: new Date(grantedAt.getTime() + 60_000) },
      }),
    );
    const reader = await live.connect(admin, 1);
    const joined = await reader.join(room.id);
    assert.deepEqual([joined.ok, joined.online, joined.room.can_send_messages], [true, [], false]);
    for (const one of [doctor, patient]) await one.next('message', ({ kind }) => kind === 'system');
    assert.equal((await reader.ask('typing', { room_id: room.id })).code, 'forbidden');
    await patient.ask('typing', { room_id: room.id });
    await doctor.next('typing');
    // Behind whatever the others were told of it.
    const second = await live.connect(room.patient, 0);
    assert.deepEqual([...(await second.join(room.id)).online].sort(), [room.doctor.id, room.patient.id].sort());
    patient.socket.disconnect();
    second.socket.disconnect();
    await doctor.next('presence', ({ user, online }) => user === room.patient.id && !online);
    await doctor.send(room.id, 'The reader gets this one');
    await reader.next('message', ({ message }) => message === 'The reader gets this one');
    assert.deepEqual([...reader.of('presence', 'typing')], []);
    assert.ok(doctor.of('presence', 'typing').every(({ user }) => user === room.patient.id));
  });

  it('does not see who is back in a moment as gone', async () => {
    const live = running();
    const { room, doctor, patient } = await pairIn(live);
    // Signing in takes its time, which is no part of the moment.
    const { access } = await live.token(room.patient, 0);
    patient.socket.disconnect();
    const back = await live.connect(room.patient, 0, access);
    await back.join(room.id);
    const began = Date.now();
    await until('the grace to be over', async () => Date.now() - began > 4_500);
    assert.deepEqual(seen(doctor, room), [['patient', true]]);
  });

  it('begins when the room opens, and ends when it closes', async () => {
    const live = running();
    const room = await live.room();
    await setRoom(room, new Date(Date.now() + 3_600_000));
    const [doctor, patient] = [await live.connect(room.doctor, 0), await live.connect(room.patient, 1)];
    for (const one of [doctor, patient]) assert.deepEqual((await one.join(room.id)).online, []);
    assert.equal((await patient.ask('typing', { room_id: room.id })).code, 'room_closed');
    await setRoom(room, new Date(Date.now() - 1_000));
    await doctor.next('presence', ({ user, online }) => online && user === room.patient.id);
    await patient.next('presence', ({ user, online }) => online && user === room.doctor.id);

    await live.clinics.core.unitOfWork.withScope(SYSTEM, (scope) =>
      scope.chatRooms.close(room.appointment, new Date()),
    );
    for (const one of [doctor, patient]) await one.next('room:status', ({ status }) => status === 'inactive');
    const before = doctor.of('presence').length;
    patient.socket.disconnect();
    const late = await live.connect(room.patient, 1);
    assert.deepEqual((await late.join(room.id)).online, []);
    const began = Date.now();
    await until('the grace to be over', async () => Date.now() - began > 4_500);
    assert.equal(doctor.of('presence').length, before);
  });
}
