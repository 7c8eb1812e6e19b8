import type {
  AcceptedInvitationAnswer,
  InvitationAnswer,
  JoinRequestAnswer,
  MemberAnswer,
  PersonAnswer,
} from './people-responses.js';

// Plain literals and names only: the OpenAPI generator reads these without running them.

export const MEMBER: MemberAnswer = {
  id: '3f8a1d5e-0c1b-4c7e-9a54-2b7d6e8f1a20',
  user: {
    id: '7b0c8a52-6c0e-4d3a-9d59-3d6f5a1f7e10',
    email: 'nurse@demo.keepwell.invalid',
    first_name: 'Demo',
    last_name: 'Nurse',
  },
  role: 'nurse',
  status: 'active',
  department_ids: ['2c7f3081-4d5e-4f60-9bac-1d2e3f4a5b6c'],
  since: '2026-11-28T09:00:00.000Z',
};

export const INVITATION: InvitationAnswer = {
  id: '5fa263b4-7081-4293-aedf-405162738495',
  email: 'nurse@demo.keepwell.invalid',
  role: 'nurse',
  department_ids: [],
  status: 'pending',
  created_at: '2026-11-28T09:00:00.000Z',
  expires_at: '2026-12-05T09:00:00.000Z',
};

export const JOIN_REQUEST: JoinRequestAnswer = {
  id: '8c1d5e70-2f3a-4b6c-9d8e-0f1a2b3c4d5e',
  clinic_id: '6f1c2d3e-4b5a-4678-9abc-def012345678',
  user: {
    id: '7b0c8a52-6c0e-4d3a-9d59-3d6f5a1f7e10',
    email: 'doctor@demo.keepwell.invalid',
    first_name: 'Demo',
    last_name: 'Doctor',
  },
  message: 'I could see patients on Mondays.',
  status: 'pending',
  reason: null,
  created_at: '2026-11-28T09:00:00.000Z',
  decided_at: null,
};

export const ACCEPTED_INVITATION: AcceptedInvitationAnswer = {
  id: '3f8a1d5e-0c1b-4c7e-9a54-2b7d6e8f1a20',
  user_id: '7b0c8a52-6c0e-4d3a-9d59-3d6f5a1f7e10',
  clinic_id: '6f1c2d3e-4b5a-4678-9abc-def012345678',
  clinic_name: 'Demo Clinic',
  role: 'nurse',
};

export const PERSON: PersonAnswer = {
  id: '7b0c8a52-6c0e-4d3a-9d59-3d6f5a1f7e10',
  email: 'nurse@demo.keepwell.invalid',
  role: 'nurse',
  first_name: 'Demo',
  last_name: 'Nurse',
  phone_number: null,
  is_active: true,
  email_verified: true,
  mfa_enabled: false,
  memberships: [{ clinic: '6f1c2d3e-4b5a-4678-9abc-def012345678', role: 'nurse' }],
  created_at: '2026-11-28T09:00:00.000Z',
  last_login_at: null,
};
