import { APPOINTMENT_ID, DOCTOR_ID, DRUG_ID, PATIENT_ID } from '../http/example-values.js';
import type {
  CancelledPrescription,
  ChecksAnswer,
  ChecksView,
  DraftView,
  EmailLogView,
  PrescriptionAnswer,
  PrescriptionEventView,
  PrescriptionView,
  ResentAnswer,
} from './responses.js';

const PRESCRIPTION_ID = '5c3d9e0f-1a2b-4c4d-8e5f-6a7b8c9d0e1f';
const ITEM_ID = '6d4e0f1a-2b3c-4d5e-9f60-7b8c9d0e1f2a';

const CHECKS_VIEW: ChecksView = {
  allergy: { state: 'clear', reasons: [] },
  interaction: { state: 'partial', reasons: ['medicines_not_reviewed'] },
  duplicate: { state: 'clear', reasons: [] },
  dose: { state: 'clear', reasons: [] },
  age: { state: 'clear', reasons: [] },
  pregnancy: { state: 'clear', reasons: [] },
  directions: { state: 'clear', reasons: [] },
};

export const CHECKS: ChecksAnswer = {
  checks: CHECKS_VIEW,
  alerts: [
    {
      key: 'interaction/warfarin-nsaid/ibuprofen/warfarin',
      check: 'interaction',
      severity: 'major',
      item: 0,
      with: 'Warfarin 5 mg tablet',
      title: 'Bleeding',
      advice: 'Choose another pain reliever, or watch the INR closely.',
      source: 'Keepwell interaction rules',
      as_of: '2026-11-29',
    },
  ],
};

export const LISTED: PrescriptionView = {
  id: PRESCRIPTION_ID,
  prescription_number: 'RX2026000123',
  status: 'active',
  legal_form: 'patient_copy',
  scheme: 'private',
  patient: { id: PATIENT_ID, name: 'Demo Patient One', email: 'patient1@demo.keepwell.invalid' },
  doctor: { id: DOCTOR_ID, name: 'Dr Demo One', medical_registration: 'MED0000000001' },
  appointment: APPOINTMENT_ID,
  prescribed_drugs: [
    {
      id: ITEM_ID,
      drug: { id: DRUG_ID, name: 'Amoxicillin 500 mg capsule', pbs_code: null, manufacturer: null, schedule: 'S4' },
      dosage_instructions: 'Take one capsule three times a day until all are taken.',
      quantity: 20,
      quantity_text: '20 (twenty) capsules',
      repeats: 0,
      repeat_interval_days: null,
      remaining_repeats: 0,
      next_supply_from: '2026-11-29',
      dosage_within_limits: true,
    },
  ],
  prescribed_supplier_products: [],
  notes: null,
  special_flags: { controlled_substance: false, schedule: 4, authority_code: null, audit_required: false },
  restrictions: {
    no_repeats: true,
    pharmacist_verification_required: false,
    patient_id_verification_required: false,
  },
  checks: CHECKS_VIEW,
  alerts_overridden: [],
  valid_until: '2027-11-28',
  created_at: '2026-11-29T03:15:00.000Z',
  pdf_url: 'https://api.clinic.example/api/v1/prescriptions/5c3d9e0f-1a2b-4c4d-8e5f-6a7b8c9d0e1f/pdf',
  delivery: {
    task_id: 'prescription/5c3d9e0f-1a2b-4c4d-8e5f-6a7b8c9d0e1f',
    status: 'delivered',
    started_at: '2026-11-29T03:15:00.400Z',
    completed_at: '2026-11-29T03:15:01.900Z',
  },
  supersedes: null,
  superseded_by: null,
  version: 1,
};

export const PRESCRIPTION: PrescriptionAnswer = {
  id: PRESCRIPTION_ID,
  prescription_number: 'RX2026000123',
  status: 'active',
  legal_form: 'patient_copy',
  scheme: 'private',
  patient: { id: PATIENT_ID, name: 'Demo Patient One', email: 'patient1@demo.keepwell.invalid' },
  doctor: { id: DOCTOR_ID, name: 'Dr Demo One', medical_registration: 'MED0000000001' },
  appointment: APPOINTMENT_ID,
  prescribed_drugs: [
    {
      id: ITEM_ID,
      drug: { id: DRUG_ID, name: 'Amoxicillin 500 mg capsule', pbs_code: null, manufacturer: null, schedule: 'S4' },
      dosage_instructions: 'Take one capsule three times a day until all are taken.',
      quantity: 20,
      quantity_text: '20 (twenty) capsules',
      repeats: 0,
      repeat_interval_days: null,
      remaining_repeats: 0,
      next_supply_from: '2026-11-29',
      dosage_within_limits: true,
    },
  ],
  prescribed_supplier_products: [],
  notes: null,
  special_flags: { controlled_substance: false, schedule: 4, authority_code: null, audit_required: false },
  restrictions: {
    no_repeats: true,
    pharmacist_verification_required: false,
    patient_id_verification_required: false,
  },
  checks: CHECKS_VIEW,
  alerts_overridden: [],
  valid_until: '2027-11-28',
  created_at: '2026-11-29T03:15:00.000Z',
  pdf_url: 'https://api.clinic.example/api/v1/prescriptions/5c3d9e0f-1a2b-4c4d-8e5f-6a7b8c9d0e1f/pdf',
  delivery: {
    task_id: 'prescription/5c3d9e0f-1a2b-4c4d-8e5f-6a7b8c9d0e1f',
    status: 'delivered',
    started_at: '2026-11-29T03:15:00.400Z',
    completed_at: '2026-11-29T03:15:01.900Z',
  },
  supersedes: null,
  superseded_by: null,
  version: 1,
  prescriptions: [LISTED],
};

