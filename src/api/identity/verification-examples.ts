import type { VerificationView } from './verification-responses.js';

export const VERIFICATION: VerificationView = {
  id: '2b1f0c9e-6a4d-4e77-9c52-8f3d5a1b7e60',
  user: '5c7d9e1f-3a2b-4c6d-8e0f-1a3b5c7d9e2f',
  clinic: '0d5e3a7c-58a4-4b52-8f6c-6f1f1f0f9a01',
  status: 'verified',
  checked_by: '7b0c8a52-6c0e-4d3a-9d59-3d6f5a1f7e10',
  checked_at: '2026-01-15T09:00:00.000Z',
  expires_on: '2026-09-30',
  next_check_on: '2026-02-14',
  specialties: ['General practice'],
  registration_type: 'general',
  conditions: null,
  evidence: 'Public register, seen on 15 January 2026',
  authority_to_prescribe: { schedule_8: true, restricted_substances: false, expiry_date: '2026-09-30' },
};
