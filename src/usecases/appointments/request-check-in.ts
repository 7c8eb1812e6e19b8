import type { UserActor } from '../../domain/actor.js';
import { type AppointmentStatus, isLive } from '../../domain/appointments/states.js';
import { canCheckIn, forbidden } from '../../domain/appointments/status-requests.js';
import { transitionError } from '../../domain/appointments/transitions.js';
import type { RequestKey } from '../idempotency/derive-id.js';
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
export function requestCheckIn(deps: Pick<StatusRequestDeps, 'unitOfWork' | 'engine'>) {
  return async (actor: UserActor, id: string, requestKey: RequestKey | null): Promise<CheckedIn> => {
    const read = () =>
      deps.unitOfWork.withScope(actor, async (scope) => {
        const row = await visibleAppointment(scope, actor, id);
        if (!canCheckIn(actor)) throw forbidden('Only the patient or the clinic can check in.');
        return row;
      });
    const before = await read();
    if (!before.checkedInAt || !isLive(before.status)) {
      const updateId = updateIdOf('checkIn', id, requestKey);
      await deps.engine.update({ actor, appointmentId: id, name: 'checkIn', command: {}, updateId });
    }
    const { checkedInAt, status, startsAt, endsAt } = await read();
    if (!checkedInAt) throw transitionError(status, 'The appointment was moved to another time just now.');
    return { appointmentId: id, checkedInAt, status, startsAt, endsAt };
  };
}
