import type { AuthenticatorCodes } from '../../adapters/second-factors/port.js';
import { proving, type UserActor } from '../../domain/actor.js';
import { DomainError, invalid } from '../../domain/errors.js';
import { parseTotp } from '../../domain/identity/second-factors.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import { sendAccountMail } from './account-mail.js';
import { unauthenticated } from './authenticate.js';
import { type ChangeFactorsDeps, finishFactorChange, newRecoveryCodes } from './change-second-factors.js';
import { type CompleteSignInDeps, readMfaToken, signInOver } from './complete-sign-in.js';
import { entrant } from './open-session.js';
import { assertFresh } from './reauthenticate.js';

type Scope = ClinicsScope & IdentityScope;

/** Who sets up a second factor: a session, or a sign-in that gets none before (`challengeId`). */
export interface FactorHolder {
  readonly actor: UserActor;
  readonly challengeId: string | null;
}

export interface SetUpDeps extends ChangeFactorsDeps {
  readonly authenticator: AuthenticatorCodes;
}

/**
 * Who holds the token of a sign-in that waits until a second factor is set up. It opens nothing else.
 * @throws DomainError unauthenticated, also when the account has one meanwhile
 */
export function authenticateSetUp(deps: Pick<CompleteSignInDeps, 'tokens' | 'now' | 'unitOfWork'>) {
  return async (mfaToken: string): Promise<FactorHolder> => {
    const { userId, challengeId } = await readMfaToken(deps)(mfaToken);
    return deps.unitOfWork.withScope(proving(userId), async (scope) => {
      const challenge = await scope.mfaChallenges.find(challengeId, 'set_up', deps.now());
      const user = challenge && (await scope.users.findById(userId));
      const membership = challenge && (await scope.memberships.find(challenge.membershipId));
      if (!challenge || !user?.isActive || membership?.status !== 'active') throw signInOver();
      if (await scope.secondFactors.confirmedSince(userId)) throw signInOver();
      const { method, remembered, deviceToken } = challenge;
      const entrance = { user, membership, method, remembered, deviceToken };
      // No permission: whatever asks for one refuses it.
      return { actor: { ...entrant(entrance, challengeId), permissions: [] }, challengeId };
    });
  };
}

/** What a person needs to add the account to an authenticator app. */
export interface TotpSetUp {
  readonly secret: string;
  readonly otpauthUrl: string;
  readonly qrSvg: string;
}

/**
 * Makes a secret for an authenticator app, which counts as soon as its first code is given; an app that counts already goes
 * on until then. Asked for again, the secret before is void.
 * @throws DomainError reauthentication_required, unauthenticated
 */
export function setUpSecondFactor({ unitOfWork, authenticator, sessionRules, now }: SetUpDeps) {
  return async (holder: FactorHolder): Promise<TotpSetUp> => {
    const secret = authenticator.newSecret();
    const at = now();
    const { userId } = holder.actor;
    const email = await unitOfWork.withScope(holder.actor, async (scope) => {
      const account = await scope.users.lock(userId);
      if (!account) throw unauthenticated();
      if (holder.challengeId === null) await assertFresh(scope, holder.actor, sessionRules, at);
      else await assertFirst(scope, userId);
      await scope.secondFactors.keepWaiting(userId, secret, at);
      return account.user.email;
    });
    const otpauthUrl = authenticator.setupUrl(secret, email);
    return { secret, otpauthUrl, qrSvg: await authenticator.qrSvg(otpauthUrl) };
  };
}

/**
 * Lets an authenticator app count by its first code, and answers ten recovery codes, which are shown this once. Every other
 * session ends.
 * @throws DomainError validation_failed on `code`; invalid_transition when no app waits; reauthentication_required,
 *   unauthenticated
 */
export function confirmSecondFactor(deps: SetUpDeps) {
  const { unitOfWork, authenticator, passwords, sessionRules, cache, now } = deps;
  return async ({ actor, challengeId }: FactorHolder, typed: string): Promise<readonly string[]> => {
    const at = now();
    const { userId } = actor;
    const app = await unitOfWork.withScope(actor, async (scope) => {
      if (challengeId === null) await assertFresh(scope, actor, sessionRules, at);
      else if (!(await scope.mfaChallenges.useTry(challengeId, 'set_up', at))) return 'over';
      return scope.secondFactors.findWaiting(userId);
    });
    if (app === 'over') throw signInOver();
    if (!app) throw nothingWaits();
    const code = parseTotp(typed);
    const step = code === null ? null : authenticator.stepOf(app.secret, code, at);
    if (step === null) throw invalid('code', 'The code is wrong. Give the one that the app shows now.');
    const { texts, hashed } = await newRecoveryCodes(passwords);
    const done = await unitOfWork.withScope(actor, async (scope) => {
      await scope.users.lock(userId);
      if (challengeId === null)
        await scope.sessions.change(actor.sessionId, { secondFactor: 'totp', factorProvedAt: at });
      else {
        await assertFirst(scope, userId);
        if (!(await scope.mfaChallenges.spend(challengeId, at))) throw signInOver();
      }
      if (!(await scope.secondFactors.confirm(userId, app.id, step, at))) throw nothingWaits();
      await scope.secondFactors.replaceRecoveryCodes(userId, hashed, at);
      const keeping = challengeId === null ? actor.sessionId : null;
      const audit = { action: 'user.mfa_enabled', clinicId: actor.clinicIds[0] ?? null } as const;
      return finishFactorChange(deps, scope, { userId, keeping, notice: 'mfa_enabled', audit }, at);
    });
    for (const id of [actor.sessionId, ...done.ended]) cache.forget(id);
    await sendAccountMail(deps, done.mailId);
    return texts;
  };
}

/** A sign-in that has given a password alone must not replace the factor that the account has got meanwhile. */
async function assertFirst(scope: Scope, userId: string): Promise<void> {
  if (await scope.secondFactors.confirmedSince(userId)) throw signInOver();
}

function nothingWaits(): DomainError {
  return new DomainError('invalid_transition', 'No authenticator app waits for its first code. Start again.', {
    allowed: [],
  });
}
