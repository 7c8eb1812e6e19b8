import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { until } from '../../support/client.js';
import { type LiveClient, LiveProcesses, type LiveRoom } from '../../support/live-processes.js';
import { roundTripsOf } from '../../support/statements.js';

// What changes behind the back of the processes, as when a poke is lost.

describe('a look at the rooms that somebody follows', () => {
  let live: LiveProcesses;
  before(async () => {
    live = await LiveProcesses.start();
  });
  after(() => live?.stop());

  const look = () => Promise.all(live.processes.map(({ api }) => api.live.lookAgain()));
  const change = (text: string, values: readonly unknown[]) => live.clinics.rows(text, values);

  async function patientIn(room: LiveRoom): Promise<LiveClient> {
    const patient = await live.connect(room.patient, 1);
    assert.equal((await patient.join(room.id)).ok, true);
    await look();
    return patient;
  }

  it('finds that the room opens later, and that it opens by time alone', async () => {
    const room = await live.room();
    const patient = await patientIn(room);
    const later = new Date(Date.now() + 3_600_000);
    await change('update chat_rooms set opens_at = $2 where id = $1', [room.id, later]);
    await look();
    const closed = await patient.next('room:status');
    assert.deepEqual([closed.can_send_messages, closed.opens_at], [false, later.toISOString()]);

    const opensAt = new Date(Date.now() + 1_500);
    await change('update chat_rooms set opens_at = $2 where id = $1', [room.id, opensAt]);
    await look();
    await until('the time', async () => Date.now() > opensAt.getTime());
    await look();
    await patient.next('room:status', (status) => status.can_send_messages);
  });

  it('finds how far somebody has read', async () => {
    const room = await live.room();
    const patient = await patientIn(room);
    await patient.send(room.id, 'Good morning');
    await change(
      `with read as (update chat_members set read_up_to = 1 where room_id = $1 and user_id = $2)
       insert into chat_receipts (room_id, user_id, up_to, read_at) values ($1, $2, 1, now())`,
      [room.id, room.doctor.id],
    );
    await look();
    assert.equal((await patient.next('message:read')).user, room.doctor.id);
  });

  it('finds that somebody is a member no more', async () => {
    const room = await live.room();
    const patient = await patientIn(room);
    await change('update chat_members set left_at = now() where room_id = $1 and user_id = $2', [
      room.id,
      room.patient.id,
    ]);
    await look();
    assert.equal((await patient.next('room:left')).room_id, room.id);
  });

  it('finds that the visit was deleted', async () => {
    const room = await live.room();
    const patient = await patientIn(room);
    await change('update appointments set deleted_at = now() where id = $1', [room.appointment]);
    await look();
    assert.equal((await patient.next('room:left')).room_id, room.id);
  });

  it('tells a notification that could not be read when it came', async () => {
    const room = await live.room();
    const patient = await live.connect(room.patient, 1);
    const [, second] = live.processes;
    assert.ok(second);
    const failures: string[] = [];
    second.core.logger.on('data', ({ level, message }) => level === 'warn' && failures.push(message));
    await change('alter table notices rename to notices_away', []);
    try {
      await change(
        `insert into notices_away (id, user_id, clinic_id, kind, room_id, appointment_id, created_at)
         values ($1, $2, $3, 'unread_messages', $4, $5, now())`,
        [randomUUID(), room.patient.id, room.clinic, room.id, room.appointment],
      );
      await change('select pg_notify($1, $2)', ['keepwell_notices', room.patient.id]);
      await until('the reading to fail', async () => failures.length > 0);
      // Before it can be read again: the process looks from time to time by itself.
      assert.deepEqual(patient.of('notification'), []);
    } finally {
      await change('alter table notices_away rename to notices', []);
    }
    await look();
    assert.equal((await patient.next('notification')).appointment, room.appointment);
  });

  it('is one statement, and reads no room in which nothing is new', async () => {
    for (let at = 0; at < 3; at += 1) await patientIn(await live.room());
    const [, second] = live.processes;
    assert.ok(second);
    await until('a look that finds nothing', async () => {
      const asked = await roundTripsOf(second.core.pool, async () => {
        await second.api.live.lookAgain();
        // Behind the readings that the look has begun: they have asked by then.
        await second.core.pool.query('select 1 as behind');
      });
      const read = asked.filter((text) => !/^select (set_config\([^;]*$|1 as behind)/.test(text));
      return read.length > 0 && read.every((text) => text.includes('room_marks'));
    });
  });
});
