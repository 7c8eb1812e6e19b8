import type { TokenSigner } from '../../adapters/tokens/port.js';
import { holderOf, proving } from '../../domain/actor.js';
import { judgeRefresh, type SessionRules } from '../../domain/identity/sessions.js';
import type { Role } from '../../domain/roles.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { SessionRow } from '../../models/repositories/identity/sessions.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { unauthenticated } from './authenticate.js';
import { issueTokens, type SignedIn, swapOf } from './issue-tokens.js';
import { isClinicOpen, sessionRulesOfPerson } from './person-rules.js';
import { askSession, isFactorRequired, type SecondFactorAsked } from './second-factor-rules.js';
import type { SessionCache } from './session-cache.js';

type Scope = ClinicsScope & IdentityScope;

export interface RefreshTokensDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly tokens: TokenSigner;
  readonly cache: SessionCache;
  readonly sessionRules: SessionRules;
  readonly mfaRoles: readonly Role[];
  readonly now: () => Date;
}

/**
 * Swaps a refresh token for a new pair. The token just swapped gets the same pair again for a moment, while its successor
 * is unused: answers get lost and windows race. Any other one that comes back means that two hold it, so the whole session
 * ends. The pair is for the membership that the session acts in, in the role that it has now.
 * A session whose role has come to need a second factor gets no pair: it is asked for one.
 * @throws DomainError unauthenticated.
 */
export function refreshTokens({ unitOfWork, tokens, cache, sessionRules, mfaRoles, now }: RefreshTokensDeps) {
  return async (token: string): Promise<SignedIn | SecondFactorAsked> => {
    const at = now();
    const claims = await tokens.readRefresh(token, at);
    if (!claims) throw unauthenticated();
    const holder = holderOf(claims.sid, claims.userId);
    const outcome = await unitOfWork.withScope(
      holder,
      async (scope): Promise<SignedIn | Lacking | 'over' | 'reused'> => {
        const session = await scope.sessions.lock(claims.sid);
        if (!session || session.userId !== claims.userId || session.revokedAt || session.expiresAt <= at) return 'over';
        const user = await scope.users.findById(session.userId);
        if (!user?.isActive) return 'over';
        const membership = await scope.memberships.find(session.membershipId);
        if (membership?.status !== 'active' || !(await isClinicOpen(scope, membership))) return 'over';
        const meaning = judgeRefresh(session, claims.jti, sessionRules, at);
        if (meaning === 'reused') {
          await scope.sessions.revoke(session.id, user.id, at);
          await scope.audit.record(
            {
              action: 'session.revoked',
              entity: 'session',
              entityId: session.id,
              clinicId: membership.clinicId,
              details: { reason: 'refresh_token_reused' },
            },
            at,
          );
          return 'reused';
        }
        const { userId, secondFactor } = session;
        if (secondFactor === null && (await isFactorRequired(scope, mfaRoles, userId, membership.role))) {
          return { lacking: session };
        }
        const rules = await sessionRulesOfPerson(scope, sessionRules, user.id);
        const swap = meaning === 'swap' ? swapOf(session, membership.role, rules, at) : {};
        if (meaning === 'swap') await scope.sessions.change(session.id, swap);
        const pair = await issueTokens(tokens, { ...session, ...swap }, membership);
        const freshUntil = new Date(session.authenticatedAt.getTime() + sessionRules.freshMs);
        return { ...pair, freshUntil, user, membership };
      },
    );
    // Thrown only here: the revocation above must be committed.
    if (outcome === 'reused') cache.forget(claims.sid);
    if (outcome === 'reused' || outcome === 'over') throw unauthenticated();
    if ('lacking' in outcome) {
      const { lacking } = outcome;
      return unitOfWork.withScope(proving(claims.userId), (scope) => askSession({ tokens }, scope, lacking, at));
    }
    return outcome;
  };
}

/** A session that may not go on without a second factor: its role has come to need one. */
interface Lacking {
  readonly lacking: SessionRow;
}
