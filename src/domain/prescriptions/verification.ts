import type { Day } from '../days.js';
import type { LegalForm } from './states.js';
import type { PrescriptionStatus } from './statuses.js';

type ShownStatus = Exclude<PrescriptionStatus, 'draft'>;

/** An item of a prescription that was looked up. */
export interface VerifiedDrug {
  readonly name: string;
  readonly strength: string;
  readonly form: string;
  readonly quantity: number;
  readonly quantityText: string;
  readonly dosageInstructions: string;
  readonly repeats: number;
  readonly repeatIntervalDays: number | null;
  readonly remainingRepeats: number;
  /** Something of it was supplied. */
  readonly dispensed: boolean;
  readonly supplies: readonly { readonly supplyNo: number; readonly dispensedOn: Day }[];
  readonly supplyAllowedNow: boolean;
  /** Null where no supply is left. */
  readonly nextSupplyFrom: Day | null;
}

/** What whoever holds a prescription is told of it. What cannot be read of a record that was changed is null. */
export interface VerifiedPrescription {
  /** The record is as it was signed, and something can still be done with it, or was. */
  readonly valid: boolean;
  readonly number: string;
  readonly status: ShownStatus;
  readonly legalForm: LegalForm;
  readonly notice: string;
  readonly issuedOn: Day;
  readonly validUntil: Day;
  readonly doctor: string | null;
  readonly medicalRegistration: string | null;
  readonly clinic: string | null;
  readonly clinicPhone: string | null;
  /** Initials and year of birth. */
  readonly patient: string | null;
  /** Computed at this look, from the whole record. */
  readonly isAsSigned: boolean;
  readonly contentSha256: string;
  /** Null until the document exists. */
  readonly documentSha256: string | null;
  readonly signer: { readonly name: string; readonly issuer: string; readonly notAfter: Date } | null;
  /** The most of any item. */
  readonly remainingRepeats: number;
  /** The number of what stands in its place. */
  readonly supersededBy: string | null;
  readonly drugs: readonly VerifiedDrug[];
}

const OF_FORM: Readonly<Record<LegalForm, string>> = {
  patient_copy:
    'A pharmacy cannot supply from the patient’s copy alone. Supply from the form that the prescriber has signed by hand, and compare it with what stands here.',
  paper_signed: 'Supply from the form that the prescriber has signed by hand, and compare it with what stands here.',
  electronic_conformant: 'Compare what you supply from with what stands here.',
};

const OF_STATUS: Readonly<Record<ShownStatus, string | null>> = {
  active: null,
  dispensed: 'Everything that this prescription allows was supplied.',
  expired: 'This prescription has expired. Do not supply.',
  cancelled: 'This prescription was cancelled. Do not supply.',
  superseded: 'Another prescription stands in the place of this one. Do not supply.',
};

const TAMPERED =
  'This record was changed after the prescriber had signed it. Do not supply. Call the clinic on a number that you know.';

/** What a pharmacist has to know before anything is supplied, in sentences. */
export function verificationNotice(of: {
  readonly isAsSigned: boolean;
  readonly status: ShownStatus;
  readonly legalForm: LegalForm;
}): string {
  return of.isAsSigned ? (OF_STATUS[of.status] ?? OF_FORM[of.legalForm]) : TAMPERED;
}

/**
 * A patient as a pharmacist compares them with the person at the counter: initials and year of birth, `A. J., 1980`. Whoever found the paper learns
 * nobody's name.
 */
export function patientInitials({
  name,
  birthDate,
}: {
  readonly name: string;
  readonly birthDate: string | null;
}): string {
  const initials = name
    .split(/\s+/u)
    .filter((part) => part !== '')
    .map((part) => `${[...part][0]?.toUpperCase()}.`)
    .join(' ');
  return birthDate === null ? initials : `${initials}, ${birthDate.slice(0, 4)}`;
}
