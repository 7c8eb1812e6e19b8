import { randomBytes, randomUUID } from 'node:crypto';

let ordinal = 0;

/** A prescription that was issued and supplied, with everything that hangs on it, a draft, and an approval. */
export function prescriptionRows(of: {
  readonly clinic: string;
  readonly patient: string;
  readonly doctor: string;
  readonly appointment: string;
}): readonly (readonly [string, Record<string, unknown>])[] {
  const [id, item, certificate] = [randomUUID(), randomUUID(), randomUUID()];
  ordinal += 1;
  const now = new Date();
  const whose = { clinic_id: of.clinic, patient_id: of.patient, doctor_id: of.doctor };
  const terms = { issued_on: '2026-11-20', valid_until: '2027-11-19' };
  const limits = { repeats: 1, interval_days: 7 };
  const sha = 'a'.repeat(64);
  return [
    [
      'signing_certificates',
      {
        ...{
          id: certificate,
          kind: 'doctor',
          doctor_id: of.doctor,
          generation: 1,
          holder: 'H',
          issuer: 'I',
          chain: 'C',
        },
        ...{ fingerprint: randomBytes(32).toString('hex'), not_before: now, not_after: new Date(now.getTime() + 1) },
        ...{ mac: Buffer.alloc(16), created_at: now },
      },
    ],
    ['signing_keys', { certificate_id: certificate, private_key_sealed: 'k.x' }],
    ['subjects', { id, kind: 'prescription', clinic_id: of.clinic }],
    [
      'prescription_requests',
      {
        ...whose,
        id,
        appointment_id: of.appointment,
        body_hash: 'h',
        operation_id: `${id}/issue`,
        issued_at: now,
        run_id: 'r',
      },
    ],
    [
      'prescriptions',
      {
        ...{ ...whose, ...terms, id, request_id: id, position: 0, appointment_id: of.appointment },
        ...{ year: 2026, ordinal, number: `RX2026${String(ordinal).padStart(6, '0')}` },
        ...{ legal_form: 'patient_copy', scheme: 'private', schedule: 'S4', issued_at: now, timezone: 'UTC' },
        ...{ content_sealed: 'k.x', content_sha256: sha, jws: 'a..b', certificate_id: certificate },
        ...{ code_sealed: 'k.x', code_hash: randomUUID(), details_sealed: 'k.x' },
      },
    ],
    [
      'prescription_items',
      {
        ...{ ...terms, ...limits, id: item, prescription_id: id, position: 0, drug_id: randomUUID(), drug_version: 1 },
        ...{ schedule: 'S4', quantity: 20 },
      },
    ],
    [
      'prescription_documents',
      { prescription_id: id, name: `prescriptions/${id}`, sha256: sha, size: 1, made_at: now },
    ],
    [
      'prescription_events',
      { id: randomUUID(), prescription_id: id, operation_id: 'o', event: 'issued', happened_at: now },
    ],
    [
      'dispensings',
      {
        ...{ ...terms, ...limits, id: randomUUID(), request_id: randomUUID(), prescription_id: id, item_id: item },
        ...{ supply_no: 1, dispensed_on: '2026-11-21', pharmacy_name: 'P', pharmacist_sealed: 'k.x' },
        ...{ patient_identity_checked: true, recorded_at: now },
      },
    ],
    ['prescription_drafts', { ...whose, id: randomUUID(), request_sealed: 'k.x', created_at: now, updated_at: now }],
    [
      'cannabis_approvals',
      {
        ...{ ...whose, id: randomUUID(), access_path: 'sas_b', approval_ref_sealed: 'k.x', category: 1 },
        ...{ dose_form: 'capsule', indication_sealed: 'k.x', approved_on: '2026-11-20', expires_on: '2027-11-19' },
        ...{ recorded_by: of.doctor, recorded_at: now },
      },
    ],
    ['given_up_prescriptions', { request_id: randomUUID(), run_id: 'r' }],
  ];
}
