import type { UserActor } from '../../domain/actor.js';
import { canSee } from '../../domain/appointments/visibility.js';
import { notFound } from '../../domain/errors.js';
import type { AppointmentView } from '../../models/repositories/appointments/appointments.js';
import type { Scope, UnitOfWork } from '../../models/unit-of-work.js';
import { type AppointmentAnswer, appointmentAnswer } from './appointment-view.js';

export interface ReadAppointmentDeps {
  readonly unitOfWork: UnitOfWork;
  readonly now: () => Date;
}

/** One appointment, as it is now; who reads somebody else's leaves an audit row. @throws DomainError not_found */
export function readAppointment(deps: ReadAppointmentDeps) {
  return (actor: UserActor, id: string): Promise<AppointmentAnswer> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const row = await scope.appointments.view(id);
      if (!row || !canSee(actor, row)) throw notFound('Appointment');
      const answer = appointmentAnswer(actor, row);
      if (actor.role !== 'patient') await noteReading(scope, row, answer, deps.now());
      return answer;
    });
}

/**
 * The appointment after this caller changed it: a doctor who moved it to a colleague's slot still gets an answer,
 * although it is theirs no more, and so do staff who mended a deleted one. @throws DomainError not_found
 */
export function readAfterChange(deps: ReadAppointmentDeps) {
  return (actor: UserActor, id: string): Promise<AppointmentAnswer> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const row = await scope.appointments.view(id, true);
      if (!row) throw notFound('Appointment');
      const answer = appointmentAnswer(actor, row);
      // The change has its own audit row; what is read on top of it is noted only where it is clinical.
      if (actor.role !== 'patient' && answer.symptoms !== null) await noteReading(scope, row, answer, deps.now());
      return answer;
    });
}

function noteReading(scope: Scope, row: AppointmentView, answer: AppointmentAnswer, now: Date): Promise<void> {
  return scope.audit.record(
    {
      action: 'appointment.read',
      entity: 'appointment',
      entityId: row.id,
      clinicId: row.clinicId,
      patientId: row.patientId,
      details: { symptoms: answer.symptoms !== null },
    },
    now,
  );
}
