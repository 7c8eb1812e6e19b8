import { holderOfLink } from '../../domain/actor.js';
import { DomainError } from '../../domain/errors.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UserRecord } from '../../models/repositories/identity/users.js';
import type { UnitOfWork } from '../../models/scope.js';
import { type AccountMailDeps, addAccountMail, sendAccountMail } from './account-mail.js';
import { endSessions } from './end-sessions.js';
import { clinicOfMails, openAccount, registrationOf } from './pending-registration.js';
import type { SessionCache } from './session-cache.js';

type Scope = ClinicsScope & IdentityScope;

export interface VerifyEmailDeps extends AccountMailDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly cache: SessionCache;
  readonly now: () => Date;
}

/** One answer for links that are spent, have expired or never were: whoever guesses learns nothing. */
export function tokenInvalid(): DomainError {
  return new DomainError('token_invalid', 'This link is no longer good. Please ask for a new one.');
}

/**
 * A mailbox answers: the account that waited for it is opened, its address counts as confirmed, or it takes the new
 * address that it asked for. The address before is told, with a link that undoes the change for a week.
 * @throws DomainError token_invalid, also where the address has meanwhile become another account's
 */
export function verifyEmail(deps: VerifyEmailDeps) {
  const { unitOfWork, cache, now } = deps;
  return async (token: string): Promise<void> => {
    const at = now();
    const meaning = await unitOfWork.withScope(holderOfLink(token), ({ oneTimeTokens }) =>
      oneTimeTokens.find('verify', token, at),
    );
    if (!meaning) throw tokenInvalid();
    const registration = registrationOf(meaning.details);
    const asked = meaning.details as AskedAddress;
    const { email } = registration?.user ?? asked;
    const account = registration?.user.id ?? meaning.userId;
    if (!account) throw tokenInvalid();
    const holder = holderOfLink(token, { account, person: account, mailbox: email, clinics: 'all' });
    const done = await unitOfWork.withScope(holder, async (scope) => {
      if (!(await scope.oneTimeTokens.spend('verify', token, at))) throw tokenInvalid();
      if (registration) {
        if (!(await openAccount(scope, registration, at, at))) throw tokenInvalid();
        return null;
      }
      const present = await scope.users.lock(account);
      if (!present) throw tokenInvalid();
      return email === present.user.email
        ? confirm(scope, account, at)
        : changeAddress(deps, scope, changeOf(present.user, asked), at);
    });
    for (const sessionId of done?.ended ?? []) cache.forget(sessionId);
    if (done?.mailId) await sendAccountMail(deps, done.mailId);
  };
}

async function confirm(scope: Scope, userId: string, at: Date) {
  await scope.users.confirmEmail(userId, at);
  await recordOf(scope, 'user.email_verified', userId, at);
  return null;
}

/** What the link of an address carries: `sessionId` where a signed-in person asked for another one. */
interface AskedAddress {
  readonly email: string;
  readonly sessionId?: string;
}

interface AddressChange {
  readonly userId: string;
  readonly from: string;
  readonly to: string;
  /** The session that asked for it, which goes on. */
  readonly askedIn: string | null;
}

function changeOf(user: UserRecord, asked: AskedAddress): AddressChange {
  return { userId: user.id, from: user.email, to: asked.email, askedIn: asked.sessionId ?? null };
}

async function changeAddress(deps: AccountMailDeps, scope: Scope, change: AddressChange, at: Date) {
  const { userId, from, to, askedIn } = change;
  if (!(await scope.users.changeEmail(userId, to, at))) throw tokenInvalid();
  const user = await scope.users.findById(userId);
  if (!user) throw tokenInvalid();
  const ended = await endSessions(scope, userId, askedIn, at);
  await scope.oneTimeTokens.voidAll(userId, 'reset', at);
  await recordOf(scope, 'user.email_changed', userId, at);
  const clinicId = await clinicOfMails(scope, userId);
  const { firstName, timezone: zone } = user;
  const link = { purpose: 'undo', details: { email: from } } as const;
  const notice = { kind: 'security_notice', notice: 'email_changed', recipient: from, link } as const;
  return { ended, mailId: await addAccountMail(deps, scope, { ...notice, userId, firstName, clinicId, zone }, at) };
}

/** An audit row of a change that an account's own link has made. */
export async function recordOf(
  scope: Scope,
  action:
    | 'user.email_verified'
    | 'user.email_changed'
    | 'user.email_change_undone'
    | 'user.password_reset'
    | 'user.mfa_reset',
  userId: string,
  at: Date,
): Promise<void> {
  await scope.audit.record({ action, entity: 'user', entityId: userId, clinicId: null }, at);
}