export const CANCELLED: CancelledPrescription = {
  id: PRESCRIPTION_ID,
  prescription_number: 'RX2026000123',
  status: 'cancelled',
  legal_form: 'patient_copy',
  scheme: 'private',
  patient: { id: PATIENT_ID, name: 'Demo Patient One', email: 'patient1@demo.keepwell.invalid' },
  doctor: { id: DOCTOR_ID, name: 'Dr Demo One', medical_registration: 'MED0000000001' },
  appointment: APPOINTMENT_ID,
  prescribed_drugs: [
    {
      id: ITEM_ID,
      drug: { id: DRUG_ID, name: 'Amoxicillin 500 mg capsule', pbs_code: null, manufacturer: null, schedule: 'S4' },
      dosage_instructions: 'Take one capsule three times a day until all are taken.',
      quantity: 20,
      quantity_text: '20 (twenty) capsules',
      repeats: 0,
      repeat_interval_days: null,
      remaining_repeats: 0,
      next_supply_from: '2026-11-29',
      dosage_within_limits: true,
    },
  ],
  prescribed_supplier_products: [],
  notes: null,
  special_flags: { controlled_substance: false, schedule: 4, authority_code: null, audit_required: false },
  restrictions: {
    no_repeats: true,
    pharmacist_verification_required: false,
    patient_id_verification_required: false,
  },
  checks: CHECKS_VIEW,
  alerts_overridden: [],
  valid_until: '2027-11-28',
  created_at: '2026-11-29T03:15:00.000Z',
  pdf_url: 'https://api.clinic.example/api/v1/prescriptions/5c3d9e0f-1a2b-4c4d-8e5f-6a7b8c9d0e1f/pdf',
  delivery: {
    task_id: 'prescription/5c3d9e0f-1a2b-4c4d-8e5f-6a7b8c9d0e1f',
    status: 'delivered',
    started_at: '2026-11-29T03:15:00.400Z',
    completed_at: '2026-11-29T03:15:01.900Z',
  },
  supersedes: null,
  superseded_by: null,
  version: 2,
  prescriptions: [],
  supplied_before: [{ item: ITEM_ID, supply_no: 1, dispensed_date: '2026-11-29', pharmacy_name: 'Example Pharmacy' }],
};

export const DRAFT: DraftView = {
  id: PRESCRIPTION_ID,
  status: 'draft',
  patient: PATIENT_ID,
  appointment: null,
  prescribed_drugs: [
    {
      drug: DRUG_ID,
      dosage_instructions: 'Take one capsule three times a day until all are taken.',
      quantity: 20,
      quantity_unit: null,
      repeats: 0,
      repeat_interval_days: null,
      dose: {
        amount: 1,
        unit: 'capsule',
        times_per_day: 3,
        every_hours: null,
        on_days: [],
        as_needed: false,
        max_per_day: null,
      },
      authority_code: null,
      streamlined_code: null,
      no_substitution: false,
    },
  ],
  prescribed_supplier_products: [
    {
      product: '8f6a2b3c-4d5e-4f60-9a7b-8c9d0e1f2a3b',
      dosage: 'Take 0.25 mL twice a day.',
      instructions: 'Hold it under the tongue for a minute, then swallow.',
      quantity: 1,
      repeats: 0,
      repeat_interval_days: null,
      authority_code: null,
      approval: null,
      approval_number: 'MC26-012345',
    },
  ],
  notes: null,
  note_to_pharmacist: null,
  scheme: 'private',
  consultation_mode: 'video',
  chat_only_reason: null,
  monitoring_check: null,
  state_approval_number: null,
  special_handling: null,
  version: 1,
  created_at: '2026-11-29T03:10:00.000Z',
  updated_at: '2026-11-29T03:10:00.000Z',
};

export const EVENT: PrescriptionEventView = {
  event: 'issued',
  at: '2026-11-29T03:15:00.000Z',
  by: DOCTOR_ID,
  reason: null,
};

export const EMAIL_LOG: EmailLogView = {
  recipient: 'patient1@demo.keepwell.invalid',
  subject: 'A document from Keepwell Clinic is ready for you',
  status: 'sent',
  sent_at: '2026-11-29T03:15:01.800Z',
  opened_at: null,
  downloaded_at: null,
};

export const RESENT: ResentAnswer = { sent: true };
