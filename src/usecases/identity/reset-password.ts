import { holderOfLink } from '../../domain/actor.js';
import { invalid } from '../../domain/errors.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { type AccountMailDeps, addAccountMail, sendAccountMail } from './account-mail.js';
import { isOneOf, type PasswordChoiceDeps, passwordChoiceProblem, replacedOnes } from './choose-password.js';
import { endSessions } from './end-sessions.js';
import { clinicOfMails } from './pending-registration.js';
import { rulesOfPerson } from './person-rules.js';
import type { SessionCache } from './session-cache.js';
import { recordOf, tokenInvalid } from './verify-email.js';

type Scope = ClinicsScope & IdentityScope;

export interface ResetPassword {
  readonly token: string;
  readonly newPassword: string;
}

export interface ResetPasswordDeps extends PasswordChoiceDeps, AccountMailDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly cache: SessionCache;
  readonly now: () => Date;
}

/** A forgotten password is chosen anew, and the first one of an account that a command has made. */
const PURPOSES = ['reset', 'setup'] as const;

/**
 * Sets a new password by a link that went to the mailbox, which counts as confirmed by it. Every session ends; second
 * factors stay, but for the link of an operator's command, which takes them away. A password that is refused leaves the link as it is.
 * @throws DomainError token_invalid, validation_failed on `new_password`
 */
export function resetPassword(deps: ResetPasswordDeps) {
  const { unitOfWork, passwords, security, cache, now } = deps;
  return async ({ token, newPassword }: ResetPassword): Promise<void> => {
    const link = await unitOfWork.withScope(holderOfLink(token), (scope) => findLink(scope, token, now()));
    if (!link) throw tokenInvalid();
    const { userId, purpose, removesFactors } = link;
    const holder = holderOfLink(token, { person: userId, account: userId, clinics: 'all' });
    const account = await unitOfWork.withScope(holder, async (scope) => {
      const found = await scope.users.lock(userId);
      if (!found) return null;
      const rules = await rulesOfPerson(scope, security, userId);
      return { ...found, rules, replaced: await scope.passwordHistory.last(userId, replacedOnes(rules)) };
    });
    if (!account?.user.isActive) throw tokenInvalid();
    // Outside of a transaction: hashing takes longer than a row should be locked.
    const problem = await passwordChoiceProblem(deps, newPassword, account.user, account.rules);
    if (problem) throw invalid('new_password', problem);
    if (await isOneOf(passwords, newPassword, [account.passwordHash, ...account.replaced])) {
      throw invalid('new_password', 'You have used this password before. Please choose another one.');
    }
    const hash = await passwords.hash(newPassword);
    const at = now();
    const { email: recipient, firstName, timezone: zone } = account.user;
    const { ended, mailId } = await unitOfWork.withScope(holder, async (scope) => {
      const spent = await scope.oneTimeTokens.spend(purpose, token, at);
      const present = await scope.users.lock(userId);
      if (!spent || !present) throw tokenInvalid();
      await scope.passwordHistory.add(userId, present.passwordHash, at, replacedOnes(account.rules));
      await scope.users.updatePassword(userId, hash, at);
      if (!present.user.emailVerifiedAt) {
        // Whoever opened the account without having the mailbox keeps no way in by a provider either.
        await scope.oauthIdentities.removeAll(userId);
        await scope.users.confirmEmail(userId, at);
      }
      for (const one of PURPOSES) await scope.oneTimeTokens.voidAll(userId, one, at);
      if (removesFactors) {
        await scope.secondFactors.removeAll(userId);
        await recordOf(scope, 'user.mfa_reset', userId, at);
      }
      const sessions = await endSessions(scope, userId, null, at);
      await recordOf(scope, 'user.password_reset', userId, at);
      const clinicId = await clinicOfMails(scope, userId);
      const notice = { kind: 'security_notice', notice: 'password_reset', link: null } as const;
      const mail = { ...notice, userId, recipient, firstName, clinicId, zone };
      return { ended: sessions, mailId: await addAccountMail(deps, scope, mail, at) };
    });
    for (const sessionId of ended) cache.forget(sessionId);
    await sendAccountMail(deps, mailId);
  };
}

async function findLink(scope: Scope, token: string, at: Date) {
  for (const purpose of PURPOSES) {
    const meaning = await scope.oneTimeTokens.find(purpose, token, at);
    if (!meaning?.userId) continue;
    const { removesFactors = false } = (meaning.details ?? {}) as { readonly removesFactors?: boolean };
    return { purpose, userId: meaning.userId, removesFactors };
  }
  return null;
}
