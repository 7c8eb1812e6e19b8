import type { UserActor } from '../../domain/actor.js';
import { invalid } from '../../domain/errors.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { type AccountMailDeps, addAccountMail, sendAccountMail } from './account-mail.js';
import { unauthenticated } from './authenticate.js';
import { isOneOf, type PasswordChoiceDeps, passwordChoiceProblem, replacedOnes } from './choose-password.js';
import { endSessions } from './end-sessions.js';
import { clinicOfMails } from './pending-registration.js';
import { rulesOfPerson } from './person-rules.js';
import type { SessionCache } from './session-cache.js';

type Scope = ClinicsScope & IdentityScope;

export interface ChangePassword {
  readonly currentPassword: string;
  readonly newPassword: string;
}

export interface ChangePasswordDeps extends PasswordChoiceDeps, AccountMailDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly cache: SessionCache;
  readonly now: () => Date;
}

/**
 * Sets a new password, ends every other session of the account and tells its holder by mail.
 * @throws DomainError validation_failed on `current_password` or `new_password`.
 */
export function changePassword(deps: ChangePasswordDeps) {
  const { unitOfWork, passwords, cache, now } = deps;
  return async (actor: UserActor, command: ChangePassword): Promise<void> => {
    const account = await unitOfWork.withScope(actor, async (scope) => {
      const found = await scope.users.lock(actor.userId);
      if (!found) throw unauthenticated();
      const rules = await rulesOfPerson(scope, deps.security, actor.userId);
      return { ...found, rules, replaced: await scope.passwordHistory.last(actor.userId, replacedOnes(rules)) };
    });
    // Outside the transaction: hashing takes longer than a row should be locked.
    if (!(await passwords.verify(account.passwordHash, command.currentPassword))) {
      throw wrongCurrent();
    }
    const problem = await passwordChoiceProblem(deps, command.newPassword, account.user, account.rules);
    if (problem) throw invalid('new_password', problem);
    if (command.newPassword === command.currentPassword) {
      throw invalid('new_password', 'The new password must differ from the current one.');
    }
    if (await isOneOf(passwords, command.newPassword, account.replaced)) {
      throw invalid('new_password', 'You have used this password before. Please choose another one.');
    }
    const hash = await passwords.hash(command.newPassword);
    const at = now();
    const { ended, mailId } = await unitOfWork.withScope(actor, async (scope) => {
      // Another change of the same password may have been faster: then it is not the current one any more.
      const present = await scope.users.lock(actor.userId);
      if (present?.passwordHash !== account.passwordHash) throw wrongCurrent();
      await scope.passwordHistory.add(actor.userId, account.passwordHash, at, replacedOnes(account.rules));
      await scope.users.updatePassword(actor.userId, hash, at);
      await scope.oneTimeTokens.voidAll(actor.userId, 'reset', at);
      const others = await endSessions(scope, actor.userId, actor.sessionId, at);
      const clinicId = actor.clinicIds[0] ?? null;
      const details = { sessionsEnded: others.length };
      await scope.audit.record(
        { action: 'user.password_changed', entity: 'user', entityId: actor.userId, clinicId, details },
        at,
      );
      const { id: userId, email: recipient, firstName, timezone: zone } = account.user;
      const notice = { kind: 'security_notice', notice: 'password_changed', link: null } as const;
      const mail = {
        ...notice,
        userId,
        recipient,
        firstName,
        zone,
        clinicId: await clinicOfMails(scope, userId, actor),
      };
      return { ended: others, mailId: await addAccountMail(deps, scope, mail, at) };
    });
    for (const id of ended) cache.forget(id);
    await sendAccountMail(deps, mailId);
  };
}

function wrongCurrent() {
  return invalid('current_password', 'The current password is wrong.');
}
