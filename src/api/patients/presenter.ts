import { ninShown } from '../../domain/identity/public.js';
import { masked } from '../../domain/patients/record.js';
import type { PatientRecord } from '../../usecases/patients/read-patient.js';
import type { RegisteredPatient } from '../../usecases/patients/register-patient.js';
import type { NamedGrant } from '../../usecases/patients/review-break-glass.js';
import type { ListedPatient } from '../../usecases/patients/search-patients.js';
import { contactView } from '../identity/public.js';
import type {
  BreakGlassAnswer,
  BreakGlassGrantView,
  ListedPatientView,
  PatientRecordView,
  RegisteredPatientView,
} from './responses.js';

export function listedPatientView(patient: ListedPatient): ListedPatientView {
  const { id } = patient;
  if (patient.restricted) {
    return { id, initials: patient.initials, birth_year: patient.birthYear, restricted: true };
  }
  const { user, dateOfBirth } = patient;
  return {
    id,
    first_name: user.firstName,
    last_name: user.lastName,
    date_of_birth: dateOfBirth,
    email: user.email,
    phone_number: user.phone,
    restricted: false,
  };
}

export function patientRecordView({ user, document, emergencyContacts }: PatientRecord): PatientRecordView {
  return {
    id: user.id,
    first_name: user.firstName,
    last_name: user.lastName,
    email: user.email,
    phone_number: user.phone,
    timezone: user.timezone,
    created_at: user.createdAt.toISOString(),
    date_of_birth: document.dateOfBirth,
    address: document.address,
    latin_name: document.latinName,
    medicare_number: masked(document.medicareNumber),
    irn: masked(document.irn),
    medicare_expiry: document.medicareExpiry,
    ihi: masked(document.ihi),
    dva_file_number: masked(document.dvaFileNumber),
    concession_number: masked(document.concessionNumber),
    nin: ninShown(document, masked),
    nin_verified: document.ninVerification !== null,
    philhealth_number: masked(document.philhealthNumber),
    tin: masked(document.tin),
    emergency_contacts: emergencyContacts?.map(contactView) ?? null,
  };
}

export function breakGlassAnswer({ id, expiresAt }: Pick<NamedGrant, 'id' | 'expiresAt'>): BreakGlassAnswer {
  return { id, expires_at: expiresAt.toISOString() };
}

export function breakGlassGrantView({ holder, ...grant }: NamedGrant): BreakGlassGrantView {
  return {
    id: grant.id,
    patient: grant.patientId,
    by: { id: grant.userId, name: holder && `${holder.firstName} ${holder.lastName}`, role: grant.role },
    reason: grant.reason,
    granted_at: grant.grantedAt.toISOString(),
    expires_at: grant.expiresAt.toISOString(),
    state: grant.reviewedAt ? 'reviewed' : 'open',
    justified: grant.justified,
    note: grant.note,
    reviewed_by: grant.reviewedBy,
    reviewed_at: grant.reviewedAt?.toISOString() ?? null,
  };
}

export function registeredPatientView({ possibleDuplicates, ...record }: RegisteredPatient): RegisteredPatientView {
  return {
    ...patientRecordView(record),
    possible_duplicates: possibleDuplicates.map(({ id, matchedOn }) => ({ id, matched_on: [...matchedOn] })),
  };
}
