import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { EventEmitter, once as nextOf } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { KeyRing } from '../../../src/config/key-ring.js';
import { DomainError } from '../../../src/domain/errors.js';
import { directQueries } from '../../../src/models/direct-queries.js';
import { IdempotencyKeyRepository } from '../../../src/models/repositories/identity/idempotency-keys.js';
import { createLogger } from '../../../src/observability/logger.js';
import { type AnswerOnce, answerOnce, type ReceivedRequest } from '../../../src/usecases/idempotency/answer-once.js';
import { type TestService, useTestPostgres } from '../../../tools/launcher/testing.js';
import { freshDatabase, type TestDatabase } from '../../support/api-skeleton.js';

const ring = (id: string, fill: number) => `${id}:${Buffer.alloc(32, fill).toString('base64')}`;

describe('idempotency keys', () => {
  const logger = createLogger('error', 'test');
  let postgres: TestService;
  let database: TestDatabase;
  let keys: IdempotencyKeyRepository;
  let once: AnswerOnce;

  const repositoryOf = (text: string) => {
    const ring = KeyRing.parse(text);
    return new IdempotencyKeyRepository(directQueries(database.pool, ring), ring);
  };

  before(async () => {
    postgres = await useTestPostgres();
    database = await freshDatabase(postgres.url);
    keys = repositoryOf(ring('a', 1));
    once = answerOnce({ keys, logger, leaseMs: 600, patienceMs: 5_000 });
  });
  after(async () => {
    await database?.drop();
    await postgres?.stop();
  });

  const request = (change: Partial<ReceivedRequest> = {}): ReceivedRequest => ({
    caller: 'user:1',
    key: randomUUID(),
    route: 'POST /api/v1/orders',
    body: { a: 1 },
    ...change,
  });

  /** Work that says when it has begun, and ends when it is released. */
  function heldWork() {
    const steps = new EventEmitter();
    const [begun, released] = [nextOf(steps, 'begun'), nextOf(steps, 'released')];
    const work = async () => {
      steps.emit('begun');
      await released;
      return { status: 201, body: null };
    };
    return { work, begun, release: () => steps.emit('released') };
  }

  it('lets one of many do the work, and keeps a slow one’s claim alive', async () => {
    let runs = 0;
    const one = request();
    // Renewed often enough that a busy machine does not come late for it.
    const renewing = answerOnce({ keys, logger, leaseMs: 2_000, patienceMs: 20_000 });
    const work = async () => {
      runs += 1;
      // Longer than the lease: only its renewal keeps the others out.
      await delay(4_500);
      return { status: 201, body: { run: runs } };
    };
    const answers = await Promise.all(Array.from({ length: 8 }, () => renewing(one, work)));
    assert.equal(runs, 1);
    for (const { status, body } of answers) assert.deepEqual([status, body], [201, { run: 1 }]);
    assert.equal(answers.filter(({ replayed }) => !replayed).length, 1, 'all but one are replays, and say so');
  });

  it('runs each request without a key', async () => {
    let runs = 0;
    const work = async () => {
      runs += 1;
      return { status: 201, body: runs };
    };
    await once(request({ key: undefined }), work);
    await once(request({ key: undefined }), work);
    assert.equal(runs, 2);
  });

  it('takes over the claim of a process that died, once its lease is over', async () => {
    const one = request();
    const dead = { caller: one.caller, key: one.key ?? '', route: one.route, bodyHashes: keys.hashBody('{"a":1}') };
    // The lease begins with the claim, however late that is answered.
    const started = Date.now();
    assert.deepEqual(await keys.claim(dead, randomUUID(), 300), { state: 'claimed' });
    const answer = await once(one, async (requestKey) => ({ status: 201, body: requestKey }));
    assert.deepEqual(answer.body, { caller: one.caller, key: one.key });
    assert.ok(Date.now() - started >= 250);
  });

  it('refuses another body or route, whether the first is at work, done or dead', async () => {
    const one = request();
    await once(one, async () => ({ status: 201, body: null }));
    for (const other of [
      { ...one, body: { a: 2 } },
      { ...one, route: 'POST /api/v1/other' },
    ])
      await assert.rejects(
        once(other, async () => ({ status: 201, body: null })),
        { code: 'idempotency_conflict' },
      );
    // Another caller's key is another key; the order of members is no difference.
    assert.equal((await once({ ...one, caller: 'user:2' }, async () => ({ status: 202, body: null }))).status, 202);
  });

  it('does not store a refusal', async () => {
    const one = request();
    const refused = once(one, async () => {
      throw new DomainError('slot_taken', 'Slot already booked');
    });
    await assert.rejects(refused, { code: 'slot_taken' });
    const again = await once({ ...one, body: { a: 2 } }, async () => ({ status: 201, body: 'x' }));
    assert.deepEqual(again, { status: 201, body: 'x', replayed: false });
  });

  it('gives up waiting in time', async () => {
    const impatient = answerOnce({ keys, logger, leaseMs: 5_000, patienceMs: 100 });
    const one = request();
    const slow = heldWork();
    const first = once(one, slow.work);
    await slow.begun;
    await assert.rejects(
      impatient(one, async () => ({ status: 201, body: null })),
      { code: 'unavailable' },
    );
    slow.release();
    await first;
  });

  it('forgets after a day, reads answers sealed with an older key, keeps them sealed', async () => {
    const one = request();
    await once(one, async () => ({ status: 201, body: { secret: 'sealed' } }));
    const { rows } = await database.pool.query<{ answer_sealed: string }>(
      'select answer_sealed from idempotency_keys where key = $1',
      [one.key],
    );
    assert.ok(rows[0] && !rows[0].answer_sealed.includes('sealed'));
    const rotated = repositoryOf(`${ring('b', 2)},${ring('a', 1)}`);
    const later = answerOnce({ keys: rotated, logger });
    assert.deepEqual((await later(one, async () => ({ status: 500, body: { secret: '' } }))).body, {
      secret: 'sealed',
    });
    await database.pool.query("update idempotency_keys set created_at = now() - interval '25 hours' where key = $1", [
      one.key,
    ]);
    assert.equal(
      (await once({ ...one, body: { other: true } }, async () => ({ status: 202, body: null }))).status,
      202,
    );
    await database.pool.query("update idempotency_keys set created_at = now() - interval '25 hours' where key = $1", [
      one.key,
    ]);
    assert.ok((await keys.purge()) >= 1);
  });
});
