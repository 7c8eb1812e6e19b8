import { randomUUID } from 'node:crypto';
import type { TokenSigner } from '../../adapters/tokens/port.js';
import { type SecurityRules, strictestRules } from '../../domain/clinics/public.js';
import {
  CHALLENGE_LIVES_MS,
  type ChallengePurpose,
  type MfaMethod,
  type SecondFactor,
} from '../../domain/identity/second-factors.js';
import type { Role } from '../../domain/roles.js';
import type { ClinicsScope, MemberRules } from '../../models/repositories/clinics/public.js';
import type { MfaChallenge } from '../../models/repositories/identity/mfa-challenges.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import { rulesOfPerson } from './person-rules.js';

type Scope = ClinicsScope & IdentityScope;

const DAY_MS = 86_400_000;

export interface SecondFactorDeps {
  readonly tokens: Pick<TokenSigner, 'mfa'>;
  /** Roles that the installation lets work with a second factor only; clinics add theirs. */
  readonly mfaRoles: readonly Role[];
  readonly security: SecurityRules;
}

/** A sign-in that does not go on yet: its second factor is asked for, or that its person sets one up. */
export interface SecondFactorAsked {
  readonly asks: ChallengePurpose;
  /** Stands for the sign-in, for ten minutes and five tries. */
  readonly mfaToken: string;
  /** What would do; empty where there is nothing yet. */
  readonly methods: readonly MfaMethod[];
}

/** Whether a person may not work in this role without a second factor. */
export async function isFactorRequired(
  { securitySettings }: Pick<Scope, 'securitySettings'>,
  mfaRoles: readonly Role[],
  userId: string,
  role: Role,
): Promise<boolean> {
  return mfaRoles.includes(role) || securitySettings.requiresMfa(userId, role);
}

/** Since when a device must be trusted to spare its account the second factor now; null where none is trusted. */
export async function trustedSince(
  scope: Scope,
  security: SecurityRules,
  userId: string,
  now: Date,
): Promise<Date | null> {
  return trustBegins(await rulesOfPerson(scope, security, userId), now);
}

function trustBegins({ mfaTrustDays }: SecurityRules, now: Date): Date | null {
  return mfaTrustDays === 0 ? null : new Date(now.getTime() - mfaTrustDays * DAY_MS);
}

/** What a sign-in needs beside its first proof: to be asked for something, or nothing (more). */
export type Judged = { readonly asks: ChallengePurpose } | { readonly secondFactor: SecondFactor | null };

/** A sign-in whose first proof was good. */
export interface ProvedOnce {
  readonly userId: string;
  /** In which the session is to act. */
  readonly role: Role;
  readonly deviceToken: string | null;
  /** What the person's clinics ask. */
  readonly clinicRules: readonly MemberRules[];
  /** Whether the account has an authenticator app, read when the account was locked. */
  readonly hasFactor: boolean;
}

/** Judges whether a sign-in goes on. */
export async function judgeSecondFactor(
  { mfaRoles, security }: SecondFactorDeps,
  scope: Scope,
  { userId, role, deviceToken, clinicRules, hasFactor }: ProvedOnce,
  now: Date,
): Promise<Judged> {
  if (!hasFactor) {
    const asked = clinicRules.some((clinic) => clinic.role === role && clinic.requireMfa.some((one) => one === role));
    return asked || mfaRoles.includes(role) ? { asks: 'set_up' } : { secondFactor: null };
  }
  const since = trustBegins(strictestRules(security, clinicRules), now);
  const isTrusted = since && deviceToken !== null && (await scope.devices.isTrusted(userId, deviceToken, since));
  return isTrusted ? { secondFactor: 'trusted_device' } : { asks: 'verify' };
}

/**
 * Asks a session that began without a second factor for one, because the role that it is to act in needs it: by setting one
 * up, or by signing in with it, where the account has got one meanwhile.
 */
export async function askSession(
  deps: Pick<SecondFactorDeps, 'tokens'>,
  scope: Scope,
  asked: Pick<MfaChallenge, 'userId' | 'method' | 'remembered' | 'membershipId'>,
  now: Date,
): Promise<SecondFactorAsked> {
  const purpose = (await scope.secondFactors.confirmedSince(asked.userId)) ? 'verify' : 'set_up';
  const { userId, method, remembered, membershipId } = asked;
  const challenge = { id: randomUUID(), userId, membershipId, purpose, method, remembered, deviceToken: null } as const;
  return askForSecondFactor(deps, scope, challenge, now);
}

/** Lets a sign-in wait for its second factor, or for one to be set up. */
export async function askForSecondFactor(
  { tokens }: Pick<SecondFactorDeps, 'tokens'>,
  scope: Scope,
  challenge: Omit<MfaChallenge, 'createdAt' | 'expiresAt'>,
  now: Date,
): Promise<SecondFactorAsked> {
  const { id: challengeId, userId, purpose: asks } = challenge;
  const expiresAt = new Date(now.getTime() + CHALLENGE_LIVES_MS);
  await scope.mfaChallenges.add({ ...challenge, createdAt: now, expiresAt });
  const { token: mfaToken } = await tokens.mfa({ userId, challengeId }, now, expiresAt);
  if (asks === 'set_up') return { asks, mfaToken, methods: [] };
  const left = await scope.secondFactors.countRecoveryCodes(userId);
  return { asks, mfaToken, methods: left > 0 ? ['totp', 'recovery_code'] : ['totp'] };
}
