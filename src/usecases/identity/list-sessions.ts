import type { UserActor } from '../../domain/actor.js';
import type { SessionPage, SessionRow } from '../../models/repositories/identity/sessions.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';

type Scope = IdentityScope;

export interface ListSessionsDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly now: () => Date;
}

/** A live login, without what proves it. */
export type Session = Omit<SessionRow, 'refreshHash' | 'revokedAt'>;

/** The caller's own live sessions, newest first. */
export function listSessions({ unitOfWork, now }: ListSessionsDeps) {
  return (actor: UserActor, page: SessionPage): Promise<readonly Session[]> =>
    unitOfWork.withScope(actor, (scope) => scope.sessions.list(actor.userId, now(), page));
}
