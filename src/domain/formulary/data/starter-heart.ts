import { medicine, type StarterItem } from '../starter-medicine.js';

const STATIN = {
  avoid: ['Active liver disease', 'Pregnancy'],
  with: ['Clarithromycin', 'Itraconazole', 'Colchicine'],
  pregnancy: 'D',
} as const;
const ON_RENIN = {
  avoid: ['Pregnancy', 'Angioedema after such a medicine'],
  with: ['Potassium and spironolactone', 'NSAIDs with a diuretic', 'Lithium'],
  pregnancy: 'D',
} as const;
const BETA_BLOCKER = {
  avoid: ['Asthma', 'Slow pulse or heart block'],
  with: ['Verapamil', 'Diltiazem', 'Clonidine'],
  pregnancy: 'C',
} as const;
const ANTICOAGULANT = {
  avoid: ['Active bleeding'],
  with: ['NSAIDs', 'Antiplatelets', 'SSRIs'],
  pregnancy: 'C',
} as const;

const NITRATE = {
  avoid: ['Sildenafil, tadalafil or vardenafil'],
  with: ['Sildenafil', 'Tadalafil'],
  pregnancy: 'B2',
} as const;

/** Of heart, vessels and blood. */
export const STARTER_HEART: readonly StarterItem[] = [
  medicine(
    'atorvastatin',
    'C10AA05',
    [
      '10 mg | tablet | 30',
      '20 mg | tablet | 30',
      '40 mg | tablet | 30',
      '80 mg | tablet | 30',
      '20 mg | tablet | 30 | Lipitor',
    ],
    { most: [80, 'mg'], dosage: '10 to 80 mg once daily', ...STATIN },
  ),
  medicine(
    'rosuvastatin',
    'C10AA07',
    [
      '5 mg | tablet | 30',
      '10 mg | tablet | 30',
      '20 mg | tablet | 30',
      '40 mg | tablet | 30',
      '10 mg | tablet | 30 | Crestor',
    ],
    { most: [40, 'mg'], dosage: '5 to 20 mg once daily', ...STATIN, with: ['Ciclosporin', 'Antacids', 'Warfarin'] },
  ),
  medicine('simvastatin', 'C10AA01', ['20 mg | tablet | 30', '40 mg | tablet | 30'], {
    most: [80, 'mg'],
    dosage: '10 to 40 mg at night',
    ...STATIN,
    avoid: [...STATIN.avoid, 'Clarithromycin, erythromycin or itraconazole'],
  }),
  medicine('ezetimibe', 'C10AX09', ['10 mg | tablet | 30'], {
    most: [10, 'mg'],
    dosage: '10 mg once daily',
    pregnancy: 'B3',
  }),
  medicine(
    'perindopril arginine',
    'C09AA04',
    ['5 mg | tablet | 30', '10 mg | tablet | 30', '5 mg | tablet | 30 | Coversyl'],
    { most: [10, 'mg'], dosage: '5 mg once daily', ...ON_RENIN },
  ),
  medicine('ramipril', 'C09AA05', ['2.5 mg | tablet | 30', '5 mg | tablet | 30', '10 mg | capsule | 30'], {
    most: [10, 'mg'],
    dosage: '2.5 to 5 mg once daily',
    ...ON_RENIN,
  }),
  medicine('irbesartan', 'C09CA04', ['75 mg | tablet | 30', '150 mg | tablet | 30', '300 mg | tablet | 30'], {
    most: [300, 'mg'],
    dosage: '150 mg once daily',
    ...ON_RENIN,
  }),
  medicine(
    'irbesartan + hydrochlorothiazide',
    'C09DA04',
    ['150 mg + 12.5 mg | tablet | 30', '300 mg + 12.5 mg | tablet | 30'],
    { dosage: '1 tablet once daily', ...ON_RENIN },
  ),
  medicine('candesartan cilexetil', 'C09CA06', ['8 mg | tablet | 30', '16 mg | tablet | 30', '32 mg | tablet | 30'], {
    most: [32, 'mg'],
    dosage: '8 mg once daily',
    ...ON_RENIN,
  }),
  medicine('telmisartan', 'C09CA07', ['40 mg | tablet | 28', '80 mg | tablet | 28', '40 mg | tablet | 28 | Micardis'], {
    most: [80, 'mg'],
    dosage: '40 mg once daily',
    ...ON_RENIN,
  }),
  medicine('amlodipine', 'C08CA01', ['5 mg | tablet | 30', '10 mg | tablet | 30', '5 mg | tablet | 30 | Norvasc'], {
    most: [10, 'mg'],
    dosage: '5 mg once daily',
    with: ['Simvastatin above 20 mg'],
    pregnancy: 'C',
  }),
  medicine('lercanidipine', 'C08CA13', ['10 mg | tablet | 28', '20 mg | tablet | 28'], {
    most: [20, 'mg'],
    dosage: '10 mg once daily before food',
    with: ['Itraconazole', 'Ciclosporin'],
    pregnancy: 'C',
  }),
  medicine('verapamil', 'C08DA01', ['80 mg | tablet | 100', '240 mg | modified release tablet | 30'], {
    most: [480, 'mg'],
    avoid: ['Heart block', 'Severe heart failure'],
    with: ['Beta-blockers', 'Digoxin', 'Simvastatin'],
    pregnancy: 'C',
  }),
  medicine(
    'diltiazem',
    'C08DB01',
    ['60 mg | tablet | 90', '180 mg | modified release capsule | 30', '240 mg | modified release capsule | 30'],
    {
      most: [360, 'mg'],
      avoid: ['Heart block', 'Severe heart failure'],
      with: ['Beta-blockers', 'Simvastatin'],
      pregnancy: 'C',
    },
  ),
  medicine('metoprolol tartrate', 'C07AB02', ['50 mg | tablet | 100', '100 mg | tablet | 60'], {
    most: [400, 'mg'],
    dosage: '50 to 100 mg once or twice daily',
    ...BETA_BLOCKER,
  }),
  medicine(
    'metoprolol succinate',
    'C07AB02',
    ['23.75 mg | modified release tablet | 15', '95 mg | modified release tablet | 30'],
    { most: [190, 'mg'], dosage: 'Heart failure: 23.75 mg once daily to begin with', ...BETA_BLOCKER },
  ),
  medicine('bisoprolol', 'C07AB07', ['2.5 mg | tablet | 28', '5 mg | tablet | 28', '10 mg | tablet | 28'], {
    most: [10, 'mg'],
    dosage: 'Heart failure: 1.25 mg once daily to begin with',
    ...BETA_BLOCKER,
  }),
  medicine('atenolol', 'C07AB03', ['50 mg | tablet | 30'], {
    most: [100, 'mg'],
    dosage: '25 to 50 mg once daily',
    ...BETA_BLOCKER,
  }),
  medicine(
    'propranolol',
    'C07AA05',
    ['10 mg | tablet | 100', '40 mg | tablet | 100', '40 mg | tablet | 100 | Inderal'],
    { most: [320, 'mg'], dosage: '10 to 40 mg two or three times daily', ...BETA_BLOCKER },
  ),
  medicine('furosemide', 'C03CA01', ['20 mg | tablet | 100', '40 mg | tablet | 100', '40 mg | tablet | 100 | Lasix'], {
    dosage: '20 to 40 mg in the morning',
    with: ['Lithium', 'Digoxin', 'NSAIDs'],
    pregnancy: 'C',
  }),
  medicine('hydrochlorothiazide', 'C03AA03', ['25 mg | tablet | 100'], {
    most: [50, 'mg'],
    dosage: '12.5 to 25 mg in the morning',
    with: ['Lithium', 'Digoxin', 'NSAIDs'],
    pregnancy: 'C',
  }),
  medicine('indapamide', 'C03BA11', ['1.5 mg | modified release tablet | 90'], {
    most: [1.5, 'mg'],
    dosage: '1.5 mg in the morning',
    with: ['Lithium', 'Digoxin'],
    pregnancy: 'C',
  }),
  medicine('indapamide', 'C03BA11', ['2.5 mg | tablet | 90'], {
    most: [2.5, 'mg'],
    dosage: '2.5 mg in the morning',
    with: ['Lithium', 'Digoxin'],
    pregnancy: 'C',
  }),
  medicine(
    'spironolactone',
    'C03DA01',
    ['25 mg | tablet | 100', '100 mg | tablet | 100', '25 mg | tablet | 100 | Aldactone'],
    {
      dosage: '25 mg once daily',
      avoid: ['High potassium', 'Severe kidney failure'],
      with: ['ACE inhibitors and sartans', 'Potassium', 'Trimethoprim'],
      pregnancy: 'B3',
    },
  ),
  medicine(
    'digoxin',
    'C01AA05',
    ['62.5 microgram | tablet | 200', '250 microgram | tablet | 100', '62.5 microgram | tablet | 200 | Lanoxin PG'],
    {
      dosage: '62.5 to 250 microgram once daily, by kidney function',
      with: ['Amiodarone', 'Verapamil', 'Clarithromycin'],
      pregnancy: 'A',
    },
  ),
  medicine('amiodarone', 'C01BD01', ['100 mg | tablet | 30', '200 mg | tablet | 30'], {
    avoid: ['Slow pulse or heart block', 'Disease of the thyroid'],
    with: ['Warfarin', 'Digoxin', 'Simvastatin', 'Medicines that prolong the QT interval'],
    pregnancy: 'C',
  }),
  medicine(
    'glyceryl trinitrate',
    'C01DA02',
    [
      '600 microgram | sublingual tablet | 100',
      '400 microgram/dose | sublingual spray | 200',
      '400 microgram/dose | sublingual spray | 200 | Nitrolingual',
    ],
    { dosage: 'Under the tongue at the onset of chest pain; call an ambulance when it stays', ...NITRATE },
  ),
  medicine('glyceryl trinitrate', 'C01DA02', ['5 mg | transdermal patch | 30'], {
    dosage: 'One patch on in the morning and off at night: 10 to 12 hours of each day without one',
    ...NITRATE,
  }),
  medicine(
    'isosorbide mononitrate',
    'C01DA14',
    ['60 mg | modified release tablet | 30', '120 mg | modified release tablet | 30'],
    {
      most: [120, 'mg'],
      dosage: '30 to 60 mg in the morning',
      avoid: ['Sildenafil, tadalafil or vardenafil'],
      with: ['Sildenafil', 'Tadalafil'],
      pregnancy: 'B2',
    },
  ),
  medicine(
    'warfarin',
    'B01AA03',
    [
      '1 mg | tablet | 50',
      '2 mg | tablet | 50',
      '5 mg | tablet | 50',
      '5 mg | tablet | 50 | Marevan',
      '5 mg | tablet | 50 | Coumadin',
    ],
    {
      dosage: 'By the INR; the two brands are not interchangeable',
      avoid: ['Active bleeding', 'Pregnancy'],
      with: ['NSAIDs', 'Metronidazole', 'Trimethoprim with sulfamethoxazole', 'Amiodarone'],
      pregnancy: 'D',
    },
  ),
  medicine('apixaban', 'B01AF02', ['2.5 mg | tablet | 60', '5 mg | tablet | 60', '5 mg | tablet | 60 | Eliquis'], {
    most: [20, 'mg'],
    dosage: '5 mg twice daily',
    ...ANTICOAGULANT,
  }),
  medicine(
    'rivaroxaban',
    'B01AF01',
    ['10 mg | tablet | 30', '15 mg | tablet | 28', '20 mg | tablet | 28', '20 mg | tablet | 28 | Xarelto'],
    { most: [30, 'mg'], dosage: '20 mg once daily with food', ...ANTICOAGULANT },
  ),
  medicine('clopidogrel', 'B01AC04', ['75 mg | tablet | 28', '75 mg | tablet | 28 | Plavix'], {
    dosage: '75 mg once daily',
    avoid: ['Active bleeding'],
    with: ['Omeprazole', 'Esomeprazole', 'NSAIDs'],
    pregnancy: 'B1',
  }),
  medicine('adrenaline', 'C01CA24', ['300 microgram | prefilled pen | 1']),
  medicine('noradrenaline', 'C01CA03', ['1 mg/mL | injection | 5']),
].flat();
