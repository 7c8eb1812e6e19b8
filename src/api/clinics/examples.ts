import type { ClinicAnswer, PaymentSettingsAnswer, PoliciesAnswer } from './responses.js';

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
  timezone: 'Australia/Sydney',
  currency: 'aud',
  phone: '+61255500199',
  addresses: [
    { line1: '1 Example Street', line2: null, suburb: 'Sydney', state: 'NSW', postcode: '2000', country: 'Australia' },
  ],
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
  fee_new: '90.00',
  fee_returning: '50.00',
  own: ['fee_new'],
};
