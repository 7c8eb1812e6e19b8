import type { DocumentKind } from '../../domain/document-kinds.js';
import type { MfaMethod } from '../../domain/identity/second-factors.js';
import type { SignInMethod } from '../../domain/identity/sessions.js';
import type { MemberRole, MembershipStatus, Role } from '../../domain/roles.js';
import type { ProblemField } from '../http/responses.js';
import type { Count, EmailAddress, Instant, Url, Uuid } from '../http/wire-formats.js';

export interface RegisteredUser {
  id: Uuid;
  email: EmailAddress;
  role: MemberRole;
  first_name: string;
  last_name: string;
  /** E.164. */
  phone_number: string | null;
  timezone: string;
  clinic_id: Uuid;
  /** ISO 8601, UTC. */
  created_at: Instant;
  /** Present where addresses must be confirmed: nothing counts until the mailbox has answered. */
  verification_required?: boolean;
}

export interface SessionUser {
  id: Uuid;
  role: Role;
  email: EmailAddress;
  first_name: string;
  last_name: string;
  /** Of the active membership; null for who administers the installation. */
  clinic_id: Uuid | null;
  /** The one that the session acts in: `role` and `clinic_id` are its. */
  membership_id: Uuid;
}

export interface TokenAnswer {
  /** For `Authorization: Bearer`. */
  access: string;
  /** Good for one refresh. Left out where the client asked for it as a cookie. */
  refresh?: string;
  /** Seconds until `access` ends. */
  expires_in: Count;
  /** Until then sensitive changes need no further proof of who one is. */
  fresh_until: Instant;
  user: SessionUser;
}

export interface MembershipView {
  id: Uuid;
  /** Null for who administers the installation. */
  clinic_id: Uuid | null;
  clinic_name: string | null;
  role: Role;
  status: MembershipStatus;
  /** Whether the session that asks acts in it. */
  active: boolean;
}

/** A new session. */
export interface LoginAnswer extends TokenAnswer {
  /** For the device to keep, and to send with its next sign-in. */
  device_token: string;
}

/** The password was right; the account's second factor is asked for: `users/login/mfa/`. */
export interface MfaRequiredAnswer {
  mfa_required: true;
  /** For ten minutes and five tries. */
  mfa_token: string;
  methods: MfaMethod[];
}

/** The role needs a second factor and the account has none: the token is a bearer for `users/mfa/setup/` and `confirm/`. */
export interface MfaSetupRequiredAnswer {
  mfa_setup_required: true;
  /** For ten minutes and five tries. */
  mfa_token: string;
}

export interface TotpView {
  /** Whether a code of an authenticator app is needed to sign in. */
  enabled: boolean;
  since: Instant | null;
}

export interface SecondFactorsView {
  /** Whether one of the caller's roles needs a second factor. */
  required: boolean;
  totp: TotpView;
  /**
   * Empty: there are none yet.
   * @maxItems 0
   */
  passkeys: string[];
  recovery_codes_left: Count;
  trusted_devices: Count;
}

/**
 * What an authenticator app reads.
 * @pattern ^otpauth://totp/
 */
export type OtpauthUrl = string;

/**
 * Typed in any case, with any separators.
 * @pattern ^[a-z2-7]{4}(-[a-z2-7]{4}){3}$
 */
export type RecoveryCode = string;

export interface TotpSetUpView {
  /** In base32, for an app that cannot read the code. */
  secret: string;
  otpauth_url: OtpauthUrl;
  /** The same as a QR code: a whole SVG element. */
  qr_svg: string;
}

export interface RecoveryCodesView {
  /**
   * Shown this once; each works once.
   * @minItems 10
   * @maxItems 10
   */
  recovery_codes: RecoveryCode[];
}

export interface LinkUrlView {
  /** At the provider. */
  url: Url;
}

export interface IdentityView {
  id: Uuid;
  provider: 'google';
  /** As the provider named it when it was linked. */
  email: string | null;
  linked_at: Instant;
  last_used_at: Instant | null;
}

export interface SignInView {
  at: Instant;
  succeeded: boolean;
  method: SignInMethod;
  /** Where the attempt came from. */
  address: string | null;
  /** As the client named itself. */
  user_agent: string | null;
  /** The session that it opened; null for an attempt that failed. */
  session_id: Uuid | null;
  /** From the sign-in to the end of its session, or to its last use while it lives. */
  session_seconds: Count | null;
}

export interface SessionView {
  id: Uuid;
  /** As the client named itself at login. */
  user_agent: string | null;
  /** Where the login came from. */
  address: string | null;
  /** Browser and system as the client names them, to be known again; `Unknown device` when it names none. */
  device: string;
  /** The same for all sessions of one device. */
  device_id: Uuid | null;
  method: SignInMethod;
  /** Whether a second factor was given. */
  mfa: boolean;
  /** The clinic that it acts in. */
  clinic_id: Uuid | null;
  created_at: Instant;
  last_used_at: Instant;
  expires_at: Instant;
  /** Whether this very request belongs to it. */
  current: boolean;
}

export interface ProviderNumberView {
  number: string;
  location: string;
  /** The location of a clinic of the doctor that it belongs to. */
  location_id: Uuid | null;
}

export interface DoctorProfileView {
  medical_registration_number: string | null;
  prescriber_number: string | null;
  hpi_i: string | null;
  ptr_number: string | null;
  s2_licence: string | null;
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
  relationship: string | null;
  /** In E.164. */
  phone_number: string;
  /** Whom to call first. */
  is_primary: boolean;
}

export interface PatientProfileView {
  medicare_number: string | null;
  irn: string | null;
  /** `YYYY-MM`. */
  medicare_expiry: string | null;
  ihi: string | null;
  dva_file_number: string | null;
  concession_number: string | null;
  /** Masked once it was verified: of the number no more is kept. */
  nin: string | null;
  nin_verified: boolean;
  philhealth_number: string | null;
  tin: string | null;
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

/** A document of a clinic that somebody has accepted. */
export interface ConsentView {
  id: Uuid;
  document_id: Uuid;
  clinic_id: Uuid;
  kind: DocumentKind;
  version: string;
  title: string;
  given_at: Instant;
  /** Null while it holds. */
  withdrawn_at: Instant | null;
}
