import { medicine, type StarterItem } from '../starter-medicine.js';

const NSAID = {
  avoid: ['Active peptic ulcer', 'Severe heart, kidney or liver failure', 'Third trimester of pregnancy'],
  with: ['Warfarin and other anticoagulants', 'ACE inhibitor or sartan with a diuretic', 'Lithium'],
  pregnancy: 'C',
} as const;
const OPIOID = {
  avoid: ['Severe breathing problems'],
  with: ['Benzodiazepines', 'Alcohol', 'MAO inhibitors'],
  pregnancy: 'C',
} as const;

const TRAMADOL = {
  avoid: ['MAO inhibitors now or in the last 14 days', 'Uncontrolled epilepsy', 'Children under 12 years'],
  with: ['SSRIs and SNRIs', 'MAO inhibitors', 'Benzodiazepines'],
  pregnancy: 'C',
} as const;

/** Against pain, inflammation and gout. */
export const STARTER_PAIN: readonly StarterItem[] = [
  medicine(
    'paracetamol',
    'N02BE01',
    [
      '500 mg | tablet | 16',
      '500 mg | tablet | 20',
      '500 mg | tablet | 50',
      '500 mg | tablet | 100',
      '500 mg | tablet | 300',
      '665 mg | modified release tablet | 96',
      '665 mg | modified release tablet | 96 | Panadol Osteo',
      '500 mg | tablet | 20 | Panadol',
    ],
    {
      most: [4, 'g'],
      dosage: '500 mg to 1 g every 4 to 6 hours; 665 mg modified release: 2 tablets every 6 to 8 hours',
      avoid: ['Severe liver disease'],
      with: ['Warfarin over a long time', 'Alcohol'],
      pregnancy: 'A',
    },
  ),
  medicine(
    'paracetamol + codeine',
    'N02AJ06',
    ['500 mg + 30 mg | tablet | 20', '500 mg + 15 mg | tablet | 20', '500 mg + 30 mg | tablet | 20 | Panadeine Forte'],
    {
      dosage: '1 to 2 tablets every 4 to 6 hours; at most 8 tablets in 24 hours',
      avoid: ['Children under 12 years', 'Breastfeeding', 'Severe breathing problems'],
      with: ['Benzodiazepines', 'Alcohol'],
    },
  ),
  medicine('codeine', 'R05DA04', ['30 mg | tablet | 20'], {
    most: [240, 'mg'],
    dosage: '30 to 60 mg every 4 to 6 hours',
    ...OPIOID,
    avoid: ['Children under 12 years', 'Breastfeeding', 'Severe breathing problems'],
    pregnancy: 'A',
  }),
  medicine('ibuprofen', 'M01AE01', ['200 mg | tablet | 48', '200 mg | tablet | 96', '200 mg | tablet | 96 | Nurofen'], {
    most: [1.2, 'g'],
    dosage: '200 to 400 mg every 4 to 6 hours, with food',
    ...NSAID,
  }),
  medicine(
    'diclofenac',
    'M01AB05',
    [
      '25 mg | enteric coated tablet | 50',
      '50 mg | enteric coated tablet | 50',
      '50 mg | enteric coated tablet | 50 | Voltaren',
    ],
    { most: [150, 'mg'], dosage: '25 to 50 mg two or three times daily, with food', ...NSAID },
  ),
  medicine('naproxen', 'M01AE02', ['250 mg | tablet | 50', '500 mg | tablet | 50'], {
    most: [1, 'g'],
    dosage: '250 to 500 mg twice daily, with food',
    ...NSAID,
  }),
  medicine('naproxen', 'M01AE02', ['750 mg | modified release tablet | 28', '1000 mg | modified release tablet | 28'], {
    most: [1, 'g'],
    dosage: '750 mg to 1 g once daily, with food',
    ...NSAID,
  }),
  medicine(
    'celecoxib',
    'M01AH01',
    ['100 mg | capsule | 60', '200 mg | capsule | 30', '200 mg | capsule | 30 | Celebrex'],
    { most: [400, 'mg'], dosage: '100 to 200 mg once or twice daily', ...NSAID, pregnancy: 'B3' },
  ),
  medicine('meloxicam', 'M01AC06', ['7.5 mg | tablet | 30', '15 mg | tablet | 30'], {
    most: [15, 'mg'],
    dosage: '7.5 to 15 mg once daily, with food',
    ...NSAID,
  }),
  medicine('indometacin', 'M01AB01', ['25 mg | capsule | 50'], {
    most: [200, 'mg'],
    dosage: '25 mg two to four times daily, with food',
    ...NSAID,
  }),
  medicine('tramadol', 'N02AX02', ['50 mg | capsule | 20', '50 mg | capsule | 20 | Tramal'], {
    most: [400, 'mg'],
    dosage: '50 to 100 mg every 4 to 6 hours',
    ...TRAMADOL,
  }),
  medicine(
    'tramadol',
    'N02AX02',
    [
      '100 mg | modified release tablet | 20',
      '150 mg | modified release tablet | 20',
      '200 mg | modified release tablet | 20',
    ],
    { most: [400, 'mg'], dosage: '100 mg every 12 hours to begin with', ...TRAMADOL },
  ),
  medicine('tapentadol', 'N02AX06', ['50 mg | modified release tablet | 28', '100 mg | modified release tablet | 28'], {
    most: [500, 'mg'],
    dosage: '50 mg every 12 hours to begin with',
    ...OPIOID,
  }),
  medicine(
    'oxycodone',
    'N02AA05',
    [
      '5 mg | tablet | 20',
      '10 mg | modified release tablet | 28',
      '20 mg | modified release tablet | 28',
      '10 mg | modified release tablet | 28 | OxyContin',
      '5 mg | tablet | 20 | Endone',
    ],
    { dosage: 'The lowest dose that works, for the shortest time', ...OPIOID },
  ),
  medicine(
    'oxycodone + naloxone',
    'N02AA55',
    [
      '5 mg + 2.5 mg | modified release tablet | 28',
      '10 mg + 5 mg | modified release tablet | 28',
      '10 mg + 5 mg | modified release tablet | 28 | Targin',
    ],
    { ...OPIOID, avoid: ['Severe breathing problems', 'Moderate or severe liver disease'] },
  ),
  medicine(
    'morphine',
    'N02AA01',
    [
      '10 mg | modified release tablet | 28',
      '30 mg | modified release tablet | 28',
      '10 mg/mL | oral liquid | 200 mL',
      '10 mg | modified release tablet | 28 | MS Contin',
    ],
    { dosage: 'The lowest dose that works', ...OPIOID },
  ),
  medicine('hydromorphone', 'N02AA03', ['2 mg | tablet | 20', '4 mg | tablet | 20'], OPIOID),
  medicine(
    'fentanyl',
    'N02AB03',
    [
      '12 microgram/hour | transdermal patch | 5',
      '25 microgram/hour | transdermal patch | 5',
      '50 microgram/hour | transdermal patch | 5',
    ],
    { dosage: 'One patch every 72 hours; not for people who take no opioid yet', ...OPIOID },
  ),
  medicine(
    'buprenorphine',
    'N02AE01',
    [
      '5 microgram/hour | transdermal patch | 2',
      '10 microgram/hour | transdermal patch | 2',
      '5 microgram/hour | transdermal patch | 2 | Norspan',
    ],
    { dosage: 'One patch every 7 days', ...OPIOID },
  ),
  medicine('methadone', 'N07BC02', ['10 mg | tablet | 20'], OPIOID),
  medicine('pethidine', 'N02AB02', ['50 mg/mL | injection | 5'], OPIOID),
  medicine('ketamine', 'N01AX03', ['100 mg/mL | injection | 5']),
  medicine('lidocaine', 'N01BB02', ['10 mg/mL | injection | 5']),
  medicine('ciclosporin', 'L04AD01', ['25 mg | capsule | 30', '100 mg | capsule | 30'], {
    with: ['Simvastatin', 'Clarithromycin'],
  }),
  medicine('hydroxycarbamide', 'L01XX05', ['500 mg | capsule | 100'], { avoid: ['Pregnancy'], pregnancy: 'D' }),
  medicine('naloxone', 'V03AB15', ['1.8 mg/dose | nasal spray | 2', '1.8 mg/dose | nasal spray | 2 | Nyxoid'], {
    dosage: 'One spray into one nostril; a second after 2 to 3 minutes; call an ambulance',
  }),
  medicine(
    'pregabalin',
    'N03AX16',
    [
      '25 mg | capsule | 56',
      '75 mg | capsule | 56',
      '150 mg | capsule | 56',
      '300 mg | capsule | 56',
      '75 mg | capsule | 56 | Lyrica',
    ],
    { most: [600, 'mg'], dosage: '75 mg twice daily, then by effect', with: ['Opioids', 'Benzodiazepines', 'Alcohol'] },
  ),
  medicine('gabapentin', 'N03AX12', ['100 mg | capsule | 100', '300 mg | capsule | 100', '400 mg | capsule | 100'], {
    most: [3.6, 'g'],
    dosage: '300 mg three times daily, then by effect',
    with: ['Opioids', 'Antacids'],
  }),
  medicine('sumatriptan', 'N02CC01', ['50 mg | tablet | 2', '50 mg | tablet | 4', '100 mg | tablet | 2'], {
    most: [300, 'mg'],
    dosage: '50 to 100 mg, once more after 2 hours if the headache comes back',
    avoid: ['Ischaemic heart disease', 'Uncontrolled blood pressure'],
    with: ['SSRIs and SNRIs', 'MAO inhibitors', 'Ergotamine'],
    pregnancy: 'B3',
  }),
  medicine('allopurinol', 'M04AA01', ['100 mg | tablet | 200', '300 mg | tablet | 60'], {
    most: [900, 'mg'],
    dosage: '100 mg daily to begin with',
    avoid: ['An earlier severe skin reaction to it'],
    with: ['Azathioprine', 'Mercaptopurine'],
    pregnancy: 'B2',
  }),
  medicine('febuxostat', 'M04AA03', ['80 mg | tablet | 28'], {
    most: [120, 'mg'],
    dosage: '40 to 80 mg once daily',
    with: ['Azathioprine', 'Mercaptopurine'],
    pregnancy: 'B3',
  }),
  medicine('colchicine', 'M04AC01', ['500 microgram | tablet | 30', '500 microgram | tablet | 30 | Colgout'], {
    dosage: 'Acute gout: 1 mg, then 500 microgram one hour later',
    avoid: ['Severe kidney or liver failure', 'Clarithromycin'],
    with: ['Clarithromycin', 'Itraconazole', 'Statins'],
  }),
  medicine('methotrexate', 'L04AX03', ['2.5 mg | tablet | 30', '10 mg | tablet | 15'], {
    dosage: 'Once a week, on a named day; never daily',
    avoid: ['Pregnancy', 'Breastfeeding', 'Severe kidney or liver failure'],
    with: ['Trimethoprim', 'NSAIDs', 'Penicillins'],
    pregnancy: 'D',
  }),
  medicine('azathioprine', 'L04AX01', ['25 mg | tablet | 100', '50 mg | tablet | 100'], {
    dosage: '1 to 3 mg for each kg of body weight daily',
    with: ['Allopurinol', 'Febuxostat', 'Warfarin'],
    pregnancy: 'D',
  }),
  medicine(
    'cannabidiol',
    'N03AX24',
    ['100 mg/mL | oral liquid | 100 mL', '100 mg/mL | oral liquid | 100 mL | Epidyolex'],
    { with: ['Valproate', 'Clobazam'] },
  ),
  medicine('nabiximols', 'N02BG10', ['1 dose | oromucosal spray | 270 | Sativex']),
].flat();
