import type { Count, Day, Instant } from '../http/wire-formats.js';

export interface VerifiedSupplyView {
  supply_no: Count;
  /** On the clinic's calendar. */
  dispensed_date: Day;
}

export interface VerifiedDrugView {
  name: string;
  strength: string;
  form: string;
  quantity: Count;
  /** In figures and words. */
  quantity_text: string;
  dosage_instructions: string;
  repeats: Count;
  repeat_interval_days: Count | null;
  remaining_repeats: Count;
  /** Something of it was supplied. */
  dispensed: boolean;
  supplies: VerifiedSupplyView[];
  supply_allowed_now: boolean;
  /** Null where no supply is left. */
  next_supply_from: Day | null;
}

export interface SignerView {
  name: string;
  issuer: string;
  not_after: Instant;
}

/** What a pharmacist compares the paper with. What cannot be read of a record that somebody has changed is null. */
export interface VerificationResult {
  /** The record is as it was signed, and its status is `active` or `dispensed`. */
  valid: boolean;
  prescription_number: string;
  status: 'active' | 'dispensed' | 'expired' | 'cancelled' | 'superseded';
  legal_form: 'patient_copy' | 'paper_signed' | 'electronic_conformant';
  /** What has to be known before anything is supplied. */
  notice: string;
  issued_date: Day;
  /** The last day on which it may be supplied. */
  valid_until: Day;
  doctor: string | null;
  medical_registration: string | null;
  clinic: string | null;
  clinic_phone: string | null;
  /** Initials and year of birth. */
  patient: string | null;
  /** Computed at this look: signature, columns and document agree. */
  digital_signature_valid: boolean;
  content_sha256: string;
  /** Null until the document exists. */
  document_sha256: string | null;
  signer: SignerView | null;
  /** The most of any item. */
  remaining_repeats: Count;
  /** The number of what stands in its place. */
  superseded_by: string | null;
  drugs: VerifiedDrugView[];
}

export interface VerificationAnswer {
  verification_result: VerificationResult;
}
