import type { PatientDocument } from '../../domain/identity/profile-documents.js';
import type { SignedIn } from '../../usecases/identity/issue-tokens.js';
import type { Profile } from '../../usecases/identity/read-profile.js';
import type { Registered } from '../../usecases/identity/register-user.js';
import type { PatientProfileView, ProfileView } from './profiles.js';
import type { RegisteredUser, TokenAnswer } from './requests.js';

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
    ...(doctor ? { doctor_profile: { ...doctor, provider_numbers: [...doctor.provider_numbers] } } : {}),
    ...(patient ? { patient_profile: patientView(patient, latinNameNeeded) } : {}),
  };
}

function patientView(patient: PatientDocument, latinNameNeeded: boolean): PatientProfileView {
  return { ...patient, latin_name_needed: latinNameNeeded, emergency_contacts: [...patient.emergency_contacts] };
}
