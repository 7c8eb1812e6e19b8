import type { UserActor } from '../../domain/actor.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import type { SessionCache } from './session-cache.js';

type Scope = IdentityScope;

export interface LogOutDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly cache: SessionCache;
  readonly now: () => Date;
}

/** Ends the session that asks. Its tokens are void at once here, within two seconds everywhere. */
export function logOut({ unitOfWork, cache, now }: LogOutDeps) {
  return async (actor: UserActor): Promise<void> => {
    const at = now();
    await unitOfWork.withScope(actor, async (scope) => {
      const ended = await scope.sessions.revoke(actor.sessionId, actor.userId, at);
      if (!ended) return;
      const clinicId = actor.clinicIds[0] ?? null;
      await scope.audit.record(
        { action: 'user.logged_out', entity: 'session', entityId: actor.sessionId, clinicId },
        at,
      );
    });
    cache.forget(actor.sessionId);
  };
}
