import type { UserActor } from '../../domain/actor.js';
import { assertValid, DomainError, notFound } from '../../domain/errors.js';
import type { MembershipStatus } from '../../domain/roles.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { Membership } from '../../models/repositories/identity/memberships.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { acceptanceProblems, giveConsents } from './accept-documents.js';
import type { OwnMembership } from './list-memberships.js';
import { assertTakesPatients } from './person-rules.js';

type Scope = ClinicsScope & IdentityScope;

export interface JoinClinicDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly now: () => Date;
}

export interface JoinClinic {
  readonly clinicId: string;
  /** What the caller has read and accepted of the clinic's documents. */
  readonly acceptedDocuments: readonly string[];
}

/**
 * Makes the caller a patient of one more clinic, or again of one whose patient they were. They go on acting where they do.
 * Who is a patient there already gets that membership.
 * @throws DomainError not_found, invalid_transition for who works there or was suspended there, validation_failed on
 *   `accepted_documents` while a current document of the clinic is neither among them nor accepted before
 */
export function joinClinic({ unitOfWork, now }: JoinClinicDeps) {
  return (actor: UserActor, { clinicId, acceptedDocuments }: JoinClinic): Promise<OwnMembership> =>
    unitOfWork.withScope(
      actor,
      async (scope) => {
        const clinic = await scope.clinics.find(clinicId);
        if (!clinic) throw notFound('Clinic');
        const at = now();
        const known = await scope.memberships.findIn(clinicId, actor.userId);
        if (known && known.role !== 'patient') {
          throw refused(known.status, 'You work at this clinic, so you cannot be its patient with the same account.');
        }
        if (known?.status === 'suspended') {
          throw refused(known.status, 'Your membership of this clinic is suspended. Please ask the clinic.');
        }
        if (known?.status === 'active') return shown(known, clinic.name, actor);
        assertTakesPatients(clinic);
        const acceptance = { clinicId, patientId: actor.userId, documentIds: acceptedDocuments };
        assertValid(await acceptanceProblems(scope, acceptance, at));
        const membership = known
          ? await scope.memberships.resume(known.id, at)
          : await scope.memberships.add({ userId: actor.userId, clinicId, role: 'patient' }, at);
        const [entityId, patientId, details] = [membership.id, actor.userId, { role: 'patient' }];
        await scope.audit.record(
          { action: 'membership.created', entity: 'membership', entityId, clinicId, patientId, details },
          at,
        );
        await giveConsents(scope, actor.userId, acceptedDocuments, at);
        return shown(membership, clinic.name, actor);
      },
      // Two requests at once: the second finds the membership that the first has made.
      { exclusively: `memberships of ${actor.userId}`, opens: { clinic: clinicId } },
    );
}

function shown(membership: Membership, clinicName: string, { membershipId }: UserActor): OwnMembership {
  return { ...membership, clinicName, acting: membership.id === membershipId };
}

function refused(status: MembershipStatus, sentence: string): DomainError {
  return new DomainError('invalid_transition', sentence, { status, allowed: [] });
}
