import type { AttentionCode } from '../attention.js';
import type { AppointmentPolicy } from '../clinics/public.js';
import type { AppointmentSnapshot } from './snapshot.js';
import type { AppointmentStatus } from './states.js';

/** What an appointment's own clock does next, phase by phase. Times are epoch milliseconds. */

/** `first_lookup`: from then on the run itself looks open checkout sessions up. */
export type HoldStep = 'first_lookup' | 'warning' | 'end';

/** The next step of a hold, and its moment. `done`: the steps that were made. */
export function nextHoldStep(
  { policy, bookedAt, expiresAt }: Pick<AppointmentSnapshot, 'policy' | 'bookedAt' | 'expiresAt'>,
  done: ReadonlySet<HoldStep>,
): { readonly at: number; readonly step: HoldStep } {
  const warnAt = expiresAt - policy.paymentWarningMs;
  // A window shorter than the warning has no room for one, and none may be wanted.
  const isWarned = done.has('warning') || warnAt <= bookedAt || policy.paymentWarningMs === 0;
  const next = isWarned ? ({ at: expiresAt, step: 'end' } as const) : ({ at: warnAt, step: 'warning' } as const);
  const lookUpAt = bookedAt + policy.firstLookupMs;
  return done.has('first_lookup') || next.at <= lookUpAt ? next : { at: lookUpAt, step: 'first_lookup' };
}

export interface VisitView {
  readonly status: AppointmentStatus;
  readonly startsAt: number;
  readonly endsAt: number;
  /** When the present status began; the no-show's correction window counts from it. */
  readonly statusSince: number;
  /** Reminders already sent or skipped for the present time, as their distance from the start. */
  readonly reminded: readonly number[];
  readonly patientSeen: boolean;
  /** Attention that was opened in the present status, whether a person has resolved it or not. */
  readonly raised: readonly AttentionCode[];
}

/** The next reminder of a booked appointment: its moment, and its distance from the start; null when there is none left. */
export function nextReminder(
  { remindersMs }: AppointmentPolicy,
  { startsAt, reminded }: VisitView,
): { readonly at: number; readonly beforeMs: number } | null {
  const beforeMs = [...remindersMs].sort((a, b) => b - a).find((before) => !reminded.includes(before));
  return beforeMs === undefined ? null : { at: startsAt - beforeMs, beforeMs };
}

/** The reminders whose moment has already passed when a time is fixed: they are skipped, not sent late. */
export function remindersPassed(policy: AppointmentPolicy, now: number, startsAt: number): readonly number[] {
  return policy.remindersMs.filter((before) => startsAt - before <= now);
}

export type VisitStep =
  | 'unattended'
  | 'absence_undecided'
  | 'doctor_absent_over'
  | 'overrun'
  | 'auto_complete'
  | 'correction_over';

/** The next step once all reminders are sent, and its moment; null when the visit waits for nothing. */
export function nextVisitStep(
  policy: AppointmentPolicy,
  { status, statusSince, endsAt, patientSeen, raised }: VisitView,
): { readonly at: number; readonly step: VisitStep } | null {
  if (status === 'booked') {
    if (raised.includes('doctor_absent')) return { at: endsAt + policy.correctionMs, step: 'doctor_absent_over' };
    // No timer may say whose absence it was: that would keep the patient's money although the doctor was not seen either.
    if (raised.includes('absence_undecided') && !patientSeen) {
      return { at: Number.POSITIVE_INFINITY, step: 'absence_undecided' };
    }
    return { at: endsAt + policy.noShowAfterMs, step: 'unattended' };
  }
  if (status === 'in_progress') {
    if (raised.includes('overrun')) return { at: endsAt + policy.autoCompleteMs, step: 'auto_complete' };
    return { at: endsAt + policy.overrunAttentionMs, step: 'overrun' };
  }
  return status === 'no_show' ? { at: statusSince + policy.correctionMs, step: 'correction_over' } : null;
}

/** Warnings of the visit that are not true any more, such as `overrun` of a visit that was completed since. */
export function outdatedWarnings(
  { status, endsAt, patientSeen }: VisitView,
  open: readonly AttentionCode[],
  now: number,
): readonly AttentionCode[] {
  const unattended = status === 'booked' && now >= endsAt;
  const isTrue: Partial<Readonly<Record<AttentionCode, boolean>>> = {
    doctor_absent: unattended && patientSeen,
    absence_undecided: unattended && !patientSeen,
    overrun: status === 'in_progress',
  };
  return open.filter((code) => isTrue[code] === false);
}
