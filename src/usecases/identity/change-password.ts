import type { PasswordHasher } from '../../adapters/passwords/port.js';
import type { UserActor } from '../../domain/actor.js';
import { invalid } from '../../domain/errors.js';
import { passwordProblem } from '../../domain/identity/passwords.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { unauthenticated } from './authenticate.js';
import type { SessionCache } from './session-cache.js';

type Scope = IdentityScope;

export interface ChangePassword {
  readonly currentPassword: string;
  readonly newPassword: string;
}

export interface ChangePasswordDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly passwords: PasswordHasher;
  readonly cache: SessionCache;
  readonly now: () => Date;
}

/**
 * Sets a new password and ends every other session of the account.
 * @throws DomainError validation_failed on `current_password` or `new_password`.
 */
export function changePassword({ unitOfWork, passwords, cache, now }: ChangePasswordDeps) {
  return async (actor: UserActor, command: ChangePassword): Promise<void> => {
    const account = await unitOfWork.withScope(actor, (scope) => scope.users.lock(actor.userId));
    if (!account) throw unauthenticated();
    // Outside the transaction: hashing takes longer than a row should be locked.
    if (!(await passwords.verify(account.passwordHash, command.currentPassword))) {
      throw invalid('current_password', 'The current password is wrong.');
    }
    const problem = passwordProblem(command.newPassword, account.user.email);
    if (problem) throw invalid('new_password', problem);
    if (command.newPassword === command.currentPassword) {
      throw invalid('new_password', 'The new password must differ from the current one.');
    }
    const hash = await passwords.hash(command.newPassword);
    const at = now();
    const ended = await unitOfWork.withScope(actor, async (scope) => {
      await scope.users.updatePassword(actor.userId, hash, at);
      const others = await scope.sessions.revokeOthers(actor.userId, actor.sessionId, at);
      const clinicId = actor.clinicIds[0] ?? null;
      const details = { sessionsEnded: others.length };
      await scope.audit.record(
        { action: 'user.password_changed', entity: 'user', entityId: actor.userId, clinicId, details },
        at,
      );
      return others;
    });
    for (const id of ended) cache.forget(id);
  };
}
