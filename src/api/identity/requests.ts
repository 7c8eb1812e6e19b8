import type { EmergencyContact } from '../../domain/identity/profile-documents.js';
import type { Role } from '../../domain/roles.js';
import type { ChangePassword } from '../../usecases/identity/change-password.js';
import type { RegisterUser } from '../../usecases/identity/register-user.js';
import type { UpdateProfile } from '../../usecases/identity/update-profile.js';

export interface RegisterBody {
  /**
   * Where mail can be sent to.
   * @maxLength 254
   */
  email: string;
  /**
   * At least 8 characters; below 14 it needs a letter and a digit or sign.
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
  role?: Role;
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
}

export interface RefreshBody {
  /**
   * @maxLength 4096
   */
  refresh: string;
}

export interface LogoutBody {
  /**
   * Not needed: the session of the access token ends. Accepted because many clients send it.
   * @maxLength 4096
   */
  refresh?: string;
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

export function registrationOf(body: RegisterBody): Omit<RegisterUser, 'requestKey'> {
  return {
    email: body.email,
    password: body.password,
    firstName: body.first_name,
    lastName: body.last_name,
    role: body.role ?? 'patient',
    phone: body.phone_number || null,
    timezone: body.timezone || null,
  };
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
    specialty: input.specialty,
    qualifications: input.qualifications,
    digitalSignature: input.digital_signature,
    providerNumbers: input.provider_numbers,
  };
}

function patientChangeOf(input: PatientProfileInput): NonNullable<UpdateProfile['patient']> {
  const { emergency_contacts: contacts } = input;
  return {
    medicareNumber: input.medicare_number,
    irn: input.irn,
    medicareExpiry: input.medicare_expiry,
    ihi: input.ihi,
    dateOfBirth: input.date_of_birth,
    address: input.address,
    latinName: input.latin_name,
    emergencyContacts: contacts === null ? null : contacts?.map(contactOf),
  };
}

function contactOf({ phone_number: phoneNumber, ...contact }: EmergencyContactDto): EmergencyContact {
  return { ...contact, phoneNumber };
}
