import type { UserActor } from '../../domain/actor.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { endSessions } from './end-sessions.js';
import type { SessionCache } from './session-cache.js';

type Scope = IdentityScope;

export interface LogOutDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly cache: SessionCache;
  readonly now: () => Date;
}

/**
 * Ends the session that asks, or all of its person's. Their tokens are void at once here, within two seconds everywhere.
 */
export function logOut({ unitOfWork, cache, now }: LogOutDeps) {
  return async (actor: UserActor, { everywhere } = { everywhere: false }): Promise<void> => {
    const at = now();
    const others = await unitOfWork.withScope(actor, async (scope) => {
      const ended = everywhere ? await endSessions(scope, actor.userId, actor.sessionId, at) : [];
      if (!(await scope.sessions.revoke(actor.sessionId, actor.userId, at))) return ended;
      const clinicId = actor.clinicIds[0] ?? null;
      await scope.audit.record(
        {
          action: 'user.logged_out',
          entity: 'session',
          entityId: actor.sessionId,
          clinicId,
          details: { sessionsEnded: ended.length + 1 },
        },
        at,
      );
      return ended;
    });
    for (const id of [actor.sessionId, ...others]) cache.forget(id);
  };
}
