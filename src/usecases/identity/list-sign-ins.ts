import type { UserActor } from '../../domain/actor.js';
import type { ListedSignIn, SignInPage } from '../../models/repositories/identity/sign-ins.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';

/** Attempts to sign in to the caller's own account, newest first: those that succeeded, and those that failed. */
export function listSignIns({ unitOfWork }: { readonly unitOfWork: UnitOfWork<IdentityScope> }) {
  return (actor: UserActor, page: SignInPage): Promise<readonly ListedSignIn[]> =>
    unitOfWork.withScope(actor, (scope) => scope.signIns.list(actor.userId, page));
}

export type { ListedSignIn };
