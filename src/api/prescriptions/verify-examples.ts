import type { VerificationAnswer } from './verify-responses.js';

export const VERIFICATION: VerificationAnswer = {
  verification_result: {
    valid: true,
    prescription_number: 'RX2026000123',
    status: 'active',
    legal_form: 'patient_copy',
    notice:
      'A pharmacy cannot supply from the patient’s copy alone. Supply from the form that the prescriber has signed by hand, and compare it with what stands here.',
    issued_date: '2026-12-01',
    valid_until: '2027-11-30',
    doctor: 'Sarah Wilson',
    medical_registration: 'MED0001234567',
    clinic: 'Riverside Clinic',
    clinic_phone: '+61291234567',
    patient: 'A. J., 1980',
    digital_signature_valid: true,
    content_sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    document_sha256: '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752',
    signer: { name: 'Sarah Wilson', issuer: 'Keepwell clinic.example', not_after: '2036-12-01T00:00:00.000Z' },
    remaining_repeats: 1,
    superseded_by: null,
    drugs: [
      {
        name: 'Amoxicillin 500 mg capsule',
        strength: '500 mg',
        form: 'capsule',
        quantity: 20,
        quantity_text: '20 (twenty) capsules',
        dosage_instructions: 'Take one capsule three times a day until all are taken.',
        repeats: 1,
        repeat_interval_days: 20,
        remaining_repeats: 1,
        dispensed: true,
        supplies: [{ supply_no: 1, dispensed_date: '2026-12-02' }],
        supply_allowed_now: false,
        next_supply_from: '2026-12-22',
      },
    ],
  },
};
