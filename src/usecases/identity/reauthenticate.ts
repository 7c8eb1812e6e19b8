import type { PasswordHasher } from '../../adapters/passwords/port.js';
import type { AuthenticatorCodes } from '../../adapters/second-factors/port.js';
import type { TokenSigner } from '../../adapters/tokens/port.js';
import type { UserActor } from '../../domain/actor.js';
import { DomainError, invalid } from '../../domain/errors.js';
import type { SessionRules } from '../../domain/identity/sessions.js';
import type { ProofMethod } from '../../domain/proof-methods.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { unauthenticated } from './authenticate.js';
import { issueTokens, type SignedIn, swapOf } from './issue-tokens.js';
import { sessionRulesOfPerson } from './person-rules.js';
import { claimFactor, proveSecondFactor } from './prove-second-factor.js';
import type { SessionCache } from './session-cache.js';

type Scope = ClinicsScope & IdentityScope;

export interface ReauthenticateDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly passwords: PasswordHasher;
  readonly authenticator: AuthenticatorCodes;
  readonly tokens: TokenSigner;
  readonly cache: SessionCache;
  readonly sessionRules: SessionRules;
  readonly now: () => Date;
}

/**
 * Proves once more who asks, so that the session may make sensitive changes for a while; the pair that it had is swapped.
 * @throws DomainError validation_failed on `password` or `code`; unauthenticated when the session has ended
 */
export function reauthenticate(deps: ReauthenticateDeps) {
  const { unitOfWork, passwords, tokens, cache, sessionRules, now } = deps;
  return async (actor: UserActor, proof: Proof): Promise<SignedIn> => {
    const account = await unitOfWork.withScope(actor, (scope) => scope.users.lock(actor.userId));
    if (!account) throw unauthenticated();
    if ('password' in proof && !(await passwords.verify(account.passwordHash, proof.password))) {
      throw invalid('password', 'The password is wrong.');
    }
    const at = now();
    const proved = 'code' in proof ? await proveSecondFactor(deps, { actor, userId: actor.userId }, proof, at) : null;
    if ('code' in proof && !proved) throw wrongCode();
    const signedIn = await unitOfWork.withScope(actor, async (scope): Promise<SignedIn> => {
      const session = await scope.sessions.lock(actor.sessionId);
      const membership = session && (await scope.memberships.find(session.membershipId));
      if (!session || session.revokedAt || session.expiresAt <= at || membership?.status !== 'active') {
        throw unauthenticated();
      }
      if (proved && !(await claimFactor(scope, proved, at))) throw wrongCode();
      const rules = await sessionRulesOfPerson(scope, sessionRules, actor.userId);
      const change = {
        ...swapOf(session, membership.role, rules, at),
        authenticatedAt: at,
        ...(proved ? { factorProvedAt: at } : {}),
      };
      await scope.sessions.change(session.id, change);
      const pair = await issueTokens(tokens, { ...session, ...change }, membership);
      const { clinicId } = membership;
      await scope.audit.record(
        { action: 'user.reauthenticated', entity: 'session', entityId: session.id, clinicId },
        at,
      );
      return { ...pair, freshUntil: new Date(at.getTime() + sessionRules.freshMs), user: account.user, membership };
    });
    cache.forget(actor.sessionId);
    return signedIn;
  };
}

/** Of an account with an authenticator app, its code will do as well as the password. */
export type Proof = { readonly password: string } | { readonly code: string };

function wrongCode(): DomainError {
  return invalid('code', 'The code is wrong or was used before.');
}

/**
 * For what nobody but the person may do: lets a session pass in which a second factor was given a moment ago.
 * @throws DomainError reauthentication_required, with the `methods` that would do
 */
export async function assertFreshFactor(
  scope: IdentityScope,
  actor: UserActor,
  freshMs: number,
  now: Date,
): Promise<void> {
  const session = await scope.sessions.find(actor.sessionId);
  if (session?.factorProvedAt && now.getTime() - session.factorProvedAt.getTime() <= freshMs) return;
  const hasFactor = await scope.secondFactors.confirmedSince(actor.userId);
  throw new DomainError(
    'reauthentication_required',
    hasFactor
      ? 'Please confirm by a code of your authenticator app that it is you.'
      : 'Prescribing needs an authenticator app. Please set one up first.',
    { methods: ['code'] },
  );
}

/**
 * For changes that a stolen session must not make: lets a session pass that was proved a moment ago.
 * @throws DomainError reauthentication_required, with the `methods` that would do
 */
export async function assertFresh(
  scope: IdentityScope,
  actor: UserActor,
  rules: SessionRules,
  now: Date,
): Promise<void> {
  const session = await scope.sessions.find(actor.sessionId);
  if (session && now.getTime() - session.authenticatedAt.getTime() <= rules.freshMs) return;
  const hasFactor = await scope.secondFactors.confirmedSince(actor.userId);
  const methods: readonly ProofMethod[] = hasFactor ? ['password', 'code'] : ['password'];
  throw new DomainError('reauthentication_required', 'Please confirm that it is you.', { methods });
}
