import { DomainError } from '../errors.js';
import type { AppointmentStatus } from './states.js';

/** What can be asked of an appointment, by a person or by its own timers. */
export type Move =
  | 'book'
  | 'confirm'
  | 'expire'
  | 'rebook'
  | 'cancel'
  | 'reschedule'
  | 'start'
  | 'complete'
  | 'no_show';

/** Moves of status, and what happens to an appointment without one. */
export type HistoryMove = Move | 'check_in' | 'extend' | 'payment' | 'refund' | 'resume' | 'resend' | 'attention';

export interface Transition {
  readonly from: AppointmentStatus | null;
  readonly to: AppointmentStatus;
  readonly move: Move;
}

/**
 * The only moves of an appointment. The database holds the same pairs and refuses any other;
 * a test compares the two.
 */
export const TRANSITIONS: readonly Transition[] = [
  { from: null, to: 'pending', move: 'book' },
  { from: 'pending', to: 'booked', move: 'confirm' },
  { from: 'pending', to: 'payment_expired', move: 'expire' },
  { from: 'payment_expired', to: 'booked', move: 'rebook' },
  { from: 'pending', to: 'cancelled_by_patient', move: 'cancel' },
  { from: 'pending', to: 'cancelled_by_doctor', move: 'cancel' },
  { from: 'pending', to: 'cancelled_by_clinic', move: 'cancel' },
  { from: 'booked', to: 'cancelled_by_patient', move: 'cancel' },
  { from: 'booked', to: 'cancelled_by_doctor', move: 'cancel' },
  { from: 'booked', to: 'cancelled_by_clinic', move: 'cancel' },
  { from: 'in_progress', to: 'cancelled_by_doctor', move: 'cancel' },
  { from: 'in_progress', to: 'cancelled_by_clinic', move: 'cancel' },
  { from: 'booked', to: 'booked', move: 'reschedule' },
  { from: 'booked', to: 'in_progress', move: 'start' },
  { from: 'booked', to: 'completed', move: 'complete' },
  { from: 'in_progress', to: 'completed', move: 'complete' },
  { from: 'booked', to: 'no_show', move: 'no_show' },
  { from: 'no_show', to: 'completed', move: 'complete' },
  { from: 'no_show', to: 'cancelled_by_doctor', move: 'cancel' },
];

/** The statuses that can follow `from`, each once. */
export function allowedFrom(from: AppointmentStatus): readonly AppointmentStatus[] {
  return [...new Set(TRANSITIONS.filter((t) => t.from === from && t.to !== from).map((t) => t.to))];
}

export function canTransition(from: AppointmentStatus | null, to: AppointmentStatus): boolean {
  return TRANSITIONS.some((t) => t.from === from && t.to === to);
}

/** 409 `invalid_transition` with the present status and what it allows. */
export function transitionError(from: AppointmentStatus, why?: string): DomainError {
  const message = why ?? `This is not possible while the appointment is ${from.replaceAll('_', ' ')}.`;
  return new DomainError('invalid_transition', message, { status: from, allowed: allowedFrom(from) });
}

export function assertTransition(from: AppointmentStatus, to: AppointmentStatus): void {
  if (!canTransition(from, to)) throw transitionError(from);
}
