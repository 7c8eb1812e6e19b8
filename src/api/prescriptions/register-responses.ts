import type { Count, Day, Instant } from '../http/wire-formats.js';

/**
 * `RX`, the year and at least six digits.
 * @pattern ^RX[0-9]{10,14}$
 */
type PrescriptionNumber = string;

/**
 * Such as `100%` or `66.6%`.
 * @pattern ^[0-9]{1,3}([.][0-9])?%$
 */
type ComplianceRate = string;

/**
 * `2026-11-01 to 2026-11-30`.
 * @pattern ^[0-9]{4}-[0-9]{2}-[0-9]{2}\sto\s[0-9]{4}-[0-9]{2}-[0-9]{2}$
 */
type AuditPeriod = string;

/** Each computed from what is stored, at every reading. */
export interface ComplianceChecksView {
  /** A state's register of monitored medicines was looked at before it was issued; null where no state of the region asks for it. */
  authority_verified: boolean | null;
  /** The pharmacy has checked who the patient is; null while nothing was supplied. */
  patient_id_checked: boolean | null;
  /** The dose stays within the item's greatest amount for a day. */
  dosage_within_limits: boolean | 'not_computable';
  /** The doctor was verified and had authority for Schedule 8 when it was issued. */
  prescriber_authorized: boolean;
}

/**
 * A supply of a Schedule 8 item; without date, pharmacy and pharmacist an item of which nothing was supplied. What cannot be read of a record
 * that somebody has changed is null.
 */
export interface ControlledSubstanceView {
  prescription_number: string;
  drug: string | null;
  /** Always 8. */
  schedule: Count;
  doctor: string | null;
  patient: string | null;
  /** Of one supply. */
  quantity: Count;
  authority_code: string | null;
  prescribed_date: Instant;
  /** On the clinic's calendar. */
  dispensed_date: Day | null;
  pharmacy: string | null;
  pharmacist: string | null;
  compliance_checks: ComplianceChecksView;
}

export interface RegulatorySummaryView {
  total_schedule_8_prescriptions: Count;
  /** How many of the rows have no check that is false, rounded down; null without a row. */
  compliance_rate: ComplianceRate | null;
  /** First and last day. */
  audit_period: AuditPeriod;
}

/** By number, item and supply. */
export interface RegisterAnswer {
  controlled_substance_audit: ControlledSubstanceView[];
  regulatory_summary: RegulatorySummaryView;
}

export interface NumberAuditAnswer {
  year: Count;
  /** Of the clinic; null while it has prescribed nothing in that year. */
  first: PrescriptionNumber | null;
  last: PrescriptionNumber | null;
  /** How many the clinic has. */
  count: Count;
  /** Taken, and no prescription of the installation has them; the first 1,000. None is as it should be. */
  missing: PrescriptionNumber[];
}
