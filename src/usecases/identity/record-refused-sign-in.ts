import { ANONYMOUS } from '../../domain/actor.js';
import type { SignInMethod } from '../../domain/identity/sessions.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { currentContext } from '../../observability/context.js';

export interface RefusedSignIn {
  /** Null where the address has no account. */
  readonly userId: string | null;
  readonly method: SignInMethod;
  /** What was wrong. */
  readonly action: 'user.login_refused' | 'user.second_factor_refused';
}

/** Leaves what an attempt to sign in that failed leaves: an audit row, and one in the history of the account, if there is one. */
export async function recordRefusedSignIn(
  unitOfWork: UnitOfWork<IdentityScope>,
  { userId, method, action }: RefusedSignIn,
  at: Date,
): Promise<void> {
  const { userAgent = null, address = null } = currentContext();
  await unitOfWork.withScope(ANONYMOUS, async (scope) => {
    await scope.audit.record({ action, entity: 'user', entityId: userId ?? 'unknown', clinicId: null }, at);
    if (userId === null) return;
    await scope.signIns.record({ userId, happenedAt: at, method, sessionId: null, address, userAgent });
  });
}
