import { randomBytes } from 'node:crypto';
import type { PasswordHasher } from '../../adapters/passwords/port.js';
import { holderOfLink } from '../../domain/actor.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { type AccountMailDeps, addAccountMail, sendAccountMail } from './account-mail.js';
import { endSessions } from './end-sessions.js';
import { clinicOfMails } from './pending-registration.js';
import type { SessionCache } from './session-cache.js';
import { recordOf, tokenInvalid } from './verify-email.js';

type Scope = ClinicsScope & IdentityScope;

export interface UndoEmailChangeDeps extends AccountMailDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly passwords: PasswordHasher;
  readonly cache: SessionCache;
  readonly now: () => Date;
}

/**
 * Gives an account back to the mailbox that it had: whoever changed the address knew the password, so every session ends,
 * the password opens nothing any more, and the mailbox gets a link to choose a new one.
 * @throws DomainError token_invalid
 */
export function undoEmailChange(deps: UndoEmailChangeDeps) {
  const { unitOfWork, passwords, cache, now } = deps;
  return async (token: string): Promise<void> => {
    const at = now();
    const meaning = await unitOfWork.withScope(holderOfLink(token), ({ oneTimeTokens }) =>
      oneTimeTokens.find('undo', token, at),
    );
    const { email } = (meaning?.details ?? {}) as { readonly email?: string };
    if (!meaning?.userId || !email) throw tokenInvalid();
    const { userId } = meaning;
    // Of a text that nobody knows.
    const unusable = await passwords.hash(randomBytes(32).toString('base64url'));
    const holder = holderOfLink(token, { person: userId, account: userId, mailbox: email, clinics: 'all' });
    const { ended, mailId } = await unitOfWork.withScope(holder, async (scope) => {
      if (!(await scope.oneTimeTokens.spend('undo', token, at))) throw tokenInvalid();
      const account = await scope.users.lock(userId);
      if (!account || !(await scope.users.changeEmail(userId, email, at))) throw tokenInvalid();
      await scope.users.updatePassword(userId, unusable, at);
      for (const purpose of ['verify', 'reset', 'undo'] as const)
        await scope.oneTimeTokens.voidAll(userId, purpose, at);
      const sessions = await endSessions(scope, userId, null, at);
      await recordOf(scope, 'user.email_change_undone', userId, at);
      const { firstName, timezone: zone } = account.user;
      const clinicId = await clinicOfMails(scope, userId);
      const link = { purpose: 'reset', details: null } as const;
      const mail = { kind: 'password_reset', userId, recipient: email, firstName, clinicId, zone, link } as const;
      return { ended: sessions, mailId: await addAccountMail(deps, scope, mail, at) };
    });
    for (const sessionId of ended) cache.forget(sessionId);
    await sendAccountMail(deps, mailId);
  };
}
