import type { Actor } from '../../domain/actor.js';
import { localDay } from '../../domain/days.js';
import { DomainError, notFound } from '../../domain/errors.js';
import type { CancelCommand, PrescriptionStep, RequestSnapshot } from '../../domain/prescriptions/commands.js';
import { statusOn } from '../../domain/prescriptions/states.js';
import { lockOf } from '../../models/repositories/prescriptions/public.js';
import type { PrescriptionsScope } from '../../models/repositories/prescriptions/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { failPoint } from '../../observability/fail-points.js';
import { snapshotOf } from './request-snapshot.js';
import { hasEnded } from './supersede.js';

export interface CancelDeps {
  readonly unitOfWork: UnitOfWork<PrescriptionsScope>;
  readonly now: () => Date;
}

/** A step of a workflow, whose actor is known. */
type Input = Omit<PrescriptionStep<CancelCommand>, 'actor'> & { readonly actor: Actor };

/**
 * Cancels a prescription that stands. It holds the prescription alone, as a supply does: of a cancel and a supply at one moment, one
 * comes first, and the other one knows of it.
 * @throws DomainError not_found; invalid_transition for one that has ended
 */
export function cancelPrescription({ unitOfWork, now }: CancelDeps) {
  return async ({ actor, requestId, operationId, command }: Input): Promise<RequestSnapshot> => {
    if (actor.kind !== 'user') throw new DomainError('forbidden', 'Only a doctor cancels a prescription.');
    const { prescriptionId, reason } = command;
    const cancel = async (scope: PrescriptionsScope) => {
      const found = await scope.prescriptions.find(prescriptionId);
      if (found?.requestId !== requestId) throw notFound('Prescription');
      if (await scope.prescriptionEvents.findOperation(found.id, operationId)) return snapshotOf(scope, requestId);
      const at = now();
      if (found.status !== 'issued') throw hasEnded(statusOn(localDay(at, found.timezone), found));
      await scope.prescriptions.end(found, { status: 'cancelled', by: actor.userId, reason, supersededBy: null }, at);
      const event = { prescriptionId, operationId, event: 'cancelled', by: actor.userId, reason } as const;
      await scope.prescriptionEvents.append(event, at);
      const { clinicId, patientId, number } = found;
      const about = { entity: 'prescription', entityId: prescriptionId, clinicId, patientId } as const;
      await scope.audit.record({ ...about, action: 'prescription.cancelled', details: { number } }, at);
      return snapshotOf(scope, requestId);
    };
    const options = { exclusively: lockOf(prescriptionId), statementTimeoutMs: 2_000 };
    const snapshot = await unitOfWork.withScope(actor, cancel, options);
    failPoint('prescription.ended');
    return snapshot;
  };
}
