import type { UserActor } from '../../domain/actor.js';
import { DomainError, invalid, notFound } from '../../domain/errors.js';
import { hasVisibleText } from '../../domain/text.js';
import type { ClinicsScope } from '../../models/repositories/clinics/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { type Clinic, shown } from './clinic-details.js';

type Scope = ClinicsScope;

export interface SuspendClinicDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly now: () => Date;
}

/**
 * Closes a clinic: at once nothing is booked there, and nobody acts in it any more, neither people nor API keys: every API
 * process is told as it commits. Records, booked visits and what is owed stay as they are.
 * @throws DomainError not_found, invalid_transition for one that is suspended, validation_failed without a reason
 */
export function suspendClinic({ unitOfWork, now }: SuspendClinicDeps) {
  return (actor: UserActor, clinicId: string, reason: string): Promise<Clinic> =>
    unitOfWork.withScope(actor, async (scope) => {
      const at = now();
      const clinic = await standing(scope, clinicId, reason);
      if (clinic.suspendedAt) throw wrongStanding('suspended', 'This clinic is suspended already.');
      const changed = await scope.clinics.suspend(clinicId, reason, at);
      await scope.audit.record({ action: 'clinic.suspended', entity: 'clinic', entityId: clinicId, clinicId }, at);
      return shown(scope, actor, changed);
    });
}

/** Opens a clinic again that was suspended. @throws as `suspendClinic` */
export function resumeClinic({ unitOfWork, now }: SuspendClinicDeps) {
  return (actor: UserActor, clinicId: string, reason: string): Promise<Clinic> =>
    unitOfWork.withScope(actor, async (scope) => {
      const clinic = await standing(scope, clinicId, reason);
      if (!clinic.suspendedAt) throw wrongStanding('active', 'This clinic is not suspended.');
      const changed = await scope.clinics.resume(clinicId);
      await scope.audit.record({ action: 'clinic.resumed', entity: 'clinic', entityId: clinicId, clinicId }, now());
      return shown(scope, actor, changed);
    });
}

async function standing(scope: Scope, clinicId: string, reason: string) {
  if (!hasVisibleText(reason)) throw invalid('reason', 'Say why.');
  const clinic = await scope.clinics.lock(clinicId);
  if (!clinic) throw notFound('Clinic');
  return clinic;
}

function wrongStanding(status: 'active' | 'suspended', sentence: string): DomainError {
  const other = status === 'active' ? 'suspended' : 'active';
  return new DomainError('invalid_transition', sentence, { status, allowed: [other] });
}
