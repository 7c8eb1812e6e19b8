import { actorLabel, type UserActor } from '../../domain/actor.js';
import { DomainError, invalid, notFound } from '../../domain/errors.js';
import { shownOf } from '../../domain/pages.js';
import { aboutGrant } from '../../domain/patients/break-glass.js';
import { hasVisibleText } from '../../domain/text.js';
import type { IdentityScope, UserRecord } from '../../models/repositories/identity/public.js';
import type { BreakGlassGrant, GrantsQuery } from '../../models/repositories/patients/break-glass.js';
import type { PatientsScope } from '../../models/repositories/patients/slice.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import type { ShowEntry } from '../payments/public.js';

type Scope = IdentityScope & PatientsScope & SupportScope;

export interface ReviewBreakGlassDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly showEntry: ShowEntry;
  readonly now: () => Date;
}

/** A grant, and who it was given to. */
export interface NamedGrant extends BreakGlassGrant {
  /** Null for an account that was closed. */
  readonly holder: Pick<UserRecord, 'firstName' | 'lastName'> | null;
}

/** The grants of the caller's clinic, newest first; one row of audit names the patients. */
export function listBreakGlass({ unitOfWork, now }: Pick<ReviewBreakGlassDeps, 'unitOfWork' | 'now'>) {
  return (actor: UserActor, query: GrantsQuery): Promise<readonly NamedGrant[]> =>
    unitOfWork.withScope(actor, async (scope) => {
      const grants = await scope.breakGlass.list(actor.clinicIds, query);
      const [clinicId = null] = actor.clinicIds;
      const patientIds = shownOf(grants, query.limit).map(({ patientId }) => patientId);
      await scope.audit.record(
        {
          action: 'patient.glass_listed',
          entity: 'clinic',
          entityId: clinicId ?? 'none',
          clinicId,
          patientIds,
        },
        now(),
      );
      return named(scope, grants);
    });
}

export interface ReviewBreakGlass {
  readonly grantId: string;
  readonly justified: boolean;
  readonly note: string;
}

/**
 * Judges that somebody else has read a record, which closes the attention entry. Of two who judge at once, one does.
 * @throws DomainError validation_failed, not_found, forbidden for the own grant, invalid_transition for a judged one
 */
export function reviewBreakGlass({ unitOfWork, showEntry, now }: ReviewBreakGlassDeps) {
  return async (actor: UserActor, { grantId, justified, note }: ReviewBreakGlass): Promise<NamedGrant> => {
    if (!hasVisibleText(note)) throw invalid('note', 'Please say how you came to this.');
    const review = async (scope: Scope) => {
      const grant = await scope.breakGlass.find(actor.clinicIds, grantId);
      if (!grant) throw notFound('Grant');
      if (grant.userId === actor.userId) {
        throw new DomainError('forbidden', 'Somebody else has to judge what you did.');
      }
      const at = now();
      if (!(await scope.breakGlass.review(grantId, { by: actor.userId, justified, note }, at))) {
        throw new DomainError('invalid_transition', 'Somebody has judged this already.', { allowed: [] });
      }
      const { clinicId, patientId } = grant;
      const entry = { subjectId: clinicId, code: 'break_glass_review', about: aboutGrant(grantId) } as const;
      const closed = await scope.attention.resolveAbout(entry, actorLabel(actor), note, at);
      await scope.audit.record(
        {
          action: 'patient.glass_reviewed',
          entity: 'break_glass_grant',
          entityId: grantId,
          clinicId,
          patientId,
          reason: note,
          details: { justified },
        },
        at,
      );
      const [reviewed] = await named(scope, [(await scope.breakGlass.find([clinicId], grantId)) ?? grant]);
      return { reviewed: reviewed ?? { ...grant, holder: null }, closed };
    };
    const { reviewed, closed } = await unitOfWork.withScope(actor, review);
    for (const entry of closed) await showEntry(entry, 'resolved');
    return reviewed;
  };
}

async function named(scope: Scope, grants: readonly BreakGlassGrant[]): Promise<readonly NamedGrant[]> {
  const people = await scope.users.list([...new Set(grants.map(({ userId }) => userId))]);
  return grants.map((grant) => ({ ...grant, holder: people.find(({ id }) => id === grant.userId) ?? null }));
}
