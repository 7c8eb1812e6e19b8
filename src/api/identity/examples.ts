import { DOCUMENT_ID } from '../http/example-values.js';
import type {
  ConsentView,
  IdentityView,
  LinkUrlView,
  LoginAnswer,
  MembershipView,
  ProfileView,
  RecoveryCodesView,
  RegisteredUser,
  SecondFactorsView,
  SessionUser,
  SessionView,
  SignInView,
  TokenAnswer,
  TotpSetUpView,
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
  membership_id: '3f8a1d5e-0c1b-4c7e-9a54-2b7d6e8f1a20',
};

export const MEMBERSHIP: MembershipView = {
  id: '3f8a1d5e-0c1b-4c7e-9a54-2b7d6e8f1a20',
  clinic_id: '0d5e3a7c-58a4-4b52-8f6c-6f1f1f0f9a01',
  clinic_name: 'Keepwell Demo Clinic',
  role: 'patient',
  status: 'active',
  active: true,
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
  fresh_until: '2026-01-15T09:10:00.000Z',
  user: SESSION_USER,
};

// A copy of TOKENS: a spread could not be read.
export const LOGIN: LoginAnswer = {
  access: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...',
  refresh: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...',
  expires_in: 900,
  fresh_until: '2026-01-15T09:10:00.000Z',
  device_token: 'Yk0xQ2p3b1R5dUZ4S2hWc0dxTGRObUFlUnpJY1hPcHQ',
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
    dva_file_number: null,
    concession_number: null,
    nin: null,
    nin_verified: false,
    philhealth_number: null,
    tin: null,
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
    dva_file_number: null,
    concession_number: null,
    nin: null,
    nin_verified: false,
    philhealth_number: null,
    tin: null,
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
  user_agent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0',
  address: '192.0.2.7',
  device: 'Firefox on Windows',
  device_id: '5d1c6f0e-3b7a-4e88-9c21-7f0a4b6d8e93',
  method: 'password',
  mfa: false,
  clinic_id: '0d5e3a7c-58a4-4b52-8f6c-6f1f1f0f9a01',
  created_at: '2026-01-15T09:00:00.000Z',
  last_used_at: '2026-01-15T09:30:00.000Z',
  expires_at: '2026-02-14T09:30:00.000Z',
  current: true,
};

export const SECOND_FACTORS: SecondFactorsView = {
  required: true,
  totp: { enabled: true, since: '2026-01-15T09:00:00.000Z' },
  passkeys: [],
  recovery_codes_left: 9,
  trusted_devices: 1,
};

export const TOTP_SET_UP: TotpSetUpView = {
  secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  otpauth_url:
    'otpauth://totp/Keepwell:doctor1%40demo.keepwell.invalid?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Keepwell',
  qr_svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 53 53">...</svg>',
};

export const RECOVERY_CODES: RecoveryCodesView = {
  recovery_codes: [
    'abcd-efgh-ijkl-mnop',
    'bcde-fghi-jklm-nopq',
    'cdef-ghij-klmn-opqr',
    'defg-hijk-lmno-pqrs',
    'efgh-ijkl-mnop-qrst',
    'fghi-jklm-nopq-rstu',
    'ghij-klmn-opqr-stuv',
    'hijk-lmno-pqrs-tuvw',
    'ijkl-mnop-qrst-uvwx',
    'jklm-nopq-rstu-vwxy',
  ],
};

export const SIGN_IN: SignInView = {
  at: '2026-01-15T09:00:00.000Z',
  succeeded: true,
  method: 'password',
  address: '192.0.2.7',
  user_agent: 'Mozilla/5.0',
  session_id: 'c1f0a1b2-0f5e-4d6c-9a77-2b1f3c4d5e6f',
  session_seconds: 1800,
};

export const LINK_URL: LinkUrlView = {
  url: 'https://accounts.google.com/o/oauth2/v2/auth?client_id=clinic&response_type=code&scope=openid%20email%20profile',
};

export const IDENTITY: IdentityView = {
  id: '9a4c1f0b-7d2e-4f6a-8b35-0c9d1e2f3a4b',
  provider: 'google',
  email: 'patient1@demo.keepwell.invalid',
  linked_at: '2026-01-15T09:00:00.000Z',
  last_used_at: '2026-01-16T09:00:00.000Z',
};

export const CONSENT: ConsentView = {
  id: '8d3fab25-6c4e-4071-9b82-a3c4d5e6f708',
  document_id: DOCUMENT_ID,
  clinic_id: '0d5e3a7c-58a4-4b52-8f6c-6f1f1f0f9a01',
  kind: 'privacy',
  version: '1.2',
  title: 'How we handle your data',
  given_at: '2026-01-15T09:00:00.000Z',
  withdrawn_at: null,
};
