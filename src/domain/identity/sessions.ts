import type { Role } from '../roles.js';
import type { SecondFactor } from './second-factors.js';

/** Ways to sign in, as sessions and the sign-in history name them. */
export const SIGN_IN_METHODS = ['password', 'google'] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

/** RFC 8176 has no name for a proof of somebody else. */
const METHOD_REFERENCES: Readonly<Record<SignInMethod, readonly string[]>> = { password: ['pwd'], google: ['google'] };
/** A device that is trusted gives no second proof: it spares one. */
const FACTOR_REFERENCES: Readonly<Record<SecondFactor, readonly string[]>> = {
  totp: ['otp', 'mfa'],
  recovery_code: ['mfa'],
  trusted_device: [],
};

/** By what a session was proved, as the claim `amr` names it (RFC 8176). */
export function referencesOf(method: SignInMethod, secondFactor: SecondFactor | null): readonly string[] {
  return [...METHOD_REFERENCES[method], ...(secondFactor === null ? [] : FACTOR_REFERENCES[secondFactor])];
}

/** Whether a second factor was given when the session began. */
export function hadSecondFactor(secondFactor: SecondFactor | null): boolean {
  return secondFactor !== null && FACTOR_REFERENCES[secondFactor].includes('mfa');
}

/** How long sessions live, in ms. */
export interface SessionRules {
  /** Of a remembered one that is not used. */
  readonly idleMs: number;
  /** Of one that is not remembered, and of every staff session. */
  readonly shortIdleMs: number;
  /** However often it is refreshed. */
  readonly maxMs: number;
  /** For so long after a swap the old refresh token gets the same pair again. */
  readonly reuseGraceMs: number;
  /** For so long after a proof of who one is sensitive changes need no other one. */
  readonly freshMs: number;
}

export interface SessionStanding {
  readonly createdAt: Date;
  readonly remembered: boolean;
}

/** When a session ends that is used now, and not again. */
export function sessionEnd(session: SessionStanding, role: Role, rules: SessionRules, now: Date): Date {
  const idleMs = session.remembered && role === 'patient' ? rules.idleMs : Math.min(rules.shortIdleMs, rules.idleMs);
  return new Date(Math.min(now.getTime() + idleMs, session.createdAt.getTime() + rules.maxMs));
}

/** What a session's two refresh tokens are known by. */
export interface Refreshing {
  readonly refreshId: string;
  readonly refreshedAt: Date;
  readonly previousRefreshId: string | null;
}

/**
 * What a refresh token that comes in means: `swap` it for a new pair; `repeat` the pair that it was swapped for, because
 * its answer was lost or two windows raced; or `reused`: two hold it.
 */
export function judgeRefresh(
  session: Refreshing,
  refreshId: string,
  { reuseGraceMs }: Pick<SessionRules, 'reuseGraceMs'>,
  now: Date,
): 'swap' | 'repeat' | 'reused' {
  if (refreshId === session.refreshId) return 'swap';
  const ageMs = now.getTime() - session.refreshedAt.getTime();
  return refreshId === session.previousRefreshId && ageMs <= reuseGraceMs ? 'repeat' : 'reused';
}
