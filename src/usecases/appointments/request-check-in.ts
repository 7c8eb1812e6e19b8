import type { UserActor } from '../../domain/actor.js';
import { type AppointmentStatus, isLive } from '../../domain/appointments/states.js';
import { canCheckIn, forbidden } from '../../domain/appointments/status-requests.js';
import { transitionError } from '../../domain/appointments/transitions.js';
import type { AppointmentRow } from '../../models/repositories/appointments/appointments.js';
import type { RequestKey } from '../idempotency/derive-id.js';
import { noteVisitReading } from './read-appointment.js';
import {
  type ArrivalDetails,
  type RecordArrivalDeps,
  recordArrival,
  type UnderstoodArrival,
  understoodArrival,
} from './record-arrival.js';
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

export type RequestCheckInDeps = Pick<StatusRequestDeps, 'engine'> & RecordArrivalDeps;

/**
 * Checks the patient in by the appointment's workflow: the patient themselves, or the clinic's staff for them. A
 * patient who is checked in already is answered without it. What is said of the patient goes into the record of the consultation.
 * @throws DomainError not_found, forbidden, invalid_transition, validation_failed, unavailable
 */
export function requestCheckIn(deps: RequestCheckInDeps) {
  const checkIn = checkInOnce(deps);
  return async (
    actor: UserActor,
    id: string,
    details: ArrivalDetails,
    requestKey: RequestKey | null,
  ): Promise<CheckedIn> => {
    const { row, arrival, checkedIn } = await checkIn(actor, id, details, requestKey);
    // After the check-in, which decides whether it is time: who gets no answer in between sends both again.
    await recordArrival(deps, actor, row, arrival);
    return checkedIn;
  };
}

interface Checked {
  readonly row: AppointmentRow;
  /** What is still to be recorded. */
  readonly arrival: UnderstoodArrival;
  readonly checkedIn: CheckedIn;
}

function checkInOnce(deps: RequestCheckInDeps) {
  return async (
    actor: UserActor,
    id: string,
    details: ArrivalDetails,
    requestKey: RequestKey | null,
  ): Promise<Checked> => {
    const { row, arrival } = await deps.unitOfWork.withScope(actor, async (scope) => {
      const visit = await visibleAppointment(scope, actor, id, 'appointments:check-in');
      if (!canCheckIn(actor)) throw forbidden('Only the patient or the clinic can check in.');
      // Before anything is changed: a refusal leaves nobody checked in.
      const arrival = await understoodArrival(scope, visit.clinicId, details);
      // Nothing is changed any more, but the answer tells of the visit.
      if (visit.checkedInAt) await noteVisitReading(scope, 'appointment.read', visit, deps.now());
      return { row: visit, arrival };
    });
    if (row.checkedInAt && isLive(row.status)) {
      const { checkedInAt, status, startsAt, endsAt } = row;
      return { row, arrival, checkedIn: { appointmentId: id, checkedInAt, status, startsAt, endsAt } };
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
    const times = { checkedInAt: new Date(checkedInAt), startsAt: new Date(startsAt), endsAt: new Date(endsAt) };
    return { row, arrival, checkedIn: { appointmentId: id, status, ...times } };
  };
}
