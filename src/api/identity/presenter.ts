import type { DoctorDocument, PatientDocument } from '../../domain/identity/profile-documents.js';
import type { SignedIn } from '../../usecases/identity/issue-tokens.js';
import type { Session } from '../../usecases/identity/list-sessions.js';
import type { Profile } from '../../usecases/identity/read-profile.js';
import type { Registered } from '../../usecases/identity/register-user.js';
import type { UpdatedProfile } from '../../usecases/identity/update-profile.js';
import type {
  DoctorProfileView,
  PatientProfileView,
  ProfileView,
  RegisteredUser,
  SessionView,
  TokenAnswer,
  UpdatedProfileView,
} from './responses.js';

export function registeredView({ user, clinicId }: Registered): RegisteredUser {
  return {
    id: user.id,
    email: user.email,
    role: user.role,
    first_name: user.firstName,
    last_name: user.lastName,
    phone_number: user.phone,
    timezone: user.timezone,
    clinic_id: clinicId,
    created_at: user.createdAt.toISOString(),
  };
}

export function tokenView({ access, refresh, expiresIn, user, clinicId }: SignedIn): TokenAnswer {
  return {
    access,
    refresh,
    expires_in: expiresIn,
    user: {
      id: user.id,
      role: user.role,
      email: user.email,
      first_name: user.firstName,
      last_name: user.lastName,
      clinic_id: clinicId,
    },
  };
}

export function profileView({ user, clinicId, doctor, patient, latinNameNeeded }: Profile): ProfileView {
  return {
    id: user.id,
    email: user.email,
    role: user.role,
    first_name: user.firstName,
    last_name: user.lastName,
    phone_number: user.phone,
    timezone: user.timezone,
    clinic_id: clinicId,
    email_verified: user.emailVerifiedAt !== null,
    created_at: user.createdAt.toISOString(),
    ...(doctor ? { doctor_profile: doctorView(doctor) } : {}),
    ...(patient ? { patient_profile: patientView(patient, latinNameNeeded) } : {}),
  };
}

export function updatedProfileView(updated: UpdatedProfile): UpdatedProfileView {
  return { ...profileView(updated), warnings: [...updated.warnings] };
}

/** `currentId`: the session of the request that is answered. */
export function sessionView(session: Session, currentId: string): SessionView {
  return {
    id: session.id,
    user_agent: session.userAgent,
    address: session.address,
    created_at: session.createdAt.toISOString(),
    last_used_at: session.lastUsedAt.toISOString(),
    expires_at: session.expiresAt.toISOString(),
    current: session.id === currentId,
  };
}

function doctorView(doctor: DoctorDocument): DoctorProfileView {
  return {
    medical_registration_number: doctor.medicalRegistrationNumber,
    prescriber_number: doctor.prescriberNumber,
    hpi_i: doctor.hpiI,
    specialty: doctor.specialty,
    qualifications: doctor.qualifications,
    digital_signature: doctor.digitalSignature,
    provider_numbers: doctor.providerNumbers.map(({ number, location }) => ({ number, location })),
  };
}

function patientView(patient: PatientDocument, latinNameNeeded: boolean): PatientProfileView {
  return {
    medicare_number: patient.medicareNumber,
    irn: patient.irn,
    medicare_expiry: patient.medicareExpiry,
    ihi: patient.ihi,
    date_of_birth: patient.dateOfBirth,
    address: patient.address,
    latin_name: patient.latinName,
    latin_name_needed: latinNameNeeded,
    emergency_contacts: patient.emergencyContacts.map(({ phoneNumber, ...contact }) => ({
      ...contact,
      phone_number: phoneNumber,
    })),
  };
}
