import type { UserActor } from '../../domain/actor.js';
import type { ListedSession, SessionPage } from '../../models/repositories/identity/sessions.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';

type Scope = IdentityScope;

export interface ListSessionsDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly now: () => Date;
}

/** A live login, without what proves it. */
export type Session = Omit<ListedSession, 'refreshId' | 'refreshedAt' | 'previousRefreshId' | 'revokedAt'>;

/** The caller's own live sessions, newest first; recorded, because they say where somebody was. */
export function listSessions({ unitOfWork, now }: ListSessionsDeps) {
  return (actor: UserActor, page: SessionPage): Promise<readonly Session[]> =>
    unitOfWork.withScope(actor, async (scope) => {
      const [clinicId = null] = actor.clinicIds;
      await scope.audit.record({ action: 'session.listed', entity: 'user', entityId: actor.userId, clinicId }, now());
      return scope.sessions.list(actor.userId, now(), page);
    });
}
