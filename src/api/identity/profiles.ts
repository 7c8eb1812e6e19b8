import type { Role } from '../../domain/roles.js';
import type { EmailAddress, Instant, Uuid } from '../../domain/wire-formats.js';
import type { ProblemField } from '../http/problem-document.js';

export interface ProviderNumberDto {
  /**
   * Medicare provider number: 6 digits, location character, check letter.
   * @maxLength 20
   */
  number: string;
  /**
   * The practice it belongs to.
   * @maxLength 200
   */
  location: string;
}

/** Null clears a field; what is left out stays. */
export interface DoctorProfileInput {
  /**
   * AHPRA: three letters and 10 digits.
   * @maxLength 40
   */
  medical_registration_number?: string | null;
  /**
   * PBS: 7 digits. A failed check digit is only a warning.
   * @maxLength 40
   */
  prescriber_number?: string | null;
  /**
   * 16 digits from 800361.
   * @maxLength 40
   */
  hpi_i?: string | null;
  /**
   * @maxLength 100
   */
  specialty?: string | null;
  /**
   * @maxLength 500
   */
  qualifications?: string | null;
  /**
   * @maxLength 50000
   */
  digital_signature?: string | null;
  /**
   * All of them: one per practice location.
   * @maxItems 20
   */
  provider_numbers?: ProviderNumberDto[] | null;
}

export interface ProviderNumberView {
  number: string;
  location: string;
}

export interface DoctorProfileView {
  medical_registration_number: string | null;
  prescriber_number: string | null;
  hpi_i: string | null;
  specialty: string | null;
  qualifications: string | null;
  digital_signature: string | null;
  provider_numbers: ProviderNumberView[];
}

export interface AddressDto {
  /**
   * @maxLength 200
   */
  line1: string;
  /**
   * @maxLength 200
   */
  line2?: string | null;
  /**
   * @maxLength 100
   */
  suburb: string;
  /**
   * @maxLength 40
   */
  state: string;
  /**
   * @maxLength 12
   */
  postcode: string;
  /**
   * @maxLength 60
   */
  country?: string | null;
}

export interface EmergencyContactDto {
  /**
   * @maxLength 200
   */
  name: string;
  /**
   * @maxLength 60
   */
  relationship?: string | null;
  /**
   * Kept in E.164.
   * @maxLength 32
   */
  phone_number: string;
}

/** Null clears a field; what is left out stays. */
export interface PatientProfileInput {
  /**
   * The card's 10 digits, or 11 with the individual reference number.
   * @maxLength 40
   */
  medicare_number?: string | null;
  /**
   * Individual reference number: one digit, printed left of the name.
   * @maxLength 10
   */
  irn?: string | null;
  /**
   * `YYYY-MM` or `MM/YYYY`.
   * @maxLength 10
   */
  medicare_expiry?: string | null;
  /**
   * 16 digits from 800360.
   * @maxLength 40
   */
  ihi?: string | null;
  /**
   * `YYYY-MM-DD`.
   * @maxLength 10
   */
  date_of_birth?: string | null;
  /** One line, or in parts. */
  address?: string | AddressDto | null;
  /**
   * The name in Latin letters, for documents: beside a name in another script, instead of one that no font can show.
   * @maxLength 200
   */
  latin_name?: string | null;
  /**
   * All of them.
   * @maxItems 10
   */
  emergency_contacts?: EmergencyContactDto[] | null;
}

export interface AddressView {
  line1: string;
  line2?: string | null;
  suburb: string;
  state: string;
  postcode: string;
  country?: string | null;
}

export interface EmergencyContactView {
  name: string;
  relationship?: string | null;
  /** In E.164. */
  phone_number: string;
}

export interface PatientProfileView {
  medicare_number: string | null;
  irn: string | null;
  /** `YYYY-MM`. */
  medicare_expiry: string | null;
  ihi: string | null;
  /** `YYYY-MM-DD`. */
  date_of_birth: string | null;
  address: string | AddressView | null;
  latin_name: string | null;
  /** Documents cannot show all of the name: please ask for `latin_name`. */
  latin_name_needed: boolean;
  emergency_contacts: EmergencyContactView[];
}

export interface ProfileBody {
  /**
   * One line with something to see.
   * @minLength 1
   * @maxLength 100
   */
  first_name?: string;
  /**
   * One line with something to see.
   * @minLength 1
   * @maxLength 100
   */
  last_name?: string;
  /**
   * E.164 or the clinic's local form; null removes it.
   * @maxLength 32
   */
  phone_number?: string | null;
  /**
   * @maxLength 64
   */
  timezone?: string;
  doctor_profile?: DoctorProfileInput;
  patient_profile?: PatientProfileInput;
}

export interface ProfileView {
  id: Uuid;
  email: EmailAddress;
  role: Role;
  first_name: string;
  last_name: string;
  phone_number: string | null;
  timezone: string;
  clinic_id: Uuid | null;
  email_verified: boolean;
  created_at: Instant;
  /** Only a doctor's. */
  doctor_profile?: DoctorProfileView;
  /** Only a patient's. */
  patient_profile?: PatientProfileView;
}

export interface UpdatedProfileView extends ProfileView {
  /** Stored all the same, but worth a second look. */
  warnings: ProblemField[];
}
