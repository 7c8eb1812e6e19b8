import type { AppointmentWorkflows } from '../../adapters/temporal/port.js';
import type { UserActor } from '../../domain/actor.js';
import { isFinal } from '../../domain/appointments/states.js';
import { transitionError } from '../../domain/appointments/transitions.js';
import { DomainError, notFound } from '../../domain/errors.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { deriveId } from '../idempotency/derive-id.js';
import { visibleAppointment } from './visible-appointment.js';

type Scope = AppointmentsScope;

export interface DeleteAppointmentDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly engine: AppointmentWorkflows;
  readonly now: () => Date;
}

/** The record of a deleted appointment: it stays, for as long as medical records have to. */
export interface DeletedRecord {
  readonly id: string;
  readonly deletedAt: Date;
  /** The id of who deleted it. */
  readonly deletedBy: string;
}

/**
 * Takes a finished appointment out of every list; the record, its history and its money stay. A pending one is
 * cancelled first, by its workflow. For the patient and the clinic's staff.
 * @throws DomainError not_found, forbidden, invalid_transition, unavailable
 */
export function deleteAppointment(deps: DeleteAppointmentDeps) {
  return async (actor: UserActor, id: string): Promise<DeletedRecord> => {
    const status = await deps.unitOfWork.withScope(actor, async (scope) => {
      const row = await visibleAppointment(scope, actor, id, 'appointments:delete');
      if (row.status !== 'pending' && !isFinal(row.status)) throw transitionError(row.status);
      return row.status;
    });
    if (status === 'pending') await cancelPending(deps.engine, actor, id);
    return markDeleted(deps, actor, id);
  };
}

async function cancelPending(engine: AppointmentWorkflows, actor: UserActor, id: string): Promise<void> {
  const to = actor.role === 'patient' ? 'cancelled_by_patient' : 'cancelled_by_clinic';
  const command = { to, reason: null } as const;
  const updateId = `cancel:${deriveId(null, 'delete')}`;
  try {
    await engine.update({ actor, appointmentId: id, name: 'cancel', command, updateId });
  } catch (error) {
    // It ended by itself, or was paid, in this moment: what it is now decides, under the lock that follows.
    if (!(error instanceof DomainError && error.code === 'invalid_transition')) throw error;
  }
}

function markDeleted(deps: DeleteAppointmentDeps, actor: UserActor, id: string): Promise<DeletedRecord> {
  return deps.unitOfWork.withScope(actor, async (scope) => {
    const row = await scope.appointments.lock(id);
    // Somebody else's delete came first.
    if (!row || row.deletedAt) throw notFound('Appointment');
    if (!isFinal(row.status)) throw transitionError(row.status);
    const now = deps.now();
    await scope.appointments.update(id, { deletedAt: now, deletedBy: actor.userId }, now);
    await scope.audit.record(
      {
        action: 'appointment.deleted',
        entity: 'appointment',
        entityId: id,
        clinicId: row.clinicId,
        patientId: row.patientId,
        details: { status: row.status },
      },
      now,
    );
    return { id, deletedAt: now, deletedBy: actor.userId };
  });
}
