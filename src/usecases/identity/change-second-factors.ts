import { randomBytes } from 'node:crypto';
import type { PasswordHasher } from '../../adapters/passwords/port.js';
import type { UserActor } from '../../domain/actor.js';
import type { AuditEvent } from '../../domain/audit.js';
import { DomainError } from '../../domain/errors.js';
import type { SecurityNotice } from '../../domain/identity/account-mails.js';
import { RECOVERY_CODES, recoveryCodeOf } from '../../domain/identity/second-factors.js';
import type { SessionRules } from '../../domain/identity/sessions.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { HashedRecoveryCode } from '../../models/repositories/identity/second-factors.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UserRecord } from '../../models/repositories/identity/users.js';
import type { UnitOfWork } from '../../models/scope.js';
import { type AccountMailDeps, addAccountMail, sendAccountMail } from './account-mail.js';
import { unauthenticated } from './authenticate.js';
import { endSessions } from './end-sessions.js';
import { clinicOfMails } from './pending-registration.js';
import { assertFresh } from './reauthenticate.js';
import { isFactorRequired, type SecondFactorDeps } from './second-factor-rules.js';
import type { SessionCache } from './session-cache.js';

type Scope = ClinicsScope & IdentityScope;

export interface ChangeFactorsDeps extends AccountMailDeps, Pick<SecondFactorDeps, 'mfaRoles'> {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly passwords: PasswordHasher;
  readonly cache: SessionCache;
  readonly sessionRules: SessionRules;
  readonly now: () => Date;
}

/** Ten new recovery codes: the texts for their person, and what is kept of them. */
export async function newRecoveryCodes(
  passwords: PasswordHasher,
): Promise<{ readonly texts: readonly string[]; readonly hashed: readonly HashedRecoveryCode[] }> {
  const made = new Map<string, ReturnType<typeof recoveryCodeOf>>();
  while (made.size < RECOVERY_CODES) {
    const code = recoveryCodeOf(randomBytes(16));
    made.set(code.selector, code);
  }
  const codes = [...made.values()];
  const hash = async ({ selector, secret }: (typeof codes)[number]) => ({
    selector,
    codeHash: await passwords.hash(secret),
  });
  return { texts: codes.map(({ text }) => text), hashed: await Promise.all(codes.map(hash)) };
}

/** What a change of second factors leaves behind it, in its own transaction. */
export interface FactorChange {
  readonly userId: string;
  /** The session that goes on; null ends them all. */
  readonly keeping: string | null;
  readonly notice: SecurityNotice;
  readonly audit: Pick<AuditEvent, 'action' | 'clinicId' | 'details' | 'patientId'>;
}

/** Ends the other sessions, records the change and tells the person. Returns what is to be done after the commit. */
export async function finishFactorChange(
  deps: AccountMailDeps,
  scope: Scope,
  { userId, keeping, notice, audit }: FactorChange,
  at: Date,
): Promise<{ readonly ended: readonly string[]; readonly mailId: string }> {
  const user = await scope.users.findById(userId);
  if (!user) throw unauthenticated();
  const ended = await endSessions(scope, userId, keeping, at);
  await scope.audit.record({ ...audit, entity: 'user', entityId: userId }, at);
  const { email: recipient, firstName, timezone: zone } = user;
  const clinicId = audit.clinicId ?? (await clinicOfMails(scope, userId));
  const mail = { kind: 'security_notice', notice, link: null, userId, recipient, firstName, zone, clinicId } as const;
  return { ended, mailId: await addAccountMail(deps, scope, mail, at) };
}

/**
 * Makes ten new recovery codes; those before are void, and every other session ends.
 * @throws DomainError reauthentication_required; invalid_transition for an account without an authenticator app
 */
export function renewRecoveryCodes(deps: ChangeFactorsDeps) {
  return async (actor: UserActor): Promise<readonly string[]> => {
    const { unitOfWork, passwords, sessionRules, cache, now } = deps;
    const assertPossible = async (scope: Scope) => {
      await assertFresh(scope, actor, sessionRules, now());
      if (!(await scope.secondFactors.confirmedSince(actor.userId))) {
        throw new DomainError('invalid_transition', 'Set up an authenticator app first.', { allowed: [] });
      }
    };
    // Ten slow hashes are made for whoever may have them alone.
    await unitOfWork.withScope(actor, assertPossible);
    const { texts, hashed } = await newRecoveryCodes(passwords);
    const at = now();
    const done = await unitOfWork.withScope(actor, async (scope) => {
      await scope.users.lock(actor.userId);
      await assertPossible(scope);
      await scope.secondFactors.replaceRecoveryCodes(actor.userId, hashed, at);
      const audit = { action: 'user.recovery_codes_renewed', clinicId: actor.clinicIds[0] ?? null } as const;
      const change = {
        userId: actor.userId,
        keeping: actor.sessionId,
        notice: 'recovery_codes_renewed',
        audit,
      } as const;
      return finishFactorChange(deps, scope, change, at);
    });
    for (const id of done.ended) cache.forget(id);
    await sendAccountMail(deps, done.mailId);
    return texts;
  };
}

/**
 * Takes the caller's second factors away, and ends every other session. Does nothing for an account that has none.
 * @throws DomainError reauthentication_required; forbidden where one of the person's roles needs a second factor
 */
export function disableSecondFactors(deps: ChangeFactorsDeps) {
  return async (actor: UserActor): Promise<void> => {
    const { unitOfWork, sessionRules, cache, now } = deps;
    const at = now();
    const done = await unitOfWork.withScope(actor, async (scope) => {
      await scope.users.lock(actor.userId);
      await assertFresh(scope, actor, sessionRules, at);
      if (await isRequiredOf(scope, deps, actor.userId)) {
        throw new DomainError('forbidden', 'Your role needs a second factor: it can be replaced, not switched off.');
      }
      if (!(await scope.secondFactors.removeAll(actor.userId))) return null;
      await scope.sessions.change(actor.sessionId, { secondFactor: null });
      const audit = { action: 'user.mfa_disabled', clinicId: actor.clinicIds[0] ?? null } as const;
      const change = { userId: actor.userId, keeping: actor.sessionId, notice: 'mfa_disabled', audit } as const;
      return finishFactorChange(deps, scope, change, at);
    });
    if (!done) return;
    for (const id of [actor.sessionId, ...done.ended]) cache.forget(id);
    await sendAccountMail(deps, done.mailId);
  };
}

/** Whether any of a person's active roles needs a second factor. */
export async function isRequiredOf(
  scope: Scope,
  { mfaRoles }: Pick<SecondFactorDeps, 'mfaRoles'>,
  userId: UserRecord['id'],
): Promise<boolean> {
  for (const { role } of await scope.memberships.active(userId)) {
    if (await isFactorRequired(scope, mfaRoles, userId, role)) return true;
  }
  return false;
}
