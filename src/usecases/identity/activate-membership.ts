import type { TokenSigner } from '../../adapters/tokens/port.js';
import type { UserActor } from '../../domain/actor.js';
import { DomainError, notFound } from '../../domain/errors.js';
import type { SessionRules } from '../../domain/identity/sessions.js';
import type { Role } from '../../domain/roles.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { unauthenticated } from './authenticate.js';
import { issueTokens, type SignedIn, swapOf } from './issue-tokens.js';
import { isClinicOpen, sessionRulesOfPerson } from './person-rules.js';
import { askSession, isFactorRequired, type SecondFactorAsked } from './second-factor-rules.js';
import type { SessionCache } from './session-cache.js';

type Scope = ClinicsScope & IdentityScope;

export interface ActivateMembershipDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly tokens: TokenSigner;
  readonly cache: SessionCache;
  readonly sessionRules: SessionRules;
  readonly mfaRoles: readonly Role[];
  readonly now: () => Date;
}

/**
 * Lets the session that asks act in another membership of its person. The pair that it had is void at once here, within
 * two seconds everywhere; the next sign-in acts in this membership too. Where the membership's role needs a second factor that
 * the session has not, the session stays as it is and is asked for one.
 * @throws DomainError not_found for a membership of somebody else, invalid_transition for one that is not active or
 *   whose clinic is suspended,
 *   unauthenticated when the session ended meanwhile
 */
export function activateMembership({ unitOfWork, tokens, cache, sessionRules, mfaRoles, now }: ActivateMembershipDeps) {
  return async (actor: UserActor, membershipId: string): Promise<SignedIn | SecondFactorAsked> => {
    const signedIn = await unitOfWork.withScope(actor, async (scope): Promise<SignedIn | SecondFactorAsked> => {
      const at = now();
      const session = await scope.sessions.lock(actor.sessionId);
      const user = await scope.users.findById(actor.userId);
      if (!session || session.revokedAt || session.expiresAt <= at || !user) throw unauthenticated();
      const membership = await scope.memberships.find(membershipId);
      if (membership?.userId !== actor.userId) throw notFound('Membership');
      const { id, clinicId, status, role } = membership;
      if (status !== 'active') {
        throw new DomainError('invalid_transition', `This membership is ${status}.`, { status, allowed: [] });
      }
      if (!(await isClinicOpen(scope, membership))) {
        const sentence = 'This clinic is suspended: nobody acts in it at present.';
        throw new DomainError('invalid_transition', sentence, { status: 'suspended', allowed: [] });
      }
      if (session.secondFactor === null && (await isFactorRequired(scope, mfaRoles, user.id, role))) {
        return askSession({ tokens }, scope, { ...session, membershipId: id }, at);
      }
      // The pair before stays void also within the moment in which a swap may be repeated: it acted in another membership.
      const rules = await sessionRulesOfPerson(scope, sessionRules, actor.userId);
      const change = { ...swapOf(session, role, rules, at), membershipId: id, previousRefreshId: null };
      await scope.sessions.change(session.id, change);
      const pair = await issueTokens(tokens, { ...session, ...change }, membership);
      await scope.memberships.noteActivation(id, at);
      const patientId = role === 'patient' ? user.id : null;
      await scope.audit.record(
        { action: 'membership.activated', entity: 'membership', entityId: id, clinicId, patientId, details: { role } },
        at,
      );
      return {
        ...pair,
        freshUntil: new Date(session.authenticatedAt.getTime() + sessionRules.freshMs),
        user,
        membership,
      };
    });
    cache.forget(actor.sessionId);
    return signedIn;
  };
}
