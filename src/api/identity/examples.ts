import type {
  ProfileView,
  RegisteredUser,
  SessionUser,
  SessionView,
  TokenAnswer,
  UpdatedProfileView,
} from './responses.js';

// Plain literals and names only: the OpenAPI generator reads these without running them.

export const SESSION_USER: SessionUser = {
  id: '7b0c8a52-6c0e-4d3a-9d59-3d6f5a1f7e10',
  role: 'patient',
  email: 'patient1@demo.keepwell.invalid',
  first_name: 'Demo',
  last_name: 'Patient One',
  clinic_id: '0d5e3a7c-58a4-4b52-8f6c-6f1f1f0f9a01',
};

export const REGISTERED: RegisteredUser = {
  id: '7b0c8a52-6c0e-4d3a-9d59-3d6f5a1f7e10',
  email: 'patient1@demo.keepwell.invalid',
  role: 'patient',
  first_name: 'Demo',
  last_name: 'Patient One',
  phone_number: '+61491570006',
  timezone: 'Australia/Sydney',
  clinic_id: '0d5e3a7c-58a4-4b52-8f6c-6f1f1f0f9a01',
  created_at: '2026-01-15T09:00:00.000Z',
};

export const TOKENS: TokenAnswer = {
  access: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...',
  refresh: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...',
  expires_in: 900,
  user: SESSION_USER,
};

export const PROFILE: ProfileView = {
  id: '7b0c8a52-6c0e-4d3a-9d59-3d6f5a1f7e10',
  email: 'patient1@demo.keepwell.invalid',
  role: 'patient',
  first_name: 'Demo',
  last_name: 'Patient One',
  phone_number: '+61491570006',
  timezone: 'Australia/Sydney',
  clinic_id: '0d5e3a7c-58a4-4b52-8f6c-6f1f1f0f9a01',
  email_verified: true,
  created_at: '2026-01-15T09:00:00.000Z',
  patient_profile: {
    medicare_number: '2222222201',
    irn: '1',
    medicare_expiry: '2028-09',
    ihi: '8003609000000016',
    date_of_birth: '1990-05-15',
    address: '1 Example Street, Sydney NSW 2000',
    latin_name: null,
    latin_name_needed: false,
    emergency_contacts: [],
  },
};

// A copy of PROFILE: a spread could not be read.
export const UPDATED_PROFILE: UpdatedProfileView = {
  id: '7b0c8a52-6c0e-4d3a-9d59-3d6f5a1f7e10',
  email: 'patient1@demo.keepwell.invalid',
  role: 'patient',
  first_name: 'Demo',
  last_name: 'Patient One',
  phone_number: '+61491570006',
  timezone: 'Australia/Sydney',
  clinic_id: '0d5e3a7c-58a4-4b52-8f6c-6f1f1f0f9a01',
  email_verified: true,
  created_at: '2026-01-15T09:00:00.000Z',
  patient_profile: {
    medicare_number: '2222222201',
    irn: '1',
    medicare_expiry: '2028-09',
    ihi: '8003609000000016',
    date_of_birth: '1990-05-15',
    address: '1 Example Street, Sydney NSW 2000',
    emergency_contacts: [],
    latin_name: null,
    latin_name_needed: false,
  },
  warnings: [{ field: 'patient_profile.ihi', message: 'The check digit does not fit: please look again.' }],
};

export const SESSION: SessionView = {
  id: 'c1f0a1b2-0f5e-4d6c-9a77-2b1f3c4d5e6f',
  user_agent: 'Mozilla/5.0',
  address: '192.0.2.7',
  created_at: '2026-01-15T09:00:00.000Z',
  last_used_at: '2026-01-15T09:30:00.000Z',
  expires_at: '2026-02-14T09:30:00.000Z',
  current: true,
};
