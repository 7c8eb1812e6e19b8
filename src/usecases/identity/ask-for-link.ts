import { mailing, type UserActor } from '../../domain/actor.js';
import { invalid } from '../../domain/errors.js';
import { emailKey, parseEmail } from '../../domain/identity/email.js';
import type { SessionRules } from '../../domain/identity/sessions.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UserRecord } from '../../models/repositories/identity/users.js';
import type { UnitOfWork } from '../../models/scope.js';
import { type AccountMail, type AccountMailDeps, addAccountMail, sendAccountMail } from './account-mail.js';
import { unauthenticated } from './authenticate.js';
import { clinicOfMails, registrationOf } from './pending-registration.js';
import { assertFresh } from './reauthenticate.js';

type Scope = ClinicsScope & IdentityScope;

export interface AskForLinkDeps extends AccountMailDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly sessionRules: SessionRules;
  readonly now: () => Date;
}

/** Mails a link to choose a new password, to an account that may sign in; does nothing for any other address. */
export function askForPasswordReset(deps: AskForLinkDeps) {
  return (email: string): Promise<void> =>
    mailed(deps, email, async (scope, user, at) => {
      if (!user?.isActive) return null;
      const { id: userId, email: recipient, firstName, timezone: zone } = user;
      const clinicId = await clinicOfMails(scope, userId);
      await scope.audit.record({ action: 'user.password_reset_asked', entity: 'user', entityId: userId, clinicId }, at);
      const link = { purpose: 'reset', details: null } as const;
      return { kind: 'password_reset', userId, recipient, firstName, clinicId, zone, link };
    });
}

/** Mails the link that confirms an address once more, to whoever still has to; does nothing for any other address. */
export function resendVerification(deps: AskForLinkDeps) {
  return (email: string): Promise<void> =>
    mailed(deps, email, async (scope, user, at) => {
      const kind = 'email_verification';
      if (user) {
        if (!user.isActive || user.emailVerifiedAt) return null;
        const { id: userId, email: recipient, firstName, timezone: zone } = user;
        const clinicId = await clinicOfMails(scope, userId);
        const link = { purpose: 'verify', details: { email: recipient } } as const;
        return { kind, userId, recipient, firstName, clinicId, zone, link };
      }
      const pending = await scope.oneTimeTokens.findPending(email, at);
      const registration = registrationOf(pending?.details);
      if (!registration) return null;
      const { email: recipient, firstName, timezone: zone } = registration.user;
      const link = { purpose: 'verify', details: { registration } } as const;
      return { kind, userId: null, recipient, firstName, clinicId: registration.clinicId, zone, link };
    });
}

/**
 * Mails a link to the address that an account wants to have; the account keeps its own until that mailbox answers. A
 * taken address is told that it has an account already, and the caller learns nothing of it. `mayMail`: whether one more
 * link may go to the new address.
 * @throws DomainError validation_failed on `new_email`, reauthentication_required
 */
export function askForEmailChange(deps: AskForLinkDeps) {
  return async (actor: UserActor, newEmail: string, mayMail: () => Promise<boolean>): Promise<void> => {
    const address = parseEmail(newEmail)?.address;
    if (!address) throw invalid('new_email', 'This is not a valid mail address.');
    const { unitOfWork, sessionRules, now } = deps;
    const at = now();
    await unitOfWork.withScope(actor, (scope) => assertFresh(scope, actor, sessionRules, at));
    if (!(await mayMail())) return;
    const change = async (scope: Scope) => {
      const user = await scope.users.findById(actor.userId);
      if (!user) throw unauthenticated();
      if (emailKey(user.email) === emailKey(address)) throw invalid('new_email', 'This is your mail address already.');
      const clinicId = await clinicOfMails(scope, user.id, actor);
      await scope.audit.record({ action: 'user.email_change_asked', entity: 'user', entityId: user.id, clinicId }, at);
      const holder = await scope.users.findByEmail(address);
      const { firstName, timezone: zone } = holder ?? user;
      const common = { userId: holder?.id ?? user.id, recipient: address, firstName, clinicId, zone };
      const mail: AccountMail = holder
        ? { ...common, kind: 'account_exists', link: null }
        : {
            ...common,
            kind: 'email_verification',
            link: { purpose: 'verify', details: { email: address, sessionId: actor.sessionId } },
          };
      return addAccountMail(deps, scope, mail, at);
    };
    const mailId = await unitOfWork.withScope(actor, change, { opens: { mailbox: address } });
    await sendAccountMail(deps, mailId);
  };
}

/** Adds the mail that `choose` decides on for the account of an address, if any, and lets it be sent. */
async function mailed(
  deps: AskForLinkDeps,
  email: string,
  choose: (scope: Scope, user: UserRecord | null, at: Date) => Promise<AccountMail | null>,
): Promise<void> {
  const at = deps.now();
  const user = await deps.unitOfWork.withScope(mailing(email), (scope) => scope.users.findByEmail(email));
  const mailId = await deps.unitOfWork.withScope(mailing(email, user?.id), async (scope) => {
    const mail = await choose(scope, user, at);
    return mail && addAccountMail(deps, scope, mail, at);
  });
  if (mailId) await sendAccountMail(deps, mailId);
}
