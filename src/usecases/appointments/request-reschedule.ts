import type { UserActor } from '../../domain/actor.js';
import { mayReschedule, notYours } from '../../domain/appointments/requested-moves.js';
import { refuseMove } from '../../domain/appointments/transitions.js';
import type { KeyedRequest } from '../idempotency/derive-id.js';
import type { AppointmentAnswer } from './appointment-view.js';
import { readAfterChange } from './read-appointment.js';
import { type RequestMoveDeps, updateIdOf } from './request-move.js';
import { visibleAppointment } from './visible-appointment.js';

/**
 * Moves a booked appointment to another free slot of the same clinic and type; payment and price stay. Patients until
 * two hours before the start and at most three times, doctor and clinic at any time before it.
 * @throws DomainError not_found, forbidden, invalid_transition, slot_taken, slot_unavailable, overlap,
 *   validation_failed, unavailable
 */
export function requestReschedule(deps: RequestMoveDeps) {
  const read = readAfterChange(deps);
  return async (
    actor: UserActor,
    id: string,
    slotId: string,
    keyed: KeyedRequest | null,
  ): Promise<AppointmentAnswer> => {
    const updateId = updateIdOf('reschedule', id, keyed);
    const done = await deps.unitOfWork.withScope(actor, async (scope) => {
      const row = await visibleAppointment(scope, actor, id);
      if (!mayReschedule(actor)) throw notYours('You are not allowed to move appointments.');
      if (await scope.history.has(`${id}/${updateId}`)) return true;
      if (row.status !== 'booked') throw refuseMove(row.status);
      return false;
    });
    if (!done) {
      await deps.engine.update({ actor, appointmentId: id, name: 'reschedule', command: { slotId }, updateId });
    }
    return read(actor, id);
  };
}
