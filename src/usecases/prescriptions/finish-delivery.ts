import type { AppointmentWorkflows } from '../../adapters/temporal/port.js';
import type { Actor } from '../../domain/actor.js';
import { SYSTEM } from '../../domain/actor.js';
import { localDay } from '../../domain/days.js';
import { DomainError, notFound } from '../../domain/errors.js';
import type { PrescriptionStep, RequestSnapshot, ResendCommand } from '../../domain/prescriptions/commands.js';
import { bringsPrescription } from '../../domain/prescriptions/mails.js';
import { statusOn } from '../../domain/prescriptions/states.js';
import type { MessagingScope } from '../../models/repositories/messaging/public.js';
import type { PrescriptionsScope } from '../../models/repositories/prescriptions/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { snapshotOf } from './request-snapshot.js';
import { hasEnded } from './supersede.js';

interface Deps {
  readonly unitOfWork: UnitOfWork<PrescriptionsScope>;
  readonly now: () => Date;
}

interface FinishDeps {
  readonly unitOfWork: UnitOfWork<PrescriptionsScope & MessagingScope>;
  readonly now: () => Date;
  readonly engine: AppointmentWorkflows;
}

/**
 * Says that the patient was notified of what was issued, or that no mail about it has got through, and lets the appointment's workflow show
 * it.
 */
export function finishDelivery({ unitOfWork, now, engine }: FinishDeps) {
  return async ({ requestId }: { readonly requestId: string }): Promise<RequestSnapshot> => {
    const snapshot = await unitOfWork.withScope(SYSTEM, async (scope) => {
      const { prescriptions } = await snapshotOf(scope, requestId);
      if (!(await wasMailed(scope, requestId))) {
        // What was cancelled meanwhile needs no notification.
        const stands = prescriptions.some(({ status }) => status === 'issued');
        if (stands) await scope.prescriptions.moveDelivery(requestId, 'failed', now());
        return snapshotOf(scope, requestId);
      }
      for (const { id } of prescriptions) {
        const event = { prescriptionId: id, operationId: `${requestId}/mail`, event: 'mailed', by: null } as const;
        await scope.prescriptionEvents.append(event, now());
      }
      await scope.prescriptions.moveDelivery(requestId, 'delivered', now());
      return snapshotOf(scope, requestId);
    });
    await engine.refresh(snapshot.appointmentId);
    return snapshot;
  };
}

async function wasMailed(scope: MessagingScope, requestId: string): Promise<boolean> {
  const mails = await scope.notifications.listForSubject(requestId);
  return mails.some(({ kind, state }) => bringsPrescription(kind) && state === 'sent');
}

/**
 * Records that somebody sends the mail about a prescription once more; a step that is delivered again is the same asking.
 * @throws DomainError not_found; not_ready while there is no document; invalid_transition for one that has ended
 */
export function resendPrescription({ unitOfWork, now }: Deps) {
  return ({
    actor,
    requestId,
    operationId,
    command: { prescriptionId },
  }: Omit<PrescriptionStep<ResendCommand>, 'actor'> & { readonly actor: Actor }): Promise<RequestSnapshot> =>
    unitOfWork.withScope(actor, async (scope) => {
      const found = await scope.prescriptions.find(prescriptionId);
      if (found?.requestId !== requestId) throw notFound('Prescription');
      if (await scope.prescriptionEvents.findOperation(found.id, operationId)) return snapshotOf(scope, requestId);
      if (found.status !== 'issued') throw hasEnded(statusOn(localDay(now(), found.timezone), found));
      if (!found.hasDocument) throw notReady();
      const by = actor.kind === 'user' ? actor.userId : null;
      const isNew = await scope.prescriptionEvents.append({ prescriptionId, operationId, event: 'resent', by }, now());
      if (isNew) {
        const { clinicId, patientId, number } = found;
        const about = { entity: 'prescription', entityId: prescriptionId, clinicId, patientId } as const;
        await scope.audit.record({ ...about, action: 'prescription.resent', details: { number } }, now());
      }
      return snapshotOf(scope, requestId);
    });
}

/** Of a document that is being made. */
export function notReady(): DomainError {
  return new DomainError('not_ready', 'The document is being made. Please try again in a moment.', { retryAfter: 2 });
}
