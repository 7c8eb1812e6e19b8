import type { AppointmentPolicy } from '../clinics/public.js';
import { localDay } from '../days.js';
import type { DomainError } from '../errors.js';
import { MINUTE_MS } from '../instants.js';
import { type AppointmentStatus, isCancelled } from './states.js';
import { transitionError } from './transitions.js';

/** Where a patient who was checked in is in the doctor's queue, as far as the appointment's status tells. */
export const ARRIVAL_STATES = ['arrived', 'in_room', 'done', 'left', 'no_show'] as const;
export type ArrivalState = (typeof ARRIVAL_STATES)[number];

export function arrivalState(status: AppointmentStatus): ArrivalState {
  switch (status) {
    case 'in_progress':
      return 'in_room';
    case 'completed':
      return 'done';
    case 'no_show':
      return 'no_show';
    default:
      return isCancelled(status) ? 'left' : 'arrived';
  }
}

/** What decides whether a patient can be checked in now. */
export interface CheckInView {
  readonly status: AppointmentStatus;
  readonly policy: AppointmentPolicy;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Of the clinic: its wall clock decides which day it is. */
  readonly timezone: string;
}

/**
 * Why a patient cannot be checked in now; null when they can. The patient themselves from `checkInOpensMs` before the
 * start until the end; the clinic's staff on the whole day of the appointment, also when the patient was forgotten at
 * the desk.
 */
export function checkInError(view: CheckInView, by: 'patient' | 'staff', now: Date): DomainError | null {
  const { status, policy, startsAt, endsAt, timezone } = view;
  if (status !== 'booked' && status !== 'in_progress') {
    return transitionError(status, `Nobody can be checked in while the appointment is ${status.replaceAll('_', ' ')}.`);
  }
  const opensAt = startsAt.getTime() - policy.checkInOpensMs;
  if (now.getTime() >= opensAt && now <= endsAt) return null;
  if (by === 'staff') {
    if (localDay(now, timezone) === localDay(startsAt, timezone)) return null;
    return transitionError(status, 'Staff can check a patient in on the day of the appointment only.');
  }
  if (now > endsAt) return transitionError(status, 'The appointment is over: please call the clinic.');
  const minutes = Math.round(policy.checkInOpensMs / MINUTE_MS);
  return transitionError(status, `Check-in opens ${minutes} minutes before the start.`);
}
