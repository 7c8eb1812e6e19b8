import type { Count, EmailAddress, Instant, Uuid } from '../http/wire-formats.js';
import type { AddressView, EmergencyContactView } from '../identity/public.js';

/** A patient whom the caller reaches. */
export interface ReachedPatientView {
  id: Uuid;
  first_name: string;
  last_name: string;
  /** `YYYY-MM-DD`. */
  date_of_birth: string | null;
  email: EmailAddress;
  phone_number: string | null;
  restricted: false;
}

/** Another doctor's patient of the same clinic, found by a number or an address. */
export interface RestrictedPatientView {
  id: Uuid;
  initials: string;
  birth_year: Count | null;
  restricted: true;
}

export type ListedPatientView = ReachedPatientView | RestrictedPatientView;

/** A patient's record. Identifiers show their last four signs: `POST patients/{id}/reveal/` shows one of them in full. */
export interface PatientRecordView {
  id: Uuid;
  first_name: string;
  last_name: string;
  email: EmailAddress;
  phone_number: string | null;
  timezone: string;
  created_at: Instant;
  /** `YYYY-MM-DD`. */
  date_of_birth: string | null;
  address: string | AddressView | null;
  /** The name in Latin letters, for documents. */
  latin_name: string | null;
  /** Masked. */
  medicare_number: string | null;
  /** Masked. */
  irn: string | null;
  /** `YYYY-MM`. */
  medicare_expiry: string | null;
  /** Masked. */
  ihi: string | null;
  /** Masked. */
  dva_file_number: string | null;
  /** Masked. */
  concession_number: string | null;
  /** Masked. */
  nin: string | null;
  /** Whether somebody has compared it with the register; of the number its last four signs are all that is kept then. */
  nin_verified: boolean;
  /** Masked. */
  philhealth_number: string | null;
  /** Masked. */
  tin: string | null;
  /** Null for whoever takes no part in a visit. */
  emergency_contacts: EmergencyContactView[] | null;
}

/** What was granted: the record can be read, and nothing else, until it expires. */
export interface BreakGlassAnswer {
  id: Uuid;
  expires_at: Instant;
}

/** Somebody opened the record of a patient whom they do not treat. */
export interface BreakGlassGrantView {
  id: Uuid;
  patient: Uuid;
  by: BreakGlassHolder;
  reason: string;
  granted_at: Instant;
  expires_at: Instant;
  /** `open` until somebody else has judged it. */
  state: 'open' | 'reviewed';
  justified: boolean | null;
  note: string | null;
  reviewed_by: Uuid | null;
  reviewed_at: Instant | null;
}

export interface BreakGlassHolder {
  id: Uuid;
  /** Null for an account that was closed. */
  name: string | null;
  role: 'admin' | 'doctor' | 'nurse';
}

export interface RevealedIdentifier {
  /** In full; null where the patient has none, and for a NIN that was verified. */
  value: string | null;
}

export interface PossibleDuplicateView {
  id: Uuid;
  /** The fields that are the same. */
  matched_on: (
    | 'last_name'
    | 'date_of_birth'
    | 'phone_number'
    | 'medicare_number'
    | 'ihi'
    | 'nin'
    | 'philhealth_number'
    | 'tin'
  )[];
}

export interface RegisteredPatientView extends PatientRecordView {
  /** Patients of the clinic who may be the same person; the new one was registered all the same. */
  possible_duplicates: PossibleDuplicateView[];
}
