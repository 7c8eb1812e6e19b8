import { canSee } from '../../domain/appointment/visibility.js';
import { notFound } from '../../domain/errors.js';
import type { UserActor } from '../../domain/identity/actor.js';
import type { UnitOfWork } from '../../models/unit-of-work.js';
import { type AppointmentAnswer, appointmentAnswer } from './appointment-view.js';

/** One appointment, as it is now. @throws DomainError not_found */
export function readAppointment(deps: { readonly unitOfWork: UnitOfWork }) {
  return (actor: UserActor, id: string): Promise<AppointmentAnswer> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const row = await scope.appointments.view(id);
      if (!row || !canSee(actor, row)) throw notFound('Appointment');
      return appointmentAnswer(actor, row);
    });
}

/**
 * The appointment after this caller changed it: a doctor who moved it to a colleague's slot still gets an answer,
 * although it is theirs no more, and so do staff who mended a deleted one. @throws DomainError not_found
 */
export function readAfterChange(deps: { readonly unitOfWork: UnitOfWork }) {
  return (actor: UserActor, id: string): Promise<AppointmentAnswer> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const row = await scope.appointments.view(id, true);
      if (!row) throw notFound('Appointment');
      return appointmentAnswer(actor, row);
    });
}
