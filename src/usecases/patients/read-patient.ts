import type { Caller } from '../../domain/actor.js';
import { notFound } from '../../domain/errors.js';
import type { EmergencyContact, PatientDocument } from '../../domain/identity/public.js';
import { mayRead } from '../../domain/visibility.js';
import type { IdentityScope, UserRecord } from '../../models/repositories/identity/public.js';
import type { PatientsScope } from '../../models/repositories/patients/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { reachPatient, treatingFor, underGlass } from './reach-patient.js';

type Scope = IdentityScope & PatientsScope;

export interface ReadPatientDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  /** The installation's. */
  readonly policy: { readonly treatingMs: number };
  readonly now: () => Date;
}

/** A patient's record as this reader may see it. */
export interface PatientRecord {
  readonly user: UserRecord;
  readonly document: PatientDocument;
  /** Null for whoever takes no part in a visit. */
  readonly emergencyContacts: readonly EmergencyContact[] | null;
}

/** @throws DomainError not_found, break_glass_required */
export function readPatient(deps: ReadPatientDeps) {
  return (actor: Caller, id: string): Promise<PatientRecord> =>
    deps.unitOfWork.withScope(
      actor,
      async (scope) => {
        const patient = await reachPatient(scope, actor, id, 'patients:read');
        const user = await scope.users.findById(id);
        if (!user) throw notFound('Patient');
        const document = await scope.users.patientDocument(id);
        const contacts = mayRead(actor, 'contacts', patient) ? document.emergencyContacts : null;
        await scope.audit.record(
          {
            action: 'patient.read',
            entity: 'patient',
            entityId: id,
            clinicId: patient.clinicId,
            patientId: id,
            details: { contacts: contacts !== null, ...underGlass(patient) },
          },
          deps.now(),
        );
        return { user, document, emergencyContacts: contacts };
      },
      { opens: treatingFor(deps.policy) },
    );
}
