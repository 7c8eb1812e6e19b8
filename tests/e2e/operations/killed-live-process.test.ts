import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { MINUTE_MS } from '../../../src/domain/instants.js';
import { type ApiProcess, type SharedSecrets, startApiProcess } from '../../support/api-process.js';
import { ApiClient, until } from '../../support/client.js';
import type { Person } from '../../support/clinic.js';
import { LiveClient, socketOf } from '../../support/live-processes.js';
import { Stage } from '../../support/stage.js';

const SECRETS: SharedSecrets = {
  TOKEN_KEYS: `t1:${randomBytes(32).toString('base64')}`,
  ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
};

let stage: Stage;
const running: ApiProcess[] = [];
const clients: LiveClient[] = [];
before(async () => {
  stage = await Stage.open({ ...SECRETS, PAYMENTS_ENABLED: 'false', REQUIRE_VERIFIED_DOCTORS: 'false' });
});
after(async () => {
  for (const { socket } of clients) socket.disconnect();
  for (const one of running) await one.kill();
  await stage.close();
});

async function start(): Promise<ApiProcess> {
  const started = await startApiProcess(stage.clinic, SECRETS);
  running.push(started);
  return started;
}

async function connect({ url }: ApiProcess, { email, password }: Person): Promise<LiveClient> {
  const { body } = await ApiClient.anonymous(url).post('/api/v1/users/login/', { email, password }, null);
  stage.clinic.leaks.values.add(body.access);
  const client = new LiveClient(socketOf(`${url}/chat`, { token: body.access }), body.access);
  clients.push(client);
  await client.connected();
  return client;
}

test('whoever was at a process that is killed is offline within twenty seconds, and back at another with all that was said', {
  timeout: 120_000,
}, async () => {
  const [one, two] = await Promise.all([start(), start()]);
  const visit = await stage.hold(10 * MINUTE_MS);
  await stage.reaches(visit, 'booked');
  const room = (await visit.api.get('/api/v1/chat/')).body[0].id;
  const [doctor, patient] = [await connect(one, visit.doctor), await connect(two, visit.patient)];
  for (const client of [doctor, patient]) assert.equal((await client.join(room)).ok, true);
  const shows = (isOnline: boolean) =>
    doctor.of('presence').some(({ user, online }) => user === visit.patient.id && online === isOnline);
  await until('the doctor to see the patient', async () => shows(true));
  assert.equal((await patient.send(room, 'Before')).ok, true);
  await doctor.next('message');

  const gone = patient.ended();
  await two.kill();
  const began = Date.now();
  await gone;
  assert.equal((await doctor.send(room, 'Are you there?')).ok, true);
  await until('the patient to be offline', async () => shows(false), 25_000);
  const took = Date.now() - began;
  assert.ok(took < 20_000, `${took} ms`);

  const back = await connect(one, visit.patient);
  const { messages, rev, online } = await back.join(room, 1);
  assert.deepEqual(
    [messages.map(({ message }: { message: string }) => message), rev, [...online].sort()],
    [['Are you there?'], 2, [visit.doctor.id, visit.patient.id].sort()],
  );
});
