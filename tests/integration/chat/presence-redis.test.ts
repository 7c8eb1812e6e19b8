import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createClient } from 'redis';
import { until } from '../../support/client.js';
import { LiveProcesses } from '../../support/live-processes.js';
import { pairIn, showsPresenceAndTyping } from '../../support/presence-and-typing.js';
import { findProgram, type StartedProgram, startProgram } from '../../support/started-program.js';

/** On which adapters ask each other. */
const CHANNEL = 'keepwell_live-request#/chat#';

const redis = findProgram('REDIS_SERVER', 'redis-server');
const serve = (port?: number) =>
  startProgram(redis ?? '', (free) => ['--port', `${port ?? free}`, '--bind', '127.0.0.1', '--save', ''], port);

type Client = Awaited<ReturnType<typeof connect>>;

async function connect(url: string) {
  const client = createClient({ url });
  // It connects again by itself.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

describe('presence and typing, over two processes and Redis', {
  skip: redis ? false : 'no redis-server (apt-get install redis-server)',
}, () => {
  let server: StartedProgram;
  let live: LiveProcesses;
  let ears: Client;
  let follower: Client;
  const overheard: string[] = [];
  before(async () => {
    server = await serve();
    const url = `redis://127.0.0.1:${server.port}`;
    live = await LiveProcesses.start({ RATE_LIMIT_MESSAGES: 'off', SOCKET_ADAPTER: 'redis', REDIS_URL: url });
    [ears, follower] = [await connect(url), await connect(url)];
    await adaptersListen();
    await follower.pSubscribe('*', (text) => overheard.push(text));
  });
  after(async () => {
    await live?.stop();
    for (const client of [ears, follower]) client?.destroy();
    await server?.stop();
  });

  /** Those of both processes, and of the API without sockets in the fixture. */
  const adaptersListen = () =>
    until('all adapters to listen', async () => Number((await ears.pubSubNumSub(CHANNEL))[CHANNEL]) === 3);

  showsPresenceAndTyping(() => live);

  it('says nothing but ids to Redis, and nothing at all to the database’s server', async () => {
    const { room, doctor, patient } = await pairIn(live);
    await patient.ask('typing', { room_id: room.id });
    await doctor.next('typing');
    await patient.send(room.id, 'Confidential');
    await doctor.next('message');
    await until('typing to be overheard', async () => overheard.some((one) => one.includes('typing')));
    const all = overheard.join('\n');
    assert.ok(all.includes('presence:here'));
    for (const secret of ['Confidential', doctor.token, patient.token, room.patient.email, '127.0.0.1', 'user-agent']) {
      assert.ok(!all.includes(secret), secret);
    }
    const listening = await live.clinics.rows(
      `select pid from pg_stat_activity where datname = current_database() and query like 'LISTEN "keepwell_live%'`,
    );
    assert.deepEqual(listening, []);
  });

  it('goes on when Redis is back, and messages came meanwhile', { timeout: 60_000 }, async () => {
    const { room, doctor, patient } = await pairIn(live);
    await server.stop();
    assert.equal((await patient.ask('typing', { room_id: room.id })).ok, true);
    assert.equal((await patient.send(room.id, 'Without Redis')).ok, true);
    assert.equal((await doctor.next('message')).message, 'Without Redis');
    server = await serve(server.port);
    await until('the connection of this test', async () => ears.isReady);
    await adaptersListen();
    await until('typing to reach the other process', async () => {
      await patient.ask('typing', { room_id: room.id });
      return doctor.of('typing').some(({ expires_in }) => expires_in > 0);
    });
  });
});
