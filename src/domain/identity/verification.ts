import type { Day } from '../days.js';

/** What a check of a doctor's registration came to. On the wire, never renamed. */
export const VERIFICATION_STATUSES = ['pending', 'verified', 'suspended', 'expired', 'rejected'] as const;
export type VerificationStatus = (typeof VERIFICATION_STATUSES)[number];

/** What a doctor may prescribe beyond the ordinary. */
export interface PrescribingAuthority {
  /** Controlled drugs: Schedule 8 of the Poisons Standard. */
  readonly schedule8: boolean;
  readonly restrictedSubstances: boolean;
  /** The last day of it; null where it ends with the registration. */
  readonly expiresOn: Day | null;
}

/** What somebody found out about a doctor, on one day. Never changed: the next check is another one. */
export interface VerificationFindings {
  readonly status: VerificationStatus;
  /** The last day on which the registration is good. */
  readonly expiresOn: Day | null;
  readonly nextCheckOn: Day | null;
  readonly specialties: readonly string[];
  readonly registrationType: string | null;
  /** Limits that the register puts on the doctor's work. */
  readonly conditions: string | null;
  /** Where the checker saw it: a register's entry, a letter, the number of a file. */
  readonly evidence: string | null;
  readonly authority: PrescribingAuthority;
}

export const NO_AUTHORITY: PrescribingAuthority = { schedule8: false, restrictedSubstances: false, expiresOn: null };

/** The latest check of a doctor at one clinic, as far as it decides whether the doctor may work there. */
export interface DoctorStanding {
  readonly status: VerificationStatus;
  /** The end of the last day of a verification; null for every other status. */
  readonly verifiedUntil: Date | null;
}

/**
 * Why a doctor may not work at a clinic now; null when they may. A doctor whom nobody has checked, or whose check is not
 * finished, may where the installation does not ask for it (`REQUIRE_VERIFIED_DOCTORS`); whoever is suspended, rejected or
 * expired may nowhere.
 */
export function practiceProblem(
  standing: DoctorStanding | null,
  now: Date,
  { required }: { readonly required: boolean },
): string | null {
  switch (currentStatus(standing, now)) {
    case 'verified':
      return null;
    case 'pending':
      return required ? 'This doctor’s registration has not been verified yet.' : null;
    case 'suspended':
      return 'This doctor is suspended.';
    case 'expired':
      return 'The verification of this doctor’s registration has expired.';
    case 'rejected':
      return 'This doctor’s registration was not confirmed.';
  }
}

/** What the latest check is worth now: a verification ends by itself, and who was never checked is `pending`. */
export function currentStatus(standing: DoctorStanding | null, now: Date): VerificationStatus {
  if (standing === null) return 'pending';
  const { status, verifiedUntil } = standing;
  return status === 'verified' && (verifiedUntil === null || verifiedUntil <= now) ? 'expired' : status;
}

const DAY_MS = 86_400_000;

/** How many days before its end a verification is brought to mind. */
export const REMINDER_DAYS = [60, 30, 7] as const;

/**
 * The reminder that is due for a verification, in days before its end; null while none is. `last`: the one that was sent
 * before, if any. One that starts late, or was not sent in time, is not made up for by a later one.
 */
export function dueReminder(verifiedUntil: Date, last: number | null, now: Date): number | null {
  const left = verifiedUntil.getTime() - now.getTime();
  if (left <= 0) return null;
  const due = REMINDER_DAYS.filter((days) => left <= days * DAY_MS).at(-1);
  return due !== undefined && (last === null || due < last) ? due : null;
}
