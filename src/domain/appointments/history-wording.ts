import type { AppointmentStatus } from './states.js';
import type { Move } from './transitions.js';

/** What a status change says of itself when nobody gave a reason. */
export function defaultReason(move: string, to: string, by: string): string {
  switch (move as Move | 'check_in') {
    case 'book':
      return `Appointment created by ${by}`;
    case 'confirm':
      return 'Appointment confirmed';
    case 'expire':
      return 'Payment window ended without a payment';
    case 'rebook':
      return 'Late payment arrived while the slot was still free';
    case 'reschedule':
      return `Appointment moved to another time by ${by}`;
    case 'check_in':
      return `Patient checked in by ${by}`;
    case 'start':
      return 'Consultation started';
    case 'complete':
      return 'Consultation completed';
    case 'no_show':
      return 'Patient did not attend';
    case 'cancel':
      return CANCELLED[to as AppointmentStatus] ?? 'Appointment cancelled';
    default:
      return `Recorded: ${move.replaceAll('_', ' ')}`;
  }
}

const CANCELLED: Partial<Record<AppointmentStatus, string>> = {
  cancelled_by_patient: 'Appointment cancelled by the patient',
  cancelled_by_doctor: 'Appointment cancelled by the doctor',
  cancelled_by_clinic: 'Appointment cancelled by the clinic',
};
