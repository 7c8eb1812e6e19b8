import type { ConsultationMode } from '../appointments/public.js';
import type { Acknowledgement, Override } from './checks/open-alerts.js';
import type { Dose } from './dose.js';
import type { Scheme } from './law/rules.js';

/** One medicine, as a request names it. */
export interface RequestedItem {
  /** An item of the formulary. */
  readonly drugId: string;
  readonly directions: string;
  readonly quantity: number;
  readonly quantityUnit: string | null;
  readonly repeats: number;
  readonly repeatIntervalDays: number | null;
  readonly dose: Dose | null;
  readonly authorityCode: string | null;
  readonly streamlinedCode: string | null;
  readonly noSubstitution: boolean;
}

/** That somebody has looked into a state's register of monitored medicines. */
export interface MonitoringCheck {
  readonly system: string;
  /** ISO 8601. */
  readonly checkedAt: string;
  readonly outcome: string;
}

export interface SpecialHandling {
  readonly schedule8: boolean | null;
  readonly authorityRequired: boolean | null;
  readonly patientCounseled: boolean | null;
}

/** What a doctor says of a prescription that is not a medicine. */
export interface Prescribing {
  /** Null: the doctor's latest consultation of the patient that has begun. */
  readonly appointmentId: string | null;
  /** For the record; never printed. */
  readonly notes: string | null;
  readonly noteToPharmacist: string | null;
  readonly scheme: Scheme;
  /** Where the visit has none yet. */
  readonly consultationMode: ConsultationMode | null;
  readonly chatOnlyReason: string | null;
  readonly monitoringCheck: MonitoringCheck | null;
  readonly stateApprovalNumber: string | null;
  readonly specialHandling: SpecialHandling | null;
}

/** What a doctor asks for: the whole of it, as it is kept of a draft. */
export interface PrescriptionRequest extends Prescribing {
  readonly patientId: string;
  readonly items: readonly RequestedItem[];
  readonly overrides: readonly Override[];
  readonly acknowledgedChecks: readonly Acknowledgement[];
}
