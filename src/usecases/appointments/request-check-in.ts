import type { UserActor } from '../../domain/actor.js';
import { type AppointmentStatus, isLive } from '../../domain/appointments/states.js';
import { canCheckIn, forbidden } from '../../domain/appointments/status-requests.js';
import { transitionError } from '../../domain/appointments/transitions.js';
import type { RequestKey } from '../idempotency/derive-id.js';
import { noteVisitReading } from './read-appointment.js';
import { type StatusRequestDeps, updateIdOf } from './request-status.js';
import { visibleAppointment } from './visible-appointment.js';

/** That the patient is there, and since when. */
export interface CheckedIn {
  readonly appointmentId: string;
  /** Of the first check-in: a repeat does not change it. */
  readonly checkedInAt: Date;
  readonly status: AppointmentStatus;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/**
 * Checks the patient in by the appointment's workflow: the patient themselves, or the clinic's staff for them. A
 * patient who is checked in already is answered without it.
 * @throws DomainError not_found, forbidden, invalid_transition, unavailable
 */
export function requestCheckIn(deps: Pick<StatusRequestDeps, 'unitOfWork' | 'engine' | 'now'>) {
  return async (actor: UserActor, id: string, requestKey: RequestKey | null): Promise<CheckedIn> => {
    const row = await deps.unitOfWork.withScope(actor, async (scope) => {
      const visit = await visibleAppointment(scope, actor, id, 'appointments:check-in');
      // Nothing is changed any more, but the answer tells of the visit.
      if (visit.checkedInAt) await noteVisitReading(scope, 'appointment.read', visit, deps.now());
      return visit;
    });
    if (!canCheckIn(actor)) throw forbidden('Only the patient or the clinic can check in.');
    if (row.checkedInAt && isLive(row.status)) {
      const { checkedInAt, status, startsAt, endsAt } = row;
      return { appointmentId: id, checkedInAt, status, startsAt, endsAt };
    }
    const updateId = updateIdOf('checkIn', id, requestKey);
    const { checkedInAt, status, startsAt, endsAt } = await deps.engine.update({
      actor,
      appointmentId: id,
      name: 'checkIn',
      command: {},
      updateId,
    });
    // Of two who check in at once, one has changed nothing; its answer is a reading.
    if (actor.role !== 'patient') {
      await deps.unitOfWork.withScope(actor, async (scope) => {
        if (await scope.audit.hasRowOfRequest('appointment', id)) return;
        await noteVisitReading(scope, 'appointment.read', row, deps.now());
      });
    }
    if (checkedInAt === null) throw transitionError(status, 'The appointment was moved to another time just now.');
    return {
      appointmentId: id,
      checkedInAt: new Date(checkedInAt),
      status,
      startsAt: new Date(startsAt),
      endsAt: new Date(endsAt),
    };
  };
}
