import { randomUUID } from 'node:crypto';
import { proving } from '../../domain/actor.js';
import { DomainError } from '../../domain/errors.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { MfaChallenge } from '../../models/repositories/identity/mfa-challenges.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { addAccountMail, sendAccountMail } from './account-mail.js';
import { type Entrance, entrant, type LoggedIn, type OpenSessionDeps, openSession } from './open-session.js';
import { clinicOfMails } from './pending-registration.js';
import { isClinicOpen } from './person-rules.js';
import {
  claimFactor,
  type ProveDeps,
  type ProvedFactor,
  proveSecondFactor,
  type SecondProof,
} from './prove-second-factor.js';
import { recordRefusedSignIn } from './record-refused-sign-in.js';
import { trustedSince } from './second-factor-rules.js';

type Scope = ClinicsScope & IdentityScope;

export interface CompleteSignIn {
  readonly mfaToken: string;
  readonly proof: SecondProof;
  /** Spares this device the second factor for as long as the clinics of the person allow. */
  readonly trustDevice: boolean;
}

export interface CompleteSignInDeps extends OpenSessionDeps, Omit<ProveDeps, 'unitOfWork'> {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly now: () => Date;
}

/** One answer for a token that is spent, has expired, has used up its tries or never was. */
export function signInOver(): DomainError {
  return new DomainError('unauthenticated', 'This sign-in took too long or was tried too often. Please sign in again.');
}

/** Whose sign-in a token stands for, by its signature alone: tries are counted for the account. @throws DomainError unauthenticated */
export function readMfaToken({ tokens, now }: Pick<CompleteSignInDeps, 'tokens' | 'now'>) {
  return async (mfaToken: string): Promise<{ readonly userId: string; readonly challengeId: string }> => {
    const claims = await tokens.readMfa(mfaToken, now());
    if (!claims) throw signInOver();
    return claims;
  };
}

/**
 * Opens the session of a sign-in that waited for its second factor. The try counts before its code is compared; a code that
 * is right is used up in the transaction that opens the session, so that of two that give it at once one gets in.
 * @throws DomainError unauthenticated, for a wrong or used code and for a sign-in that is over
 */
export function completeSignIn(deps: CompleteSignInDeps) {
  const { unitOfWork, now } = deps;
  return async ({ mfaToken, proof, trustDevice }: CompleteSignIn): Promise<LoggedIn> => {
    const { userId, challengeId } = await readMfaToken(deps)(mfaToken);
    const at = now();
    const actor = proving(userId);
    const waiting = await unitOfWork.withScope(actor, async (scope) => {
      const challenge = await scope.mfaChallenges.useTry(challengeId, 'verify', at);
      const user = challenge && (await scope.users.findById(userId));
      const membership = challenge && (await scope.memberships.find(challenge.membershipId));
      return user && membership && { challenge, user, membership };
    });
    if (!waiting) throw signInOver();
    const { challenge, user, membership } = waiting;
    const { method, remembered, deviceToken } = challenge;
    const proved = await proveSecondFactor(deps, { actor, userId }, proof, at);
    const entrance = { user, membership, method, remembered, deviceToken };
    const entered = proved && (await openProved(deps, { ...entrance, challenge, proved, trustDevice }, at));
    if (!entered) {
      await recordRefusedSignIn(unitOfWork, { userId, method, action: 'user.second_factor_refused' }, at);
      throw new DomainError('unauthenticated', 'The code is wrong or was used before.');
    }
    for (const mailId of entered.mailIds) await sendAccountMail(deps, mailId);
    return entered.outcome;
  };
}

interface Proved extends Entrance {
  readonly challenge: MfaChallenge;
  readonly proved: ProvedFactor;
  readonly trustDevice: boolean;
}

/** Null when the code was used meanwhile. */
async function openProved(deps: CompleteSignInDeps, { challenge, proved, trustDevice, ...entrance }: Proved, at: Date) {
  const { id: userId } = entrance.user;
  const sessionId = randomUUID();
  return deps.unitOfWork.withScope(entrant(entrance, sessionId), async (scope) => {
    const present = await scope.users.lock(userId);
    const membership = await scope.memberships.find(challenge.membershipId);
    if (!present?.user.isActive || membership?.status !== 'active') throw signInOver();
    if (!(await isClinicOpen(scope, membership))) throw signInOver();
    if (!(await claimFactor(scope, proved, at))) return null;
    if (!(await scope.mfaChallenges.spend(challenge.id, at))) throw signInOver();
    const trustsDevice = trustDevice && (await trustedSince(scope, deps.security, userId, at)) !== null;
    const opening = { ...entrance, membership, sessionId, secondFactor: proved.factor, trustsDevice };
    const entered = await openSession(deps, scope, opening, at);
    if (proved.factor === 'totp') return entered;
    return { ...entered, mailIds: [...entered.mailIds, await tellOfRecoveryCode(deps, scope, entrance, at)] };
  });
}

async function tellOfRecoveryCode(deps: OpenSessionDeps, scope: Scope, { user }: Entrance, at: Date) {
  const { id: userId, email: recipient, firstName, timezone: zone } = user;
  const notice = { kind: 'security_notice', notice: 'recovery_code_used', link: null } as const;
  const clinicId = await clinicOfMails(scope, userId);
  return addAccountMail(deps, scope, { ...notice, userId, recipient, firstName, zone, clinicId }, at);
}
