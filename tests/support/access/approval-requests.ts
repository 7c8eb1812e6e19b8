import type { Records } from './scene.js';

const APPROVED = {
  access_path: 'sas_b',
  approval_ref: 'WALK',
  category: 1,
  dose_form: 'oral_liquid',
  indication: 'Walk',
  approved_on: '2026-01-01',
  expires_on: '2099-12-31',
};
const whose = ({ clinicId, patient, doctor }: Records) => ({ clinicId, patientId: patient, doctorId: doctor });

/** To each operation about approvals of medicinal cannabis, by its id. */
export const APPROVAL_REQUESTS = {
  listApprovals: () => ({}),
  // Whoever may break the glass knows of the patient.
  createApproval: (records: Records) => ({
    names: whose(records),
    seenBy: 'patients:break-glass' as const,
    body: { ...APPROVED, patient: records.patient, doctor: records.doctor },
  }),
  // On no day of its own: it stays for those who walk next.
  withdrawApproval: (records: Records) => ({
    path: { id: records.approval },
    names: whose(records),
    body: { withdrawn_on: '1999-12-31', reason: 'Walk' },
  }),
};
