import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import type { UserActor } from '../../../src/domain/actor.js';
import { DomainError } from '../../../src/domain/errors.js';
import type { UnitOfWork, WholeScope } from '../../../src/models/scope.js';
import { activateMembership } from '../../../src/usecases/identity/activate-membership.js';
import { sessionCache } from '../../../src/usecases/identity/session-cache.js';
import { requestEntryResolution } from '../../../src/usecases/support/resolve-entry.js';

// Behind these rules stands row-level security, which answers alike: here there is none.
const now = () => new Date();
const within = (scope: object): UnitOfWork<WholeScope> => ({
  withScope: (_actor, fn) => fn(scope as unknown as WholeScope),
});
const isUnknown = (error: unknown) => error instanceof DomainError && error.code === 'not_found';

const admin: UserActor = {
  kind: 'user',
  userId: randomUUID(),
  membershipId: randomUUID(),
  role: 'admin',
  permissions: [],
  clinicIds: [randomUUID()],
  sessionId: randomUUID(),
};

it('an entry of another clinic is not found, and stays open', async () => {
  const attention = {
    find: async (id: string) => ({ id, clinicId: randomUUID() }),
    resolveOne: () => assert.fail('it was resolved'),
  };
  const showEntry = () => assert.fail('its workflow was signalled');
  const resolve = requestEntryResolution({ unitOfWork: within({ attention }), now, showEntry });
  await assert.rejects(resolve(admin, randomUUID(), 'a reason'), isUnknown);
});

it('a membership of somebody else is not found, and nobody acts in it', async () => {
  const session = { id: admin.sessionId, revokedAt: null, expiresAt: new Date(Date.now() + 60_000) };
  const scope = {
    sessions: { lock: async () => session, change: () => assert.fail('the session acts in it') },
    users: { findById: async (id: string) => ({ id }) },
    memberships: {
      find: async (id: string) => ({
        id,
        userId: randomUUID(),
        status: 'active',
        role: 'admin',
        clinicId: randomUUID(),
      }),
    },
  };
  const rules = { idleMs: 60_000, shortIdleMs: 60_000, maxMs: 60_000, reuseGraceMs: 0, freshMs: 60_000 };
  const refuse = () => assert.fail('a token was signed');
  const tokens = {
    access: refuse,
    refresh: refuse,
    codec: refuse,
    mfa: refuse,
    readMfa: refuse,
    readCodec: refuse,
    readAccess: refuse,
    readRefresh: refuse,
    guest: refuse,
    readGuest: refuse,
  };
  const deps = { unitOfWork: within(scope), tokens, cache: sessionCache(now), sessionRules: rules, mfaRoles: [], now };
  await assert.rejects(activateMembership(deps)(admin, randomUUID()), isUnknown);
});
