/**
 * The role-specific parts of a profile, in the wire's own words: one document each, sealed as a whole (a doctor's
 * public entry, specialty and qualifications, stays readable). Null means "not given".
 */
export interface ProviderNumber {
  /** Normalised: 8 characters. One per practice location. */
  readonly number: string;
  readonly location: string;
}

export interface DoctorDocument {
  /** AHPRA: three letters and 10 digits. */
  readonly medical_registration_number: string | null;
  /** 7 digits. */
  readonly prescriber_number: string | null;
  /** 16 digits from 800361. */
  readonly hpi_i: string | null;
  readonly specialty: string | null;
  readonly qualifications: string | null;
  readonly digital_signature: string | null;
  readonly provider_numbers: readonly ProviderNumber[];
}

export interface PostalAddress {
  readonly line1: string;
  readonly line2?: string | null;
  readonly suburb: string;
  readonly state: string;
  readonly postcode: string;
  readonly country?: string | null;
}

export interface EmergencyContact {
  readonly name: string;
  readonly relationship?: string | null;
  /** E.164. */
  readonly phone_number: string;
}

export interface PatientDocument {
  /** 10 digits; the individual reference number is `irn`. A card covers a family: not unique. */
  readonly medicare_number: string | null;
  /** `1` to `9`, printed left of the name. */
  readonly irn: string | null;
  /** `YYYY-MM`. */
  readonly medicare_expiry: string | null;
  /** 16 digits from 800360. */
  readonly ihi: string | null;
  /** `YYYY-MM-DD`. */
  readonly date_of_birth: string | null;
  readonly address: string | PostalAddress | null;
  /** The name in Latin letters, for documents: beside a name in another script, instead of one that no font can show. */
  readonly latin_name: string | null;
  readonly emergency_contacts: readonly EmergencyContact[];
}

export const EMPTY_DOCTOR: DoctorDocument = {
  medical_registration_number: null,
  prescriber_number: null,
  hpi_i: null,
  specialty: null,
  qualifications: null,
  digital_signature: null,
  provider_numbers: [],
};

export const EMPTY_PATIENT: PatientDocument = {
  medicare_number: null,
  irn: null,
  medicare_expiry: null,
  ihi: null,
  date_of_birth: null,
  address: null,
  latin_name: null,
  emergency_contacts: [],
};

/** A change to a document: what is left out stays, null clears. */
export type Patch<T> = { readonly [K in keyof T]?: T[K] | null | undefined };

/** Members of a document that at most one account of an installation may have. A Medicare card covers a family. */
export const UNIQUE_IDENTIFIERS = {
  doctor_profile: ['medical_registration_number', 'prescriber_number', 'hpi_i'],
  patient_profile: ['ihi'],
} as const satisfies {
  readonly doctor_profile: readonly (keyof DoctorDocument)[];
  readonly patient_profile: readonly (keyof PatientDocument)[];
};
export type UniqueIdentifier = (typeof UNIQUE_IDENTIFIERS)[keyof typeof UNIQUE_IDENTIFIERS][number];
