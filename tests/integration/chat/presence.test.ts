import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { until } from '../../support/client.js';
import { LiveProcesses } from '../../support/live-processes.js';
import { pairIn, showsPresenceAndTyping } from '../../support/presence-and-typing.js';

const CHANNEL = 'keepwell_live#/chat';

describe('presence and typing, over two processes and PostgreSQL', () => {
  let live: LiveProcesses;
  let ears: pg.Client;
  const overheard: string[] = [];
  before(async () => {
    live = await LiveProcesses.start({ RATE_LIMIT_MESSAGES: 'off' });
    ears = new pg.Client({ connectionString: live.clinics.core.settings.DATABASE_URL });
    await ears.connect();
    ears.on('notification', ({ payload = '' }) => overheard.push(payload));
    await ears.query(
      `listen "${CHANNEL}"; listen "keepwell_live#/"; listen keepwell_rooms; listen keepwell_revocations`,
    );
    await until('both adapters to listen', async () => (await adapters()).length === 3);
  });
  after(async () => {
    await ears?.end();
    await live?.stop();
  });

  /** The connections on which socket.io's adapters listen: of both processes, and of the API without sockets in the fixture. */
  async function adapters(): Promise<readonly number[]> {
    const rows = await live.clinics.rows<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and query like 'LISTEN "keepwell_live%'`,
    );
    return rows.map(({ pid }) => pid);
  }

  showsPresenceAndTyping(() => live);

  it('hears of everybody at a process that died as offline within twenty seconds', { timeout: 40_000 }, async () => {
    const room = await live.room();
    const doctor = await live.connect(room.doctor, 0);
    await doctor.join(room.id);
    // What a process said before it died, without a goodbye.
    const said = await until(
      'what a process says',
      async () => overheard.find((one) => one.includes('presence:here')) ?? false,
    );
    const dead = randomUUID();
    const packet = ['presence:here', dead, [{ roomId: room.id, userId: room.patient.id }]];
    await ears.query('select pg_notify($1, $2)', [
      CHANNEL,
      JSON.stringify({ ...JSON.parse(said), uid: dead, data: { packet } }),
    ]);
    await doctor.next('presence', ({ user, online }) => online && user === room.patient.id);
    const began = Date.now();
    await until(
      'the end of it',
      async () => doctor.of('presence').some(({ user, online }) => !online && user === room.patient.id),
      25_000,
    );
    const took = Date.now() - began;
    assert.ok(took > 10_000 && took < 20_000, `${took} ms`);
  });

  it('outlives the connections of its adapters, and goes on', { timeout: 60_000 }, async () => {
    // More often than the pool has connections: none is lost for good.
    for (let at = 0; at < 4; at += 1) {
      const broken = await adapters();
      await live.clinics.rows('select pg_terminate_backend(pid) from unnest($1::int[]) pid', [broken]);
      await until(
        'the adapters to listen again',
        async () => (await adapters()).filter((pid) => !broken.includes(pid)).length === 3,
        10_000,
      );
    }
    const { room, doctor, patient } = await pairIn(live);
    await patient.ask('typing', { room_id: room.id });
    assert.equal((await doctor.next('typing')).user, room.patient.id);
  });

  it('says nothing but ids to the database’s server', async () => {
    const { room, doctor, patient } = await pairIn(live);
    await patient.ask('typing', { room_id: room.id });
    await doctor.next('typing');
    await patient.send(room.id, 'Confidential');
    await doctor.next('message');
    await until('typing to be overheard', async () => overheard.some((one) => one.includes('"typing"')));
    const all = overheard.join('\n');
    assert.ok(all.includes('presence:here'));
    for (const secret of ['Confidential', doctor.token, patient.token, room.patient.email, '127.0.0.1', 'user-agent']) {
      assert.ok(!all.includes(secret), secret);
    }
    for (const word of ['handshake', 'headers', 'auth', 'Test']) assert.ok(!all.includes(word), word);
    assert.ok(overheard.every((one) => one.length < 8_000));
  });
});
