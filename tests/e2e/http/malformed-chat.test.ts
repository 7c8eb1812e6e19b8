import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ERROR_CODES } from '../../../src/domain/errors.js';
import { HOUR_MS } from '../../../src/domain/instants.js';
import { Random } from '../../../tools/rig/random.js';
import { type ApiProcess, type SharedSecrets, startApiProcess } from '../../support/api-process.js';
import { ApiClient } from '../../support/client.js';
import type { Person } from '../../support/clinic.js';
import { LiveClient, socketOf } from '../../support/live-processes.js';
import { malformedEvent, malformedUpload } from '../../support/malformed-chat.js';
import { Stage } from '../../support/stage.js';
import { freePort } from '../../support/started-program.js';

/** As many as a build has time for; `MALFORMED_CHAT=10000` sends so many. */
const COUNT = Number(process.env.MALFORMED_CHAT ?? 2_000);
const SEED = 11;
const UPLOADS = 0.2;
const ROOMS = 6;
const HEAP_MAY_GROW = 1.1;
const SECRETS: SharedSecrets = {
  TOKEN_KEYS: `t1:${randomBytes(32).toString('base64')}`,
  ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
};
const REFUSALS = new Set<string>(ERROR_CODES.filter((code) => code !== 'internal'));

/** Somebody in an open room, with the socket that must outlive all of it. */
interface Sender {
  readonly room: string;
  readonly live: LiveClient;
}

let stage: Stage;
let api: ApiProcess;
let heapPort: number;
const senders: Sender[] = [];
before(async () => {
  stage = await Stage.open({ ...SECRETS, PAYMENTS_ENABLED: 'false', REQUIRE_VERIFIED_DOCTORS: 'false' });
  await stage.policy({ chatOpensMs: 24 * HOUR_MS });
  heapPort = await freePort();
  api = await startApiProcess(stage.clinic, SECRETS, {
    ...{ RATE_LIMIT_API: 'off', RATE_LIMIT_MESSAGES: 'off', UPLOAD_MAX: '100kb' },
    ...{ TEST_HEAP_PORT: `${heapPort}` },
    NODE_OPTIONS: `--import=${fileURLToPath(new URL('../../fixtures/heap.mjs', import.meta.url))}`,
  });
  for (let at = 0; at < ROOMS; at += 1) {
    const visit = await stage.hold(2 * HOUR_MS);
    await stage.reaches(visit, 'booked');
    const room = String((await visit.api.get('/api/v1/chat/')).body[0].id);
    for (const person of [visit.patient, visit.doctor]) senders.push({ room, live: await connect(person) });
  }
});
after(async () => {
  for (const { live } of senders) live.socket.disconnect();
  await api?.kill();
  await stage?.close();
});

async function connect({ email, password }: Person): Promise<LiveClient> {
  const { body } = await ApiClient.anonymous(api.url).post('/api/v1/users/login/', { email, password }, null);
  stage.clinic.leaks.values.add(body.access);
  const live = new LiveClient(socketOf(`${api.url}/chat`, { token: body.access }), body.access);
  await live.connected();
  return live;
}

const heapUsed = async () => Number(await (await fetch(`http://127.0.0.1:${heapPort}/`)).text());

/** Asks until the limit of events lets it through; the code of the refusal. */
async function refusalOfEvent({ room, live }: Sender, random: Random): Promise<string> {
  const { name, given } = malformedEvent(random, room);
  for (;;) {
    const answer = await live.socket.timeout(10_000).emitWithAck(name, ...given);
    const told = `${name} ${JSON.stringify(given)?.slice(0, 300)}: ${JSON.stringify(answer)}`;
    assert.equal(answer.ok, false, told);
    assert.ok(REFUSALS.has(answer.code) && answer.error.length > 0, told);
    if (answer.code !== 'rate_limited') return answer.code;
    await new Promise((resolve) => setTimeout(resolve, answer.retry_after * 1_000));
  }
}

async function refusalOfUpload({ room, live }: Sender, random: Random): Promise<string> {
  const { contentType, body } = malformedUpload(random);
  const response = await fetch(`${api.url}/api/v1/chat/${room}/attachments/`, {
    method: 'POST',
    headers: { authorization: `Bearer ${live.token}`, 'content-type': contentType },
    body,
  });
  const text = await response.text();
  const told = `${contentType} of ${body.length} bytes, ${Buffer.from(body.subarray(0, 200))}: ${response.status} ${text}`;
  assert.ok([400, 413, 415].includes(response.status), told);
  const problem = JSON.parse(text);
  assert.ok(problem.status === response.status && REFUSALS.has(problem.code), told);
  return problem.code;
}

test(`${COUNT} malformed events and uploads are refused one by one: nothing crashes, nobody is cut off, and the memory stays as it is`, {
  timeout: 600_000,
}, async (context) => {
  const codes = new Map<string, number>();
  const cut: unknown[] = [];
  for (const { live } of senders) live.socket.on('disconnect', (reason) => cut.push(reason));
  const sockets = senders.map(({ live }) => live.socket.id);
  /** Each sender does its share, one thing after the other. */
  const send = async (share: number, seed: number) => {
    const sending = senders.map(async (sender, n) => {
      const random = new Random(seed + n);
      for (let left = Math.ceil(share / senders.length); left > 0; left -= 1) {
        const refusal = random.chance(UPLOADS) ? refusalOfUpload : refusalOfEvent;
        const code = await refusal(sender, random);
        codes.set(code, (codes.get(code) ?? 0) + 1);
      }
    });
    await Promise.all(sending);
  };
  const heaps: number[] = [];
  for (const quarter of [1, 2, 3, 4]) {
    await send(COUNT / 4, SEED + quarter * 1_000);
    heaps.push(await heapUsed());
  }
  const told = `${JSON.stringify(Object.fromEntries(codes))}, MB after each quarter: ${heaps.map((n) => (n / 2 ** 20).toFixed(1)).join(' ')}`;
  context.diagnostic(told);
  const [first = 0, last = Number.POSITIVE_INFINITY] = [heaps[0], heaps.at(-1)];
  assert.ok(last < first * HEAP_MAY_GROW, told);
  for (const code of [
    'validation_failed',
    'not_found',
    'unauthenticated',
    'upload_rejected',
    'unsupported_media_type',
  ]) {
    assert.ok((codes.get(code) ?? 0) > 0, `${code} in ${told}`);
  }
  assert.deepEqual([cut, senders.map(({ live }) => live.socket.id)], [[], sockets]);
  for (const { room, live } of senders) {
    assert.equal((await live.join(room)).ok, true);
    assert.equal((await live.send(room, 'Good morning')).ok, true);
  }
});
