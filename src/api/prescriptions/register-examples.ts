import type { NumberAuditAnswer, RegisterAnswer } from './register-responses.js';

export const REGISTER: RegisterAnswer = {
  controlled_substance_audit: [
    {
      prescription_number: 'RX2026001235',
      drug: 'Oxycodone 5 mg tablet',
      schedule: 8,
      doctor: 'Sarah Wilson',
      patient: 'Alice Johnson',
      quantity: 10,
      authority_code: 'AUTH12345',
      prescribed_date: '2026-11-15T09:45:00.000Z',
      dispensed_date: '2026-11-16',
      pharmacy: 'City Pharmacy',
      pharmacist: 'PHARM123',
      compliance_checks: {
        authority_verified: true,
        patient_id_checked: true,
        dosage_within_limits: true,
        prescriber_authorized: true,
      },
    },
  ],
  regulatory_summary: {
    total_schedule_8_prescriptions: 1,
    compliance_rate: '100%',
    audit_period: '2026-11-01 to 2026-11-30',
  },
};

export const NUMBER_AUDIT: NumberAuditAnswer = {
  year: 2026,
  first: 'RX2026000001',
  last: 'RX2026001235',
  count: 1234,
  missing: ['RX2026000812'],
};
