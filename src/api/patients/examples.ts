import type {
  BreakGlassAnswer,
  BreakGlassGrantView,
  ListedPatientView,
  PatientRecordView,
  RegisteredPatientView,
  RevealedIdentifier,
} from './responses.js';

// Plain literals and names only: the OpenAPI generator reads these without running them.

export const LISTED_PATIENT: ListedPatientView = {
  id: '9d2f6a40-52b1-4f0e-b6a7-2c9f8e7d6a5b',
  first_name: 'Demo',
  last_name: 'Patient One',
  date_of_birth: '1980-02-01',
  email: 'patient1@demo.keepwell.invalid',
  phone_number: '+61491570006',
  restricted: false,
};

export const RESTRICTED_PATIENT: ListedPatientView = {
  id: '2f1c0b9a-8d7e-4c6b-9a5f-4e3d2c1b0a99',
  initials: 'D.P.',
  birth_year: 1975,
  restricted: true,
};

export const PATIENT_RECORD: PatientRecordView = {
  id: '9d2f6a40-52b1-4f0e-b6a7-2c9f8e7d6a5b',
  first_name: 'Demo',
  last_name: 'Patient One',
  email: 'patient1@demo.keepwell.invalid',
  phone_number: '+61491570006',
  timezone: 'Australia/Sydney',
  created_at: '2026-01-15T09:00:00.000Z',
  date_of_birth: '1980-02-01',
  address: null,
  latin_name: null,
  medicare_number: '******2201',
  irn: null,
  medicare_expiry: null,
  ihi: null,
  dva_file_number: null,
  concession_number: null,
  nin: null,
  nin_verified: false,
  philhealth_number: null,
  tin: null,
  emergency_contacts: null,
};

export const BREAK_GLASS: BreakGlassAnswer = {
  id: '5a0e9d3c-7b14-4f62-8c1d-9e2f3a4b5c6d',
  expires_at: '2026-12-01T10:00:00.000Z',
};

export const BREAK_GLASS_GRANT: BreakGlassGrantView = {
  id: '5a0e9d3c-7b14-4f62-8c1d-9e2f3a4b5c6d',
  patient: '9d2f6a40-52b1-4f0e-b6a7-2c9f8e7d6a5b',
  by: { id: '4c3b2a19-0f8e-4d7c-9b6a-5e4d3c2b1a09', name: 'Dr Demo Two', role: 'doctor' },
  reason: 'The patient called with chest pain, and their doctor cannot be reached.',
  granted_at: '2026-12-01T09:00:00.000Z',
  expires_at: '2026-12-01T10:00:00.000Z',
  state: 'open',
  justified: null,
  note: null,
  reviewed_by: null,
  reviewed_at: null,
};

export const REVEALED: RevealedIdentifier = { value: '2222222201' };

export const REGISTERED_PATIENT: RegisteredPatientView = {
  id: '9d2f6a40-52b1-4f0e-b6a7-2c9f8e7d6a5b',
  first_name: 'Demo',
  last_name: 'Patient One',
  email: 'patient1@demo.keepwell.invalid',
  phone_number: '+61491570006',
  timezone: 'Australia/Sydney',
  created_at: '2026-01-15T09:00:00.000Z',
  date_of_birth: '1980-02-01',
  address: null,
  latin_name: null,
  medicare_number: '******2201',
  irn: null,
  medicare_expiry: null,
  ihi: null,
  dva_file_number: null,
  concession_number: null,
  nin: null,
  nin_verified: false,
  philhealth_number: null,
  tin: null,
  emergency_contacts: null,
  possible_duplicates: [{ id: '2f1c0b9a-8d7e-4c6b-9a5f-4e3d2c1b0a99', matched_on: ['last_name', 'date_of_birth'] }],
};
