import { medicine, type StarterItem } from '../starter-medicine.js';

const SEDATIVE = {
  avoid: ['Severe breathing problems', 'Sleep apnoea', 'Myasthenia gravis'],
  with: ['Opioids', 'Alcohol', 'Other sedatives'],
  pregnancy: 'C',
} as const;
const SSRI = {
  avoid: ['MAO inhibitors now or in the last 14 days'],
  with: ['Tramadol', 'Triptans', 'NSAIDs and anticoagulants: bleeding'],
  pregnancy: 'C',
} as const;
const MAOI = {
  avoid: ['SSRIs, SNRIs and tricyclics', 'Tramadol and pethidine', 'Amfetamines', 'Food rich in tyramine'],
  with: ['SSRIs and SNRIs', 'Tramadol', 'Pethidine', 'Amfetamines'],
} as const;

/** Of mind, sleep and nerves. */
export const STARTER_MIND: readonly StarterItem[] = [
  medicine('alprazolam', 'N05BA12', ['0.5 mg | tablet | 50', '1 mg | tablet | 50'], {
    dosage: '0.25 to 0.5 mg three times daily, for a short time',
    ...SEDATIVE,
  }),
  medicine('flunitrazepam', 'N05CD03', ['1 mg | tablet | 30'], SEDATIVE),
  medicine('diazepam', 'N05BA01', ['2 mg | tablet | 50', '5 mg | tablet | 50', '5 mg | tablet | 50 | Valium'], {
    dosage: '2 to 5 mg up to three times daily, for a short time',
    ...SEDATIVE,
  }),
  medicine('temazepam', 'N05CD07', ['10 mg | tablet | 25'], {
    most: [20, 'mg'],
    dosage: '10 to 20 mg before sleep, for a short time',
    ...SEDATIVE,
  }),
  medicine('oxazepam', 'N05BA04', ['15 mg | tablet | 25', '30 mg | tablet | 25'], {
    dosage: '7.5 to 30 mg up to four times daily, for a short time',
    ...SEDATIVE,
  }),
  medicine('clonazepam', 'N03AE01', ['0.5 mg | tablet | 100', '2 mg | tablet | 100'], SEDATIVE),
  medicine('zolpidem', 'N05CF02', ['10 mg | tablet | 14', '10 mg | tablet | 14 | Stilnox'], {
    most: [10, 'mg'],
    dosage: '5 to 10 mg immediately before bed, at most 4 weeks',
    ...SEDATIVE,
    pregnancy: 'B3',
  }),
  medicine('zopiclone', 'N05CF01', ['7.5 mg | tablet | 30', '7.5 mg | tablet | 30 | Imovane'], {
    most: [7.5, 'mg'],
    dosage: '3.75 to 7.5 mg before bed, at most 4 weeks',
    ...SEDATIVE,
  }),
  medicine(
    'melatonin',
    'N05CH01',
    ['2 mg | modified release tablet | 30', '2 mg | modified release tablet | 30 | Circadin'],
    { most: [2, 'mg'], dosage: '2 mg one to two hours before bed, from 55 years', pregnancy: 'B3' },
  ),
  medicine('dexamfetamine', 'N06BA02', ['5 mg | tablet | 100'], {
    avoid: ['Heart disease', 'Uncontrolled blood pressure', 'Psychosis'],
    with: ['MAO inhibitors'],
  }),
  medicine(
    'lisdexamfetamine',
    'N06BA12',
    ['30 mg | capsule | 30', '50 mg | capsule | 30', '70 mg | capsule | 30', '30 mg | capsule | 30 | Vyvanse'],
    {
      most: [70, 'mg'],
      dosage: '30 mg in the morning to begin with',
      avoid: ['Heart disease', 'Uncontrolled blood pressure', 'Psychosis'],
      with: ['MAO inhibitors'],
    },
  ),
  medicine(
    'methylphenidate',
    'N06BA04',
    [
      '10 mg | tablet | 100',
      '18 mg | modified release tablet | 30',
      '36 mg | modified release tablet | 30',
      '18 mg | modified release tablet | 30 | Concerta',
    ],
    { avoid: ['Heart disease', 'Glaucoma', 'Psychosis'], with: ['MAO inhibitors'] },
  ),
  medicine('sodium oxybate', 'N07XX04', ['500 mg/mL | oral liquid | 180 mL'], {
    most: [9, 'g'],
    avoid: ['Opioids, benzodiazepines and alcohol'],
    with: ['Opioids', 'Benzodiazepines', 'Alcohol', 'Valproate'],
  }),
  medicine('sertraline', 'N06AB06', ['50 mg | tablet | 30', '100 mg | tablet | 30', '50 mg | tablet | 30 | Zoloft'], {
    most: [200, 'mg'],
    dosage: '50 mg once daily',
    ...SSRI,
  }),
  medicine('escitalopram', 'N06AB10', ['10 mg | tablet | 28', '20 mg | tablet | 28', '10 mg | tablet | 28 | Lexapro'], {
    most: [20, 'mg'],
    dosage: '10 mg once daily',
    ...SSRI,
    avoid: [...SSRI.avoid, 'Prolonged QT interval'],
  }),
  medicine('citalopram', 'N06AB04', ['20 mg | tablet | 28', '40 mg | tablet | 28'], {
    most: [40, 'mg'],
    dosage: '20 mg once daily',
    ...SSRI,
    avoid: [...SSRI.avoid, 'Prolonged QT interval'],
  }),
  medicine('fluoxetine', 'N06AB03', ['20 mg | capsule | 28', '20 mg | capsule | 28 | Prozac'], {
    most: [80, 'mg'],
    dosage: '20 mg in the morning',
    ...SSRI,
  }),
  medicine('fluvoxamine', 'N06AB08', ['50 mg | tablet | 30', '100 mg | tablet | 30'], {
    most: [300, 'mg'],
    dosage: '50 to 100 mg in the evening',
    ...SSRI,
    with: [...SSRI.with, 'Tizanidine', 'Theophylline'],
  }),
  medicine('paroxetine', 'N06AB05', ['20 mg | tablet | 30'], {
    most: [60, 'mg'],
    dosage: '20 mg in the morning',
    ...SSRI,
    pregnancy: 'D',
  }),
  medicine(
    'venlafaxine',
    'N06AX16',
    [
      '37.5 mg | modified release capsule | 28',
      '75 mg | modified release capsule | 28',
      '150 mg | modified release capsule | 28',
    ],
    { most: [375, 'mg'], dosage: '75 mg once daily', ...SSRI, pregnancy: 'B2' },
  ),
  medicine(
    'desvenlafaxine',
    'N06AX23',
    [
      '50 mg | modified release tablet | 28',
      '100 mg | modified release tablet | 28',
      '50 mg | modified release tablet | 28 | Pristiq',
    ],
    { most: [200, 'mg'], dosage: '50 mg once daily', ...SSRI, pregnancy: 'B2' },
  ),
  medicine('duloxetine', 'N06AX21', ['30 mg | enteric coated capsule | 28', '60 mg | enteric coated capsule | 28'], {
    most: [120, 'mg'],
    dosage: '60 mg once daily',
    ...SSRI,
    pregnancy: 'B3',
  }),
  medicine('mirtazapine', 'N06AX11', ['15 mg | tablet | 30', '30 mg | tablet | 30', '45 mg | tablet | 30'], {
    most: [60, 'mg'],
    dosage: '15 to 45 mg at night',
    avoid: ['MAO inhibitors now or in the last 14 days'],
    pregnancy: 'B3',
  }),
  medicine(
    'amitriptyline',
    'N06AA09',
    ['10 mg | tablet | 50', '25 mg | tablet | 50', '50 mg | tablet | 50', '25 mg | tablet | 50 | Endep'],
    {
      dosage: '10 to 25 mg at night to begin with',
      avoid: ['MAO inhibitors now or in the last 14 days', 'Recent heart attack'],
      with: ['SSRIs', 'Tramadol', 'Medicines that prolong the QT interval'],
      pregnancy: 'C',
    },
  ),
  medicine('dosulepin', 'N06AA16', ['25 mg | capsule | 50', '75 mg | tablet | 30'], {
    avoid: ['MAO inhibitors now or in the last 14 days', 'Recent heart attack'],
    pregnancy: 'C',
  }),
  medicine('tranylcypromine', 'N06AF04', ['10 mg | tablet | 50'], MAOI),
  medicine(
    'quetiapine',
    'N05AH04',
    [
      '25 mg | tablet | 60',
      '100 mg | tablet | 90',
      '200 mg | tablet | 60',
      '300 mg | tablet | 60',
      '25 mg | tablet | 60 | Seroquel',
    ],
    {
      most: [800, 'mg'],
      with: ['Medicines that prolong the QT interval', 'Clarithromycin', 'Sedatives'],
      pregnancy: 'C',
    },
  ),
  medicine(
    'olanzapine',
    'N05AH03',
    ['2.5 mg | tablet | 28', '5 mg | tablet | 28', '10 mg | tablet | 28', '5 mg | tablet | 28 | Zyprexa'],
    { most: [20, 'mg'], dosage: '5 to 10 mg once daily', with: ['Sedatives', 'Carbamazepine'], pregnancy: 'C' },
  ),
  medicine('risperidone', 'N05AX08', ['0.5 mg | tablet | 60', '1 mg | tablet | 60', '2 mg | tablet | 60'], {
    with: ['Medicines that prolong the QT interval', 'Sedatives'],
    pregnancy: 'C',
  }),
  medicine('aripiprazole', 'N05AX12', ['10 mg | tablet | 30', '15 mg | tablet | 30'], {
    most: [30, 'mg'],
    dosage: '10 to 15 mg once daily',
    pregnancy: 'C',
  }),
  medicine('lithium', 'N05AN01', ['250 mg | tablet | 100', '450 mg | modified release tablet | 100'], {
    dosage: 'By the level in blood',
    avoid: ['Severe kidney failure'],
    with: ['NSAIDs', 'ACE inhibitors and sartans', 'Thiazides'],
    pregnancy: 'D',
  }),
  medicine(
    'valproate',
    'N03AG01',
    [
      '200 mg | enteric coated tablet | 100',
      '500 mg | enteric coated tablet | 100',
      '500 mg | enteric coated tablet | 100 | Epilim',
    ],
    {
      avoid: ['Liver disease', 'Possible pregnancy without contraception'],
      with: ['Lamotrigine', 'Carbapenems'],
      pregnancy: 'D',
    },
  ),
  medicine(
    'lamotrigine',
    'N03AX09',
    ['25 mg | dispersible tablet | 56', '50 mg | dispersible tablet | 56', '100 mg | dispersible tablet | 56'],
    {
      dosage: '25 mg once daily to begin with; slower with valproate',
      with: ['Valproate', 'Hormonal contraceptives', 'Carbamazepine'],
      pregnancy: 'D',
    },
  ),
  medicine(
    'carbamazepine',
    'N03AF01',
    [
      '200 mg | tablet | 100',
      '200 mg | modified release tablet | 200',
      '200 mg | modified release tablet | 200 | Tegretol CR',
    ],
    {
      with: ['Hormonal contraceptives', 'Warfarin', 'Clarithromycin'],
      avoid: ['MAO inhibitors now or in the last 14 days'],
      pregnancy: 'D',
    },
  ),
  medicine('levetiracetam', 'N03AX14', ['250 mg | tablet | 60', '500 mg | tablet | 60', '1000 mg | tablet | 60'], {
    most: [3, 'g'],
    dosage: '500 mg twice daily',
  }),
  medicine('topiramate', 'N03AX11', ['25 mg | tablet | 60', '50 mg | tablet | 60', '100 mg | tablet | 60'], {
    with: ['Hormonal contraceptives', 'Valproate'],
    pregnancy: 'D',
  }),
  medicine('phenobarbital', 'N03AA02', ['30 mg | tablet | 200'], {
    with: ['Hormonal contraceptives', 'Warfarin', 'Sedatives'],
    pregnancy: 'D',
  }),
  medicine('trihexyphenidyl', 'N04AA01', ['2 mg | tablet | 200', '5 mg | tablet | 200'], {
    avoid: ['Narrow angle glaucoma'],
  }),
  medicine('levodopa + carbidopa', 'N04BA02', ['100 mg + 25 mg | tablet | 100', '250 mg + 25 mg | tablet | 100'], {
    avoid: ['Narrow angle glaucoma', 'Non-selective MAO inhibitors'],
  }),
  medicine('varenicline', 'N07BA03', ['1 mg | tablet | 56'], {
    most: [2, 'mg'],
    dosage: '1 mg twice daily after one week of smaller doses',
  }),
].flat();
