import { invalid } from '../../domain/errors.js';
import type { MemberRole } from '../../domain/roles.js';
import type { ChangePassword } from '../../usecases/identity/change-password.js';
import type { JoinClinic } from '../../usecases/identity/join-clinic.js';
import type { LogIn } from '../../usecases/identity/log-in.js';
import type { Proof } from '../../usecases/identity/reauthenticate.js';
import type { RegisterUser } from '../../usecases/identity/register-user.js';
import type { ResetPassword } from '../../usecases/identity/reset-password.js';
import type { UpdateProfile } from '../../usecases/identity/update-profile.js';
import { inputId } from '../http/request.js';
import type { Uuid } from '../http/wire-formats.js';
import { type PatientProfileInput, patientChangeOf } from './patient-requests.js';

export interface RegisterBody {
  /**
   * Where mail can be sent to.
   * @maxLength 254
   */
  email: string;
  /**
   * At least 8 characters of any kind; not a well-known one, nor a name.
   * @maxLength 200
   */
  password: string;
  /**
   * One line with something to see.
   * @maxLength 100
   */
  first_name: string;
  /**
   * One line with something to see.
   * @maxLength 100
   */
  last_name: string;
  /** `patient` when left out. Any other needs an administrator's token. */
  role?: MemberRole;
  /** The first clinic when left out; for a role of staff the caller's own, and any for who administers the installation. */
  clinic_id?: Uuid | null;
  /**
   * E.164, or as people write it where the clinic is: `0412 345 678`.
   * @maxLength 32
   */
  phone_number?: string | null;
  /**
   * A tz database name; the clinic's when left out.
   * @maxLength 64
   */
  timezone?: string | null;
  /**
   * What a patient has read and accepted: every current document of the clinic (`GET /clinics/{id}/documents/`), where it
   * has published any.
   * @maxItems 50
   */
  accepted_documents?: Uuid[];
}

export interface LoginBody {
  /**
   * @maxLength 254
   */
  email: string;
  /**
   * @maxLength 200
   */
  password: string;
  /** Whether the session goes on when the person is away for long. Staff are never remembered. False when left out. */
  remember?: boolean;
  /**
   * What this device was given at an earlier sign-in.
   * @maxLength 200
   */
  device_token?: string | null;
}

/** One of the two. */
export interface ReauthenticationBody {
  /**
   * @maxLength 200
   */
  password?: string;
  /**
   * Of the authenticator app.
   * @maxLength 20
   */
  code?: string;
}

export interface LinkTokenBody {
  /**
   * From the link in the mail.
   * @maxLength 200
   */
  token: string;
}

export interface MailboxBody {
  /**
   * @maxLength 254
   */
  email: string;
}

export interface PasswordResetBody extends LinkTokenBody {
  /**
   * At least 8 characters of any kind; not a well-known one, nor a name.
   * @maxLength 200
   */
  new_password: string;
}

export interface EmailChangeBody {
  /**
   * Where mail can be sent to.
   * @maxLength 254
   */
  new_email: string;
}

export interface RefreshBody {
  /**
   * Left out by a browser that has it as a cookie.
   * @maxLength 4096
   */
  refresh?: string;
}

export interface LogoutBody {
  /**
   * Not needed: the session of the access token ends. Accepted because many clients send it.
   * @maxLength 4096
   */
  refresh?: string;
  /** Ends all of the caller's sessions. */
  everywhere?: boolean;
}

export interface PasswordChangeBody {
  /**
   * @maxLength 200
   */
  current_password: string;
  /**
   * @maxLength 200
   */
  new_password: string;
}

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
  /** The location of a clinic of the doctor that it belongs to. */
  location_id?: Uuid | null;
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
   * Philippines: the professional tax receipt of the year.
   * @maxLength 40
   */
  ptr_number?: string | null;
  /**
   * Philippines: the licence for dangerous drugs.
   * @maxLength 40
   */
  s2_licence?: string | null;
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

export interface MembershipBody {
  /** The clinic whose patient the caller wants to be. */
  clinic_id: Uuid;
  /**
   * What the caller has read and accepted: every current document of the clinic, where it has published any.
   * @maxItems 50
   */
  accepted_documents?: Uuid[];
}

/** The clinic that somebody wants to be a patient of. */
export function clinicToJoinOf({ clinic_id: clinicId, accepted_documents: accepted }: MembershipBody): JoinClinic {
  return { clinicId: inputId(clinicId, 'clinic_id'), acceptedDocuments: documentsOf(accepted) };
}

/** In one order, and each once: two spellings of the same list are the same. */
function documentsOf(accepted: readonly Uuid[] = []): readonly string[] {
  const ids = accepted.map((id, at) => inputId(id, `accepted_documents.${at}`));
  return [...new Set(ids)].sort();
}

/** A document that the caller accepts. */
export interface ConsentBody {
  document_id: Uuid;
}

export function documentToAcceptOf(body: ConsentBody): string {
  return inputId(body.document_id, 'document_id');
}

export function registrationOf(body: RegisterBody): Omit<RegisterUser, 'requestKey'> {
  return {
    email: body.email,
    password: body.password,
    firstName: body.first_name,
    lastName: body.last_name,
    role: body.role ?? 'patient',
    clinicId: body.clinic_id ? inputId(body.clinic_id, 'clinic_id') : null,
    acceptedDocuments: documentsOf(body.accepted_documents),
    phone: body.phone_number || null,
    timezone: body.timezone || null,
  };
}

export function loginOf(body: LoginBody): Omit<LogIn, 'preferring'> {
  const { email, password, remember = false } = body;
  return { email, password, remember, deviceToken: body.device_token ?? null };
}

/** @throws DomainError validation_failed when it gives both or neither */
export function proofOf({ password, code }: ReauthenticationBody): Proof {
  if (password !== undefined && code !== undefined) throw invalid('code', 'Give a password or a code, not both.');
  if (password !== undefined) return { password };
  if (code !== undefined) return { code };
  throw invalid('password', 'A password or a code is needed.');
}

export function passwordResetOf(body: PasswordResetBody): ResetPassword {
  return { token: body.token, newPassword: body.new_password };
}

export function newEmailOf(body: EmailChangeBody): string {
  return body.new_email;
}

export function passwordChangeOf(body: PasswordChangeBody): ChangePassword {
  return { currentPassword: body.current_password, newPassword: body.new_password };
}

export function profileChangeOf(body: ProfileBody): UpdateProfile {
  const { doctor_profile: doctor, patient_profile: patient } = body;
  return {
    firstName: body.first_name,
    lastName: body.last_name,
    phone: body.phone_number,
    timezone: body.timezone,
    doctor: doctor && doctorChangeOf(doctor),
    patient: patient && patientChangeOf(patient),
  };
}

function doctorChangeOf(input: DoctorProfileInput): NonNullable<UpdateProfile['doctor']> {
  return {
    medicalRegistrationNumber: input.medical_registration_number,
    prescriberNumber: input.prescriber_number,
    hpiI: input.hpi_i,
    ptrNumber: input.ptr_number,
    s2Licence: input.s2_licence,
    specialty: input.specialty,
    qualifications: input.qualifications,
    digitalSignature: input.digital_signature,
    providerNumbers: input.provider_numbers?.map(({ number, location, location_id: id }) => ({
      number,
      location,
      locationId: id?.toLowerCase() ?? null,
    })),
  };
}
