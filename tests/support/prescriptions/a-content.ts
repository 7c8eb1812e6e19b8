import { CONTENT_FORMAT, type PrescriptionContent } from '../../../src/domain/prescriptions/content.js';

/** What a prescription of one Schedule 4 medicine says. */
export function aContent(changes: Partial<PrescriptionContent> = {}): PrescriptionContent {
  return {
    format: CONTENT_FORMAT,
    id: '0b9f6a51-2f6f-4c1e-9f5f-6a1f4f1f0c11',
    number: 'RX2026000123',
    legalForm: 'patient_copy',
    scheme: 'private',
    issuedAt: '2026-11-20T03:15:00.000Z',
    issuedOn: '2026-11-20',
    validUntil: '2027-11-19',
    timeZone: 'Australia/Sydney',
    clinic: { name: 'Test Clinic', address: ['1 Example Street', 'Sydney NSW 2000'], phone: '+61291234567' },
    prescriber: {
      id: '5d1c4c8e-8d0c-4f0e-8a61-0a5b9f1d2c33',
      name: 'Dr Testilda Doctorovic',
      qualifications: 'MBBS',
      identifiers: [{ label: 'Registration', value: 'MED0001234567' }],
    },
    patient: {
      id: 'a3c2b1d0-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
      name: 'Testilda Patientova',
      birthDate: '1980-05-17',
      address: ['2 Example Road', 'Newtown NSW 2042'],
      identifiers: [],
    },
    items: [
      {
        id: '7e6d5c4b-3a29-4817-a6f5-e4d3c2b1a099',
        drug: {
          id: '11111111-2222-4333-8444-555555555555',
          version: 1,
          name: 'Amoxicillin 500 mg capsule',
          genericName: 'Amoxicillin',
          brandName: null,
          activeIngredient: 'amoxicillin',
          strength: '500 mg',
          form: 'capsule',
          route: 'oral',
          manufacturer: null,
          pbsCode: null,
          schedule: 'S4',
        },
        directions: 'Take one capsule three times a day until all are taken.',
        quantity: 20,
        quantityText: '20 (twenty) capsules',
        repeats: 0,
        repeatsText: '0 (nil)',
        repeatIntervalDays: null,
        authorityCode: null,
        streamlinedCode: null,
        noSubstitution: false,
      },
    ],
    marks: [],
    handwriting: false,
    noteToPharmacist: null,
    supersedes: null,
    ...changes,
  };
}
