import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { it } from 'node:test';
import { jwtSigner } from '../../../src/adapters/tokens/jwt.js';
import { TokenKeys } from '../../../src/config/token-keys.js';
import { DomainError } from '../../../src/domain/errors.js';
import type { SessionRepository } from '../../../src/models/repositories/identity/sessions.js';
import { authenticateCodec } from '../../../src/usecases/identity/authenticate.js';
import { sessionCache } from '../../../src/usecases/identity/session-cache.js';

const HOUR = 3_600_000;
const BEGIN = Date.parse('2026-11-28T08:00:00.000Z');

it('a codec session ends 12 hours after its last use, and its row with its cookie', async () => {
  let at = new Date(BEGIN);
  let rowEnds = BEGIN + 12 * HOUR;
  const [userId, sid] = [randomUUID(), randomUUID()];
  const acting = { userId, membershipId: userId, role: 'receptionist' as const, clinicIds: [] };
  const session = { ...acting, secondFactor: null, clinicRequiresMfa: false };
  const sessions: Pick<SessionRepository, 'findLive' | 'prolong'> = {
    findLive: async (_id, now) => (now.getTime() < rowEnds ? session : null),
    prolong: async (_id, expiresAt) => {
      rowEnds = expiresAt.getTime();
    },
  };
  const tokens = jwtSigner({
    keys: TokenKeys.of([{ id: 't1', secret: randomBytes(32) }]),
    accessTtlMs: HOUR,
  });
  const authenticate = authenticateCodec({
    sessionRules: { maxMs: 90 * 24 * HOUR },
    mfaRoles: [],
    tokens,
    sessions: () => sessions,
    cache: sessionCache(() => at),
    now: () => at,
  });
  let cookie = (await tokens.codec({ userId: userId, role: 'receptionist', sid }, at)).token;
  const use = async (hours: number) => {
    at = new Date(BEGIN + hours * HOUR);
    const { renewed } = await authenticate(cookie);
    cookie = renewed?.token ?? cookie;
    return renewed !== null;
  };

  assert.equal(await use(0.05), false, 'not at each of a page of requests');
  for (const hours of [6, 17.9, 29.8]) assert.equal(await use(hours), true, `${hours}`);
  await assert.rejects(use(41.9), (error) => {
    assert.ok(error instanceof DomainError && error.code === 'unauthenticated');
    assert.match(error.message, /is over.*\/codec\/login/);
    return true;
  });
});
