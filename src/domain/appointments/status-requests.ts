import type { UserActor } from '../actor.js';
import { DomainError } from '../errors.js';
import { actsForClinic } from '../roles.js';
import type { Belongings } from '../visibility.js';
import type { UpdateName } from './commands.js';
import type { AppointmentStatus } from './states.js';

/** Statuses that a person can ask for; every other one follows from payments and timers. */
export const REQUESTED_STATUSES = [
  'in_progress',
  'completed',
  'no_show',
  'cancelled_by_doctor',
  'cancelled_by_patient',
  'cancelled_by_clinic',
] as const satisfies readonly AppointmentStatus[];
export type RequestedStatus = (typeof REQUESTED_STATUSES)[number];

/** The workflow's update that brings a status about. */
export function updateFor(to: RequestedStatus): Extract<UpdateName, 'start' | 'complete' | 'noShow' | 'cancel'> {
  switch (to) {
    case 'in_progress':
      return 'start';
    case 'completed':
      return 'complete';
    case 'no_show':
      return 'noShow';
    default:
      return 'cancel';
  }
}

/** An appointment as far as rights depend on it. */
export type RequestedAppointment = Belongings & { readonly status: AppointmentStatus };

/**
 * Whether this person may ask for this status at all; whether the appointment's
 * state allows it is another question. A no-show is corrected by the doctor or by the clinic.
 */
export function canRequest(actor: UserActor, to: RequestedStatus, appointment: RequestedAppointment): boolean {
  const treating = actor.role === 'doctor' && actor.userId === appointment.doctorId;
  const correcting = appointment.status === 'no_show' && actsForClinic(actor.role);
  switch (to) {
    case 'in_progress':
    case 'no_show':
      return treating;
    case 'completed':
    case 'cancelled_by_doctor':
      return treating || correcting;
    case 'cancelled_by_patient':
      return actor.role === 'patient' && actor.userId === appointment.patientId;
    case 'cancelled_by_clinic':
      return actsForClinic(actor.role);
  }
}

/** Patients, doctors and the clinic's staff move appointments to another time; an accountant only looks. */
export function canReschedule(actor: UserActor): boolean {
  return actor.role === 'patient' || actor.role === 'doctor' || actsForClinic(actor.role);
}

/** The patient, or the clinic's staff for them; a doctor starts the consultation instead. */
export function canCheckIn(actor: UserActor): boolean {
  return actor.role === 'patient' || actsForClinic(actor.role);
}

/** 403 for something that the caller may see but not do. */
export function forbidden(what: string): DomainError {
  return new DomainError('forbidden', what);
}
