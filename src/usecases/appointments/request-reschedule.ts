import type { UserActor } from '../../domain/actor.js';
import { isFinal } from '../../domain/appointments/states.js';
import { canReschedule, forbidden } from '../../domain/appointments/status-requests.js';
import { transitionError } from '../../domain/appointments/transitions.js';
import type { RequestKey } from '../idempotency/derive-id.js';
import { type Appointment, readChanged } from './read-appointment.js';
import { requestFacts, type StatusRequestDeps, updateIdOf } from './request-status.js';

/**
 * Moves a booked appointment to another free slot of the same clinic and type; payment and price stay. Patients until
 * two hours before the start and at most three times, doctor and clinic at any time before it.
 * @throws DomainError not_found, forbidden, invalid_transition, slot_taken, slot_unavailable, overlap,
 *   validation_failed, unavailable
 */
export function requestReschedule(deps: StatusRequestDeps) {
  return async (actor: UserActor, id: string, slotId: string, requestKey: RequestKey | null): Promise<Appointment> => {
    const updateId = updateIdOf('reschedule', id, requestKey);
    const facts = await requestFacts(deps, actor, id, updateId);
    if (!canReschedule(actor)) throw forbidden('You are not allowed to move appointments.');
    if (!facts.isDone) {
      // As for a change of status: nobody runs who could refuse it.
      if (isFinal(facts.status)) throw transitionError(facts.status);
      await deps.engine.update({ actor, appointmentId: id, name: 'reschedule', command: { slotId }, updateId });
    }
    return deps.unitOfWork.withScope(actor, (scope) => readChanged(scope, actor, id, deps.now()));
  };
}
