import type { Day } from '../../days.js';
import type { DoctorStanding, PrescribingAuthority } from '../../identity/public.js';
import type { PrintedIdentifier } from '../content.js';
import type { PrescribedItem } from '../item.js';
import type { RecordedApproval } from './cannabis.js';
import type { AuState, Places } from './regions.js';
import type { LawRow, Scheme } from './rules.js';

/** Who prescribes, as their profile and the latest check of their registration say. */
export interface LawPrescriber {
  readonly id: string;
  /** Whose law binds the clinic. */
  readonly region: Places['region'];
  /** Where they practise; null where that is not known. */
  readonly state: AuState | null;
  /** By the register of the region: Ahpra, MDCN or PRC. */
  readonly registrationNumber: string | null;
  readonly prescriberNumber: string | null;
  readonly qualifications: string | null;
  /** Philippines: the professional tax receipt of the year, and the licence for dangerous drugs. */
  readonly taxReceiptNumber: string | null;
  readonly dangerousDrugsLicence: string | null;
  readonly standing: DoctorStanding | null;
  readonly authority: PrescribingAuthority;
  readonly address: readonly string[];
  readonly phone: string | null;
}

export interface LawPatient {
  readonly id: string;
  readonly name: string;
  readonly birthDate: Day | null;
  readonly address: readonly string[];
  readonly state: AuState | null;
  readonly medicareNumber: string | null;
  readonly veteranNumber: string | null;
  /** Of a concession or safety net card. */
  readonly concessionNumber: string | null;
}

/** The consultation on which is prescribed. */
export interface LawVisit {
  readonly hasBegun: boolean;
  readonly mode: 'video' | 'phone' | 'in_person' | 'chat' | null;
  readonly endedAt: Date | null;
  readonly chatOnlyReason: string | null;
}

/** That somebody looked at a state's register of monitored medicines. */
export interface MonitoringCheck {
  readonly system: string;
  readonly checkedAt: Date;
  readonly outcome: string;
}

export interface LawFacts {
  /** The rows in force on `writtenOn`. */
  readonly law: readonly LawRow[];
  /** On the clinic's calendar. */
  readonly writtenOn: Day;
  readonly now: Date;
  readonly prescriber: LawPrescriber;
  readonly patient: LawPatient;
  readonly visit: LawVisit | null;
  readonly scheme: Scheme;
  readonly items: readonly PrescribedItem[];
  /** Of this prescriber, for this patient or for all. */
  readonly approvals: readonly RecordedApproval[];
  readonly monitoringCheck: MonitoringCheck | null;
  readonly stateApprovalNumber: string | null;
  readonly specialHandling: { readonly authorityRequired: boolean } | null;
  readonly policy: {
    readonly maxRepeats: number;
    readonly s8MaxRepeats: number;
    readonly prescribeWithinMs: number;
    readonly requireVerifiedDoctors: boolean;
  };
}

/** Why a prescription is refused; on the wire. */
export const REFUSAL_RULES = [
  'prescriber_number',
  'prescriber_verification',
  's8_authority_to_prescribe',
  'self_prescribing',
  'patient_details',
  'consultation_missing',
  'chat_only',
  'schedule_unknown',
  'inactive_item',
  'directions',
  'max_repeats',
  's8_repeats',
  's8_interval',
  'monitoring_check',
  'state_approval',
  'cannabis_approval',
  'scheme_details',
] as const;
export type RefusalRule = (typeof REFUSAL_RULES)[number];

export interface LawRefusal {
  readonly rule: RefusalRule;
  /** A sentence for the doctor: what is missing, and who asks for it. */
  readonly message: string;
  readonly source: string;
  /** The place in the request, or in a profile, that has to be completed. */
  readonly field?: string;
}

/** Items that the law lets stand on one prescription, with what it has to say and how it may be supplied. */
export interface SplitPrescription {
  /** Positions in the request. */
  readonly items: readonly number[];
  /** The last day on which it may be supplied. */
  readonly validUntil: Day;
  readonly handwriting: boolean;
  readonly marks: readonly string[];
  readonly prescriber: {
    /** Qualifications, or the designation where the profile has none. */
    readonly qualifications: string | null;
    readonly identifiers: readonly PrintedIdentifier[];
  };
  readonly patientIdentifiers: readonly PrintedIdentifier[];
  readonly restrictions: {
    readonly noRepeats: boolean;
    readonly pharmacistVerificationRequired: boolean;
    readonly patientIdVerificationRequired: boolean;
  };
  readonly specialFlags: {
    readonly controlledSubstance: boolean;
    /** The strictest of its items, by number; null: none is in a schedule. */
    readonly schedule: number | null;
    readonly authorityCode: string | null;
    readonly auditRequired: boolean;
  };
}

export interface LawVerdict {
  readonly refusals: readonly LawRefusal[];
  readonly prescriptions: readonly SplitPrescription[];
  /** Of each item, in their order: the approval that covers it; null where it has or needs none. */
  readonly approvals: readonly (RecordedApproval | null)[];
}
