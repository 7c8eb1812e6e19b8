import { DOCTOR_ID, PATIENT_ID } from '../http/example-values.js';
import type { ApprovalView } from './approvals-responses.js';

export const APPROVAL: ApprovalView = {
  id: '7e5f1a2b-3c4d-4e5f-8a6b-9c0d1e2f3a4b',
  access_path: 'sas_b',
  approval_ref: 'MC26-012345',
  doctor: DOCTOR_ID,
  patient: PATIENT_ID,
  category: 1,
  dose_form: 'oral_liquid',
  indication: 'Chronic pain that other medicines do not relieve',
  approved_on: '2026-11-20',
  expires_on: '2028-11-19',
  withdrawn_on: null,
  reason: null,
  active: true,
  created_at: '2026-11-21T09:00:00.000Z',
};

export const WITHDRAWN: ApprovalView = {
  id: '8f6a2b3c-4d5e-4f6a-8b7c-0d1e2f3a4b5c',
  access_path: 'authorised_prescriber',
  approval_ref: 'AP-2026-00417',
  doctor: DOCTOR_ID,
  patient: null,
  category: 5,
  dose_form: 'dried_herb',
  indication: 'Nausea after chemotherapy',
  approved_on: '2026-03-01',
  expires_on: '2031-02-28',
  withdrawn_on: '2026-12-01',
  reason: 'The doctor no longer treats such patients',
  active: false,
  created_at: '2026-03-02T01:30:00.000Z',
};
