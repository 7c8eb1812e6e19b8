import type { UserActor } from '../../domain/actor.js';
import { notFound } from '../../domain/errors.js';
import { canSee, maySeeSymptoms } from '../../domain/visibility.js';
import type { AppointmentView } from '../../models/repositories/appointments/appointments.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { UnitOfWork } from '../../models/scope.js';

type Scope = AppointmentsScope;

export interface ReadAppointmentDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly now: () => Date;
}

/** An appointment with its slot, doctor, clinic, room and latest order; symptoms only where this reader may see them. */
export type Appointment = AppointmentView;

/** One appointment, as it is now; who reads somebody else's leaves an audit row. @throws DomainError not_found */
export function readAppointment(deps: ReadAppointmentDeps) {
  return (actor: UserActor, id: string): Promise<Appointment> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const row = await scope.appointments.view(id);
      if (!row || !canSee(actor, row)) throw notFound('Appointment');
      const shown = asSeenBy(actor, row);
      if (actor.role !== 'patient') await noteReading(scope, shown, deps.now());
      return shown;
    });
}

/**
 * The appointment after this caller changed it: a doctor who moved it to a colleague's slot still gets an answer,
 * although it is theirs no more, and so do staff who changed a deleted one. @throws DomainError not_found
 */
export async function readChanged(scope: Scope, actor: UserActor, id: string, now: Date): Promise<Appointment> {
  const row = await scope.appointments.view(id, true);
  if (!row) throw notFound('Appointment');
  const shown = asSeenBy(actor, row);
  // The change has its own audit row; what is read on top of it is noted only where it is clinical.
  if (actor.role !== 'patient' && shown.symptoms !== null) await noteReading(scope, shown, now);
  return shown;
}

/** What this reader may see of it. */
export function asSeenBy(actor: UserActor, row: Appointment): Appointment {
  return maySeeSymptoms(actor, row) ? row : { ...row, symptoms: null };
}

function noteReading(scope: Scope, shown: Appointment, now: Date): Promise<void> {
  return scope.audit.record(
    {
      action: 'appointment.read',
      entity: 'appointment',
      entityId: shown.id,
      clinicId: shown.clinicId,
      patientId: shown.patientId,
      details: { symptoms: shown.symptoms !== null },
    },
    now,
  );
}
