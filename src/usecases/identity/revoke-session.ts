import type { UserActor } from '../../domain/actor.js';
import { notFound } from '../../domain/errors.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import type { SessionCache } from './session-cache.js';

type Scope = IdentityScope;

export interface RevokeSessionDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly cache: SessionCache;
  readonly now: () => Date;
}

/**
 * Ends one of the caller's own sessions, for a device that was lost.
 * @throws DomainError not_found when the caller has no such live session.
 */
export function revokeSession({ unitOfWork, cache, now }: RevokeSessionDeps) {
  return async (actor: UserActor, sessionId: string): Promise<void> => {
    const at = now();
    await unitOfWork.withScope(actor, async (scope) => {
      if (!(await scope.sessions.revoke(sessionId, actor.userId, at))) throw notFound('Session');
      const clinicId = actor.clinicIds[0] ?? null;
      await scope.audit.record({ action: 'session.revoked', entity: 'session', entityId: sessionId, clinicId }, at);
    });
    cache.forget(sessionId);
  };
}
