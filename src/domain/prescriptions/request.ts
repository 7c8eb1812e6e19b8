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

/** A product of a supplier, as a request names it. */
export interface RequestedProduct {
  /** Of the clinic's catalogue. */
  readonly productId: string;
  /** How much is taken and when; with the instructions it is what is printed. */
  readonly dosage: string;
  readonly instructions: string;
  /** Packs. */
  readonly quantity: number;
  readonly repeats: number;
  readonly repeatIntervalDays: number | null;
  readonly authorityCode: string | null;
  /** Of medicinal cannabis: under which approval. Null: under any that covers it. */
  readonly approvalId: string | null;
  /** The same by the reference that the authority gave it. */
  readonly approvalNumber: string | null;
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
  /**
   * Left out where there are none, as in every request of before there was a catalogue: the hash of a request, by which a repeat under
   * its key is known, stays the same.
   */
  readonly products?: readonly RequestedProduct[];
  readonly overrides: readonly Override[];
  readonly acknowledgedChecks: readonly Acknowledgement[];
}
