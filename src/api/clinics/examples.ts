import { DOCUMENT_ID } from '../http/example-values.js';
import type {
  ClinicAnswer,
  DepartmentAnswer,
  DocumentAnswer,
  LocationAnswer,
  OrganisationAnswer,
  OrganisationMemberAnswer,
  PaymentSettingsAnswer,
  PoliciesAnswer,
  SecuritySettingsAnswer,
  VisitSettingsAnswer,
} from './responses.js';

export const PAYMENT_SETTINGS: PaymentSettingsAnswer = {
  clinic: '6f1c2d3e-4b5a-4678-9abc-def012345678',
  currency: 'aud',
  providers: ['stripe'],
  available_providers: ['stripe'],
  fee_new: '80.00',
  fee_returning: '50.00',
  refund_tiers: [
    { notice_seconds: 86400, percent: 100 },
    { notice_seconds: 7200, percent: 50 },
    { notice_seconds: 0, percent: 0 },
  ],
  no_show_refund_percent: 0,
  refund_approval_above: '100.00',
  billing: {
    legal_name: 'Demo Clinic Pty Ltd',
    latin_name: null,
    address: '1 Example Street\nSydney NSW 2000',
    tax_id: '89000000019',
    region: 'au',
    tax_registered: true,
    permit: null,
  },
};

export const CLINIC: ClinicAnswer = {
  id: '6f1c2d3e-4b5a-4678-9abc-def012345678',
  name: 'Demo Clinic',
  slug: 'demo-clinic',
  type: 'clinic',
  region: 'au',
  status: 'active',
  suspended_at: null,
  suspension_reason: null,
  organisation_id: null,
  specialties: ['General practice'],
  timezone: 'Australia/Sydney',
  currency: 'aud',
  phone: '+61255500199',
  addresses: [
    { line1: '1 Example Street', line2: null, suburb: 'Sydney', state: 'NSW', postcode: '2000', country: 'Australia' },
  ],
  address: {
    line1: '1 Example Street',
    line2: null,
    suburb: 'Sydney',
    state: 'NSW',
    postcode: '2000',
    country: 'Australia',
  },
};

export const LOCATION: LocationAnswer = {
  id: '1b6e2f70-3c4d-4e5f-8a9b-0c1d2e3f4a5b',
  clinic: '6f1c2d3e-4b5a-4678-9abc-def012345678',
  name: 'Harbour Street rooms',
  address: {
    line1: '1 Example Street',
    line2: null,
    suburb: 'Sydney',
    state: 'NSW',
    postcode: '2000',
    country: 'Australia',
  },
  phone: '+61255500199',
  timezone: 'Australia/Sydney',
  opening_hours: [{ day: 'Mon', from: '09:00', to: '17:00' }],
  created_at: '2026-11-28T09:00:00.000Z',
  updated_at: '2026-11-28T09:00:00.000Z',
};

export const DEPARTMENT: DepartmentAnswer = {
  id: '2c7f3081-4d5e-4f60-9bac-1d2e3f4a5b6c',
  clinic: '6f1c2d3e-4b5a-4678-9abc-def012345678',
  name: 'Paediatrics',
  location_id: '1b6e2f70-3c4d-4e5f-8a9b-0c1d2e3f4a5b',
  created_at: '2026-11-28T09:00:00.000Z',
};

export const DOCUMENT: DocumentAnswer = {
  id: DOCUMENT_ID,
  clinic: '6f1c2d3e-4b5a-4678-9abc-def012345678',
  kind: 'privacy',
  version: '1.2',
  title: 'How we handle your data',
  body: 'We keep your record for as long as the law asks.\n\nYou may see all of it.',
  effective_from: '2026-11-30T13:00:00.000Z',
  is_current: true,
  published_at: '2026-11-28T09:00:00.000Z',
};

export const ORGANISATION: OrganisationAnswer = {
  id: '3d804192-5e6f-4071-8cbd-2e3f4a5b6c7d',
  name: 'Harbour Health',
  created_at: '2026-11-28T09:00:00.000Z',
};

export const ORGANISATION_MEMBER: OrganisationMemberAnswer = {
  id: '4e9152a3-6f70-4182-9dce-3f4a5b6c7d8e',
  user_id: '7b0c8a52-6c0e-4d3a-9d59-3d6f5a1f7e10',
  role: 'doctor',
  since: '2026-11-28T09:00:00.000Z',
};

export const POLICIES: PoliciesAnswer = {
  clinic: '6f1c2d3e-4b5a-4678-9abc-def012345678',
  payment_window: '15m',
  payment_warning: '5m',
  processing_limit: '2h',
  refund_tiers: '24h:100,2h:50,0s:0',
  refund_no_show: 0,
  refund_approval_above: '100.00',
  slot_short: '15m',
  slot_long: '30m',
  reminders: '24h,1h',
  chat_opens: '15m',
  check_in_opens: '1h',
  no_show_after: '30m',
  chat_archive: '30d',
  chat_edit_window: '15m',
  chat_reopen: '14d',
  treating: '730d',
  break_glass: '1h',
  fee_new: '90.00',
  fee_returning: '50.00',
  prescribe_within: '7d',
  max_repeats: 11,
  s8_max_repeats: 0,
  document_reminder: '48h',
  import_max_errors: 25,
  import_max_deactivated: 20,
  import_max_price_change: 50,
  import_preview_ttl: '7d',
  usage_window: '56d',
  reorder_cover: '28d',
  own: ['fee_new'],
};

export const SECURITY_SETTINGS: SecuritySettingsAnswer = {
  require_mfa: ['admin', 'doctor'],
  mfa_trust_days: 14,
  session_idle_seconds: 1800,
  password: { min_length: 12, classes: 0, max_age_days: null, history: 5 },
  access_log_names: 'all',
  break_glass_minutes: 30,
};

export const VISIT_SETTINGS: VisitSettingsAnswer = {
  clinic: '6f1c2d3e-4b5a-4678-9abc-def012345678',
  chat_opens: '15m',
  chat_edit_window: '15m',
  chat_reopen: '14d',
  chat_archive: '30d',
  check_in_opens: '1h',
  no_show_after: '30m',
  reminders: '24h,1h',
  chat_notice: 'We answer on weekdays from 9 to 17.',
  notes_visible: false,
  own: ['chat_notice'],
};
