import type { PrescriptionContent } from '../../../src/domain/prescriptions/content.js';
import { aContent } from './a-content.js';

/** A Schedule 8 medicine for a patient in New South Wales, with everything that a prescription can say. */
export function aSchedule8Content(changes: Partial<PrescriptionContent> = {}): PrescriptionContent {
  const [item] = aContent().items;
  if (!item?.drug) throw new Error('the content has no item');
  return aContent({
    number: 'RX2026000124',
    scheme: 'pbs',
    validUntil: '2027-05-19',
    clinic: {
      name: 'Harbour Street Telehealth Clinic',
      address: ['Suite 4, 18 Harbour Street', 'Sydney NSW 2000'],
      phone: '+61 2 5550 1234',
    },
    prescriber: {
      ...aContent().prescriber,
      qualifications: 'MBBS (Sydney), FRACGP',
      identifiers: [
        { label: 'Registration', value: 'MED0001234567' },
        { label: 'Prescriber number', value: '1234567' },
      ],
    },
    patient: { ...aContent().patient, identifiers: [{ label: 'Medicare number', value: '2123 45670 1' }] },
    items: [
      {
        ...item,
        drug: {
          ...item.drug,
          name: 'Oxycodone hydrochloride 5 mg tablet',
          genericName: 'Oxycodone',
          brandName: 'Endone',
          activeIngredient: 'oxycodone hydrochloride',
          strength: '5 mg',
          form: 'tablet',
          manufacturer: 'Example Pharma',
          pbsCode: '2622B',
          schedule: 'S8',
        },
        directions: 'Take one tablet every six hours when needed for severe pain. No more than four tablets in a day.',
        quantity: 20,
        quantityText: '20 (twenty) tablets',
        repeats: 2,
        repeatsText: '2 (two)',
        repeatIntervalDays: 14,
        authorityCode: 'A1234567',
        streamlinedCode: '6042',
        noSubstitution: true,
      },
    ],
    marks: ['State approval number NSW-12345'],
    handwriting: true,
    noteToPharmacist: 'Please supply in a child-resistant container.\nTelephone before supplying early.',
    supersedes: 'RX2026000100',
    ...changes,
  });
}
