import type { Role } from '../../domain/roles.js';
import type { ProblemField } from '../http/responses.js';
import type { Count, EmailAddress, Instant, Uuid } from '../http/wire-formats.js';

export interface RegisteredUser {
  id: Uuid;
  email: EmailAddress;
  role: Role;
  first_name: string;
  last_name: string;
  /** E.164. */
  phone_number: string | null;
  timezone: string;
  clinic_id: Uuid;
  /** ISO 8601, UTC. */
  created_at: Instant;
}

export interface SessionUser {
  id: Uuid;
  role: Role;
  email: EmailAddress;
  first_name: string;
  last_name: string;
  clinic_id: Uuid | null;
}

export interface TokenAnswer {
  /** For `Authorization: Bearer`. */
  access: string;
  /** Good for one refresh. */
  refresh: string;
  /** Seconds until `access` ends. */
  expires_in: Count;
  user: SessionUser;
}

export interface SessionView {
  id: Uuid;
  /** As the client named itself at login. */
  user_agent: string | null;
  /** Where the login came from. */
  address: string | null;
  created_at: Instant;
  last_used_at: Instant;
  expires_at: Instant;
  /** Whether this very request belongs to it. */
  current: boolean;
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
