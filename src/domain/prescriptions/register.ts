import type { Day } from '../days.js';
import type { PrescribingAuthority, VerificationStatus } from '../identity/public.js';
import type { LawRow } from './law/rules.js';
import type { MonitoringCheck } from './request.js';

/** A doctor's registration and authority as the latest check before a moment had it. */
export interface StandingThen {
  readonly status: VerificationStatus;
  readonly expiresOn: Day | null;
  readonly authority: Pick<PrescribingAuthority, 'schedule8' | 'expiresOn'>;
}

/** What a line of the register is judged by: nothing but what is stored. */
export interface ControlledFacts {
  readonly issuedAt: Date;
  /** On the clinic's calendar. */
  readonly issuedOn: Day;
  readonly monitoringCheck: MonitoringCheck | null;
  /** A state of the clinic's region asks for a look at its register. */
  readonly isLookAsked: boolean;
  /** Of the supply; null while nothing was supplied. */
  readonly identityChecked: boolean | null;
  readonly withinLimits: boolean | 'not_computable';
  /** Null: nobody had checked the doctor. */
  readonly standing: StandingThen | null;
}

/** How a line stands. Null: nothing asks for it, or nothing was supplied yet. */
export interface ComplianceChecks {
  /** A register of monitored medicines was looked at, before it was issued. */
  readonly authorityVerified: boolean | null;
  readonly patientIdChecked: boolean | null;
  readonly dosageWithinLimits: boolean | 'not_computable';
  /** Verified and with authority for Schedule 8 on the day of issue, by what was recorded then. */
  readonly prescriberAuthorized: boolean;
}

/** A Schedule 8 item with one of its supplies; without one while nothing of it was supplied. */
export interface RegisterEntry {
  readonly number: string;
  readonly patientId: string;
  /** What cannot be read of a record that somebody has changed is null. */
  readonly drug: string | null;
  readonly doctor: string | null;
  readonly patient: string | null;
  readonly quantity: number;
  readonly authorityCode: string | null;
  readonly issuedAt: Date;
  readonly supply: {
    readonly dispensedOn: Day;
    readonly pharmacyName: string;
    readonly pharmacistId: string | null;
  } | null;
  readonly checks: ComplianceChecks;
}

export function complianceOf(facts: ControlledFacts): ComplianceChecks {
  const { monitoringCheck, issuedAt, issuedOn, standing } = facts;
  return {
    authorityVerified: monitoringCheck
      ? new Date(monitoringCheck.checkedAt) <= issuedAt
      : facts.isLookAsked
        ? false
        : null,
    patientIdChecked: facts.identityChecked,
    dosageWithinLimits: facts.withinLimits,
    prescriberAuthorized: standing !== null && wasAuthorized(standing, issuedOn),
  };
}

function wasAuthorized({ status, expiresOn, authority }: StandingThen, on: Day): boolean {
  const isVerified = status === 'verified' && expiresOn !== null && expiresOn >= on;
  return isVerified && authority.schedule8 && (authority.expiresOn === null || authority.expiresOn >= on);
}

/** Whether the law of a region, or of one of its states, asks for a look at a register before Schedule 8 is prescribed. */
export function isLookAsked(law: readonly LawRow[], region: string): boolean {
  return law.some(
    (row) =>
      row.rule === 'monitoring_check' &&
      row.value.of.includes('S8') &&
      (row.region === region || row.region.startsWith(`${region}-`)),
  );
}

/**
 * How many of the lines have no check that failed, such as `99.9%`; rounded down, so that `100%` means all of them. A dose that cannot be
 * computed has not failed. Null without a line.
 */
export function complianceRate(entries: readonly Pick<RegisterEntry, 'checks'>[]): string | null {
  if (entries.length === 0) return null;
  const good = entries.filter(({ checks }) => !Object.values(checks).includes(false)).length;
  return `${Math.floor((good * 1000) / entries.length) / 10}%`;
}
