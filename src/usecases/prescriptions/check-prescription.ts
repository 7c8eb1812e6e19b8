import type { UserActor } from '../../domain/actor.js';
import type { ChecksOutcome } from '../../domain/prescriptions/checks/outcome.js';
import type { PrescriptionRequest } from '../../domain/prescriptions/request.js';
import { readingFor } from '../records/public.js';
import { assertDirections, checksOf } from './judge.js';
import type { PrescribingDeps } from './prescribing-deps.js';
import { readCase } from './read-case.js';

/**
 * What every check says of a prescription that is not issued. It tells of the patient's record, so it is recorded who has asked.
 * @throws DomainError break_glass_required, not_found, validation_failed
 */
export function checkPrescription({ unitOfWork, policy, now, mappings }: PrescribingDeps) {
  return (actor: UserActor, request: PrescriptionRequest): Promise<ChecksOutcome> =>
    unitOfWork.withScope(
      actor,
      async (scope) => {
        const found = await readCase({ scope, mappings }, actor, request, now());
        assertDirections(found.items);
        const { clinic, patient } = found;
        const about = { entity: 'patient', entityId: patient.id, clinicId: clinic.id, patientId: patient.id } as const;
        await scope.audit.record({ ...about, action: 'prescription.checked' }, now());
        return checksOf(found);
      },
      readingFor(policy),
    );
}
