import { medicine, type StarterItem } from '../starter-medicine.js';

const PILL = {
  dosage: '1 tablet at the same time every day',
  avoid: ['A clot now or in the past', 'Migraine with aura', 'Smoking from 35 years'],
  with: ['Carbamazepine', 'Rifampicin', 'Lamotrigine'],
  pregnancy: 'B3',
} as const;
const INSULIN = {
  dosage: 'By the glucose in blood',
  avoid: ['Low glucose in blood'],
  with: ['Other medicines for diabetes', 'Beta-blockers', 'Corticosteroids'],
} as const;

const METFORMIN = {
  avoid: ['Severe kidney failure', 'Lactic acidosis'],
  with: ['Iodinated contrast', 'Alcohol'],
  pregnancy: 'C',
} as const;
const GLICLAZIDE = {
  avoid: ['Diabetes type 1', 'Severe kidney or liver failure'],
  with: ['Fluconazole', 'Alcohol'],
  pregnancy: 'C',
} as const;

/** Of metabolism and hormones. */
export const STARTER_HORMONES: readonly StarterItem[] = [
  medicine(
    'metformin',
    'A10BA02',
    ['500 mg | tablet | 100', '1000 mg | tablet | 90', '500 mg | tablet | 100 | Diabex'],
    { most: [3, 'g'], dosage: '500 mg once or twice daily with food to begin with', ...METFORMIN },
  ),
  medicine(
    'metformin',
    'A10BA02',
    ['500 mg | modified release tablet | 120', '1000 mg | modified release tablet | 60'],
    { most: [2, 'g'], dosage: '500 mg once daily with the evening meal to begin with', ...METFORMIN },
  ),
  medicine(
    'gliclazide',
    'A10BB09',
    [
      '30 mg | modified release tablet | 100',
      '60 mg | modified release tablet | 60',
      '30 mg | modified release tablet | 100 | Diamicron MR',
    ],
    { most: [120, 'mg'], dosage: '30 mg once daily with breakfast to begin with', ...GLICLAZIDE },
  ),
  medicine('gliclazide', 'A10BB09', ['80 mg | tablet | 100'], {
    most: [320, 'mg'],
    dosage: '40 mg once or twice daily with food to begin with',
    ...GLICLAZIDE,
  }),
  medicine(
    'empagliflozin',
    'A10BK03',
    ['10 mg | tablet | 30', '25 mg | tablet | 30', '10 mg | tablet | 30 | Jardiance'],
    {
      most: [25, 'mg'],
      dosage: '10 mg once daily',
      avoid: ['Ketoacidosis', 'Diabetes type 1'],
      with: ['Insulin', 'Sulfonylureas', 'Diuretics'],
      pregnancy: 'D',
    },
  ),
  medicine('dapagliflozin', 'A10BK01', ['10 mg | tablet | 28', '10 mg | tablet | 28 | Forxiga'], {
    most: [10, 'mg'],
    dosage: '10 mg once daily',
    avoid: ['Ketoacidosis', 'Diabetes type 1'],
    with: ['Insulin', 'Sulfonylureas', 'Diuretics'],
    pregnancy: 'D',
  }),
  medicine(
    'sitagliptin',
    'A10BH01',
    ['25 mg | tablet | 28', '50 mg | tablet | 28', '100 mg | tablet | 28', '100 mg | tablet | 28 | Januvia'],
    { most: [100, 'mg'], dosage: '100 mg once daily, less by kidney function', pregnancy: 'B3' },
  ),
  medicine('semaglutide', 'A10BJ06', ['1.34 mg/mL | prefilled pen | 1', '1.34 mg/mL | prefilled pen | 1 | Ozempic'], {
    dosage: '0.25 mg once a week to begin with',
    with: ['Insulin', 'Sulfonylureas'],
    pregnancy: 'D',
  }),
  medicine(
    'insulin glargine',
    'A10AE04',
    [
      '100 units/mL | prefilled pen | 5',
      '300 units/mL | prefilled pen | 5',
      '100 units/mL | prefilled pen | 5 | Lantus',
    ],
    INSULIN,
  ),
  medicine(
    'insulin aspart',
    'A10AB05',
    ['100 units/mL | prefilled pen | 5', '100 units/mL | prefilled pen | 5 | NovoRapid'],
    INSULIN,
  ),
  medicine(
    'insulin lispro',
    'A10AB04',
    ['100 units/mL | prefilled pen | 5', '100 units/mL | prefilled pen | 5 | Humalog'],
    INSULIN,
  ),
  medicine(
    'levothyroxine',
    'H03AA01',
    [
      '50 microgram | tablet | 200',
      '75 microgram | tablet | 200',
      '100 microgram | tablet | 200',
      '100 microgram | tablet | 200 | Eutroxsig',
    ],
    {
      dosage: 'By TSH; on an empty stomach',
      avoid: ['Untreated thyrotoxicosis'],
      with: ['Iron', 'Calcium', 'Warfarin'],
      pregnancy: 'A',
    },
  ),
  medicine('carbimazole', 'H03BB01', ['5 mg | tablet | 200'], {
    avoid: ['Bone marrow disorder after it'],
    with: ['Warfarin'],
    pregnancy: 'C',
  }),
  medicine('prednisolone', 'H02AB06', ['5 mg | tablet | 60', '25 mg | tablet | 30', '5 mg/mL | oral liquid | 30 mL'], {
    dosage: '5 to 50 mg in the morning with food, for as short as possible',
    with: ['NSAIDs', 'Medicines for diabetes', 'Live vaccines'],
    pregnancy: 'A',
  }),
  medicine('prednisone', 'H02AB07', ['5 mg | tablet | 60', '25 mg | tablet | 30'], {
    dosage: '5 to 50 mg in the morning with food, for as short as possible',
    with: ['NSAIDs', 'Medicines for diabetes', 'Live vaccines'],
    pregnancy: 'A',
  }),
  medicine('dexamethasone', 'H02AB02', ['0.5 mg | tablet | 30', '4 mg | tablet | 30'], {
    with: ['NSAIDs', 'Medicines for diabetes', 'Live vaccines'],
    pregnancy: 'A',
  }),
  medicine(
    'ethinylestradiol + levonorgestrel',
    'G03AA07',
    [
      '30 microgram + 150 microgram | tablet | 112',
      '20 microgram + 100 microgram | tablet | 84',
      '30 microgram + 150 microgram | tablet | 112 | Levlen ED',
    ],
    PILL,
  ),
  medicine(
    'ethinylestradiol + drospirenone',
    'G03AA12',
    ['30 microgram + 3 mg | tablet | 84', '30 microgram + 3 mg | tablet | 84 | Yasmin'],
    PILL,
  ),
  medicine(
    'estradiol',
    'G03CA03',
    [
      '2 mg | tablet | 56',
      '50 microgram/day | transdermal patch | 8',
      '50 microgram/day | transdermal patch | 8 | Estradot',
    ],
    {
      avoid: ['Breast cancer now or in the past', 'A clot now or in the past', 'Bleeding that is not explained'],
      pregnancy: 'B3',
    },
  ),
  medicine(
    'medroxyprogesterone',
    'G03AC06',
    ['150 mg/mL | injection | 1', '150 mg/mL | injection | 1 | Depo-Provera'],
    { dosage: '150 mg into a muscle every 12 weeks', avoid: ['Breast cancer now or in the past'] },
  ),
  medicine('norethisterone', 'G03DC02', ['5 mg | tablet | 30'], {
    dosage: '5 mg two or three times daily, for some days',
    pregnancy: 'D',
  }),
  medicine('alendronate', 'M05BA04', ['70 mg | tablet | 4'], {
    dosage: '70 mg once a week on an empty stomach, upright with water',
    avoid: ['Disease of the gullet', 'Low calcium'],
    with: ['Calcium', 'NSAIDs'],
    pregnancy: 'B3',
  }),
  medicine(
    'sildenafil',
    'G04BE03',
    ['25 mg | tablet | 4', '50 mg | tablet | 4', '100 mg | tablet | 4', '50 mg | tablet | 4 | Viagra'],
    {
      most: [100, 'mg'],
      dosage: '50 mg one hour before, at most once a day',
      avoid: ['Nitrates', 'Unstable heart disease'],
      with: ['Nitrates', 'Alpha-blockers', 'Clarithromycin'],
      pregnancy: 'B1',
    },
  ),
  medicine(
    'tadalafil',
    'G04BE08',
    ['5 mg | tablet | 28', '10 mg | tablet | 4', '20 mg | tablet | 4', '20 mg | tablet | 4 | Cialis'],
    {
      most: [20, 'mg'],
      dosage: '10 to 20 mg, at most once a day',
      avoid: ['Nitrates', 'Unstable heart disease'],
      with: ['Nitrates', 'Alpha-blockers', 'Clarithromycin'],
      pregnancy: 'B1',
    },
  ),
  medicine('finasteride', 'G04CB01', ['1 mg | tablet | 28', '5 mg | tablet | 30'], {
    most: [5, 'mg'],
    dosage: 'Prostate: 5 mg once daily; hair loss: 1 mg once daily',
    avoid: ['Women who are or may become pregnant, handling of broken tablets included'],
    pregnancy: 'X',
  }),
  medicine(
    'tamsulosin',
    'G04CA02',
    ['400 microgram | modified release tablet | 30', '400 microgram | modified release tablet | 30 | Flomaxtra'],
    {
      most: [400, 'microgram'],
      dosage: '400 microgram once daily',
      avoid: ['Fainting on standing up'],
      with: ['Sildenafil', 'Other alpha-blockers'],
      pregnancy: 'B2',
    },
  ),
  medicine('colecalciferol', 'A11CC05', ['25 microgram | capsule | 100']),
].flat();
