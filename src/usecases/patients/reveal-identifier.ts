import type { UserActor } from '../../domain/actor.js';
import { invalid } from '../../domain/errors.js';
import { type IdentifierField, identifierOf } from '../../domain/patients/record.js';
import { hasVisibleText } from '../../domain/text.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { PatientsScope } from '../../models/repositories/patients/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { reachPatient, treatingFor, underGlass } from './reach-patient.js';

type Scope = IdentityScope & PatientsScope;

export interface RevealIdentifierDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  /** The installation's. */
  readonly policy: { readonly treatingMs: number };
  readonly now: () => Date;
}

export interface RevealIdentifier {
  readonly field: IdentifierField;
  readonly reason: string;
}

/**
 * One identifier in full; null where the patient has given none. The audit row keeps who saw which one and why.
 * @throws DomainError validation_failed, not_found, break_glass_required
 */
export function revealIdentifier(deps: RevealIdentifierDeps) {
  return async (actor: UserActor, id: string, { field, reason }: RevealIdentifier): Promise<string | null> => {
    if (!hasVisibleText(reason)) throw invalid('reason', 'Please say why you need to see it.');
    const reveal = async (scope: Scope) => {
      const patient = await reachPatient(scope, actor, id, 'patients:reveal');
      const value = identifierOf(await scope.users.patientDocument(id), field);
      await scope.audit.record(
        {
          action: 'patient.identifier_revealed',
          entity: 'patient',
          entityId: id,
          clinicId: patient.clinicId,
          patientId: id,
          reason,
          details: { field, found: value !== null, ...underGlass(patient) },
        },
        deps.now(),
      );
      return value;
    };
    return deps.unitOfWork.withScope(actor, reveal, { opens: treatingFor(deps.policy) });
  };
}
