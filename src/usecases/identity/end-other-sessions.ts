import type { UserActor } from '../../domain/actor.js';
import type { SessionRules } from '../../domain/identity/sessions.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { endSessions } from './end-sessions.js';
import { assertFresh } from './reauthenticate.js';
import type { SessionCache } from './session-cache.js';

export interface EndOtherSessionsDeps {
  readonly unitOfWork: UnitOfWork<IdentityScope>;
  readonly cache: SessionCache;
  readonly sessionRules: SessionRules;
  readonly now: () => Date;
}

/** Ends all of the caller's sessions but the one that asks. @throws DomainError reauthentication_required */
export function endOtherSessions({ unitOfWork, cache, sessionRules, now }: EndOtherSessionsDeps) {
  return async (actor: UserActor): Promise<void> => {
    const at = now();
    const ended = await unitOfWork.withScope(actor, async (scope) => {
      await assertFresh(scope, actor, sessionRules, at);
      const others = await endSessions(scope, actor.userId, actor.sessionId, at);
      const clinicId = actor.clinicIds[0] ?? null;
      for (const id of others) {
        await scope.audit.record({ action: 'session.revoked', entity: 'session', entityId: id, clinicId }, at);
      }
      return others;
    });
    for (const id of ended) cache.forget(id);
  };
}
