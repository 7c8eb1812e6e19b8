import { randomUUID } from 'node:crypto';

/** An allergy of a patient, and what was said of the patient's lists. */
export function recordRows(of: {
  readonly clinic: string;
  readonly patient: string;
  readonly doctor: string;
}): readonly (readonly [string, Record<string, unknown>])[] {
  const whose = { id: randomUUID(), clinic_id: of.clinic, patient_id: of.patient };
  const entry = { entry_id: randomUUID(), version: 1, kind: 'allergy', status: 'active', content_sealed: 'k.x' };
  const now = new Date();
  return [
    ['record_entries', { ...whose, ...entry, recorded_by: of.doctor, recorded_at: now }],
    ['record_statements', { ...whose, number: 1, kind: 'medicines_reviewed', made_by: of.doctor, made_at: now }],
  ];
}
