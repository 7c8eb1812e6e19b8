import { medicine, type StarterItem } from '../starter-medicine.js';

const ACID = { with: ['Methotrexate', 'Medicines that need acid to be absorbed'], pregnancy: 'B3' } as const;
const RETINOID = {
  avoid: ['Pregnancy, or a chance of it', 'Breastfeeding', 'Tetracyclines'],
  with: ['Tetracyclines', 'Vitamin A'],
  pregnancy: 'X',
} as const;

/** Of airways, allergy, stomach, skin and eye. */
export const STARTER_OTHER: readonly StarterItem[] = [
  medicine(
    'salbutamol',
    'R03AC02',
    ['100 microgram/dose | metered dose inhaler | 200', '100 microgram/dose | metered dose inhaler | 200 | Ventolin'],
    { dosage: '1 to 2 puffs every 4 hours when needed', with: ['Beta-blockers'], pregnancy: 'A' },
  ),
  medicine(
    'salbutamol',
    'R03AC02',
    ['2.5 mg/2.5 mL | nebuliser solution | 30', '5 mg/2.5 mL | nebuliser solution | 30'],
    { dosage: '2.5 to 5 mg every 4 to 6 hours when needed', with: ['Beta-blockers'], pregnancy: 'A' },
  ),
  medicine(
    'budesonide + formoterol',
    'R03AK07',
    [
      '100 microgram/dose + 6 microgram/dose | dry powder inhaler | 120',
      '200 microgram/dose + 6 microgram/dose | dry powder inhaler | 120',
      '200 microgram/dose + 6 microgram/dose | dry powder inhaler | 120 | Symbicort Turbuhaler',
    ],
    { dosage: '1 to 2 inhalations twice daily; rinse the mouth after it', with: ['Beta-blockers'], pregnancy: 'B3' },
  ),
  medicine(
    'fluticasone propionate + salmeterol',
    'R03AK06',
    [
      '125 microgram/dose + 25 microgram/dose | metered dose inhaler | 120',
      '250 microgram/dose + 50 microgram/dose | dry powder inhaler | 60',
      '125 microgram/dose + 25 microgram/dose | metered dose inhaler | 120 | Seretide',
    ],
    {
      dosage: '1 to 2 inhalations twice daily; rinse the mouth after it',
      with: ['Beta-blockers', 'Itraconazole'],
      pregnancy: 'B3',
    },
  ),
  medicine('fluticasone propionate', 'R03BA05', ['125 microgram/dose | metered dose inhaler | 120'], {
    dosage: '1 to 2 inhalations twice daily; rinse the mouth after it',
    with: ['Itraconazole'],
    pregnancy: 'B3',
  }),
  medicine(
    'budesonide',
    'R03BA02',
    ['200 microgram/dose | dry powder inhaler | 200', '400 microgram/dose | dry powder inhaler | 200'],
    { dosage: '200 to 400 microgram twice daily; rinse the mouth after it', with: ['Itraconazole'], pregnancy: 'A' },
  ),
  medicine(
    'tiotropium',
    'R03BB04',
    ['2.5 microgram/dose | soft mist inhaler | 60', '2.5 microgram/dose | soft mist inhaler | 60 | Spiriva Respimat'],
    { dosage: '2 puffs once daily', pregnancy: 'B1' },
  ),
  medicine(
    'montelukast',
    'R03DC03',
    ['4 mg | chewable tablet | 28', '5 mg | chewable tablet | 28', '10 mg | tablet | 28'],
    { most: [10, 'mg'], dosage: '10 mg at night; look out for changes of mood', pregnancy: 'B1' },
  ),
  medicine('pseudoephedrine', 'R01BA02', ['60 mg | tablet | 12'], {
    most: [240, 'mg'],
    dosage: '60 mg every 4 to 6 hours',
    avoid: ['MAO inhibitors now or in the last 14 days', 'Severe high blood pressure'],
    with: ['MAO inhibitors'],
    pregnancy: 'B2',
  }),
  medicine('cetirizine', 'R06AE07', ['10 mg | tablet | 30', '10 mg | tablet | 30 | Zyrtec'], {
    most: [10, 'mg'],
    dosage: '10 mg once daily',
    with: ['Alcohol', 'Sedatives'],
    pregnancy: 'B2',
  }),
  medicine('loratadine', 'R06AX13', ['10 mg | tablet | 30', '10 mg | tablet | 30 | Claratyne'], {
    most: [10, 'mg'],
    dosage: '10 mg once daily',
    pregnancy: 'B1',
  }),
  medicine(
    'pantoprazole',
    'A02BC02',
    [
      '20 mg | enteric coated tablet | 30',
      '40 mg | enteric coated tablet | 30',
      '40 mg | enteric coated tablet | 30 | Somac',
    ],
    { most: [80, 'mg'], dosage: '20 to 40 mg once daily', ...ACID },
  ),
  medicine(
    'esomeprazole',
    'A02BC05',
    [
      '20 mg | enteric coated tablet | 30',
      '40 mg | enteric coated tablet | 30',
      '40 mg | enteric coated tablet | 30 | Nexium',
    ],
    { most: [80, 'mg'], dosage: '20 to 40 mg once daily', ...ACID, with: [...ACID.with, 'Clopidogrel'] },
  ),
  medicine('omeprazole', 'A02BC01', ['20 mg | enteric coated capsule | 30'], {
    most: [40, 'mg'],
    dosage: '20 mg once daily',
    ...ACID,
    with: [...ACID.with, 'Clopidogrel'],
  }),
  medicine(
    'ondansetron',
    'A04AA01',
    [
      '4 mg | tablet | 10',
      '8 mg | tablet | 10',
      '4 mg | orally disintegrating tablet | 10',
      '8 mg | orally disintegrating tablet | 10',
    ],
    {
      dosage: '4 to 8 mg every 8 to 12 hours',
      avoid: ['Prolonged QT interval'],
      with: ['Medicines that prolong the QT interval', 'SSRIs'],
      pregnancy: 'B1',
    },
  ),
  medicine('domperidone', 'A03FA03', ['10 mg | tablet | 25', '10 mg | tablet | 25 | Motilium'], {
    most: [30, 'mg'],
    dosage: '10 mg up to three times daily, for at most a week',
    avoid: ['Prolonged QT interval', 'Clarithromycin or itraconazole'],
    with: ['Medicines that prolong the QT interval', 'Clarithromycin'],
    pregnancy: 'B2',
  }),
  medicine(
    'isotretinoin',
    'D10BA01',
    ['10 mg | capsule | 60', '20 mg | capsule | 60', '20 mg | capsule | 60 | Roaccutane'],
    { dosage: '0.5 to 1 mg for each kg of body weight daily, with food', ...RETINOID },
  ),
  medicine('acitretin', 'D05BB02', ['10 mg | capsule | 100', '25 mg | capsule | 100'], {
    most: [75, 'mg'],
    ...RETINOID,
    avoid: ['Pregnancy, or a chance of it within 3 years', 'Alcohol', 'Tetracyclines'],
  }),
  medicine('tretinoin', 'D10AD01', ['0.05% | cream | 50 g', '0.025% | cream | 50 g'], {
    dosage: 'Thinly at night',
    avoid: ['Pregnancy'],
    pregnancy: 'D',
  }),
  medicine('betamethasone dipropionate', 'D07AC01', ['0.05% | cream | 15 g', '0.05% | ointment | 15 g'], {
    dosage: 'Thinly once or twice daily, for a short time',
    avoid: ['Infected skin', 'Rosacea'],
    pregnancy: 'A',
  }),
  medicine('latanoprost', 'S01EE01', ['50 microgram/mL | eye drops | 2 mL'], {
    dosage: '1 drop at night',
    pregnancy: 'B3',
  }),
  medicine('timolol', 'S01ED01', ['0.25% | eye drops | 5 mL', '0.5% | eye drops | 5 mL'], {
    dosage: '1 drop twice daily',
    avoid: ['Asthma', 'Slow pulse or heart block'],
    with: ['Verapamil', 'Beta-blockers'],
    pregnancy: 'C',
  }),
].flat();
