import type { UserActor } from '../../domain/actor.js';
import type { SessionPage, SessionRow } from '../../models/repositories/identity/sessions.js';
import type { UnitOfWork } from '../../models/unit-of-work.js';

export interface ListSessionsDeps {
  readonly unitOfWork: UnitOfWork;
  readonly now: () => Date;
}

/** A live login, without what proves it. */
export type Session = Omit<SessionRow, 'refreshHash' | 'revokedAt'>;

/** The caller's own live sessions, newest first. */
export function listSessions({ unitOfWork, now }: ListSessionsDeps) {
  return (actor: UserActor, page: SessionPage): Promise<readonly Session[]> =>
    unitOfWork.withScope(actor, (scope) => scope.sessions.list(actor.userId, now(), page));
}
