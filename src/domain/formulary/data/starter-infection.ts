import { medicine, type StarterItem } from '../starter-medicine.js';

const PENICILLIN = ['Serious allergy to a penicillin'];
const CEPHALOSPORIN = ['Serious allergy to a cephalosporin or penicillin'];
const MACROLIDE = ['Serious allergy to a macrolide', 'Prolonged QT interval'];

/** Against infections. */
export const STARTER_INFECTION: readonly StarterItem[] = [
  medicine(
    'amoxicillin',
    'J01CA04',
    [
      '250 mg | capsule | 20',
      '500 mg | capsule | 20',
      '250 mg/5 mL | powder for oral liquid | 100 mL',
      '500 mg | capsule | 20 | Amoxil',
    ],
    {
      most: [3, 'g'],
      dosage: '500 mg every 8 hours',
      avoid: PENICILLIN,
      with: ['Methotrexate', 'Warfarin'],
      pregnancy: 'A',
    },
  ),
  medicine(
    'amoxicillin + clavulanic acid',
    'J01CR02',
    [
      '500 mg + 125 mg | tablet | 10',
      '875 mg + 125 mg | tablet | 10',
      '875 mg + 125 mg | tablet | 10 | Augmentin Duo Forte',
    ],
    {
      dosage: '1 tablet every 12 hours',
      avoid: [...PENICILLIN, 'Jaundice after an earlier course'],
      with: ['Methotrexate', 'Warfarin'],
      pregnancy: 'B1',
    },
  ),
  medicine('flucloxacillin', 'J01CF05', ['250 mg | capsule | 24', '500 mg | capsule | 24'], {
    most: [4, 'g'],
    dosage: '500 mg every 6 hours, on an empty stomach',
    avoid: [...PENICILLIN, 'Jaundice after an earlier course'],
    with: ['Methotrexate', 'Paracetamol over a long time'],
    pregnancy: 'B1',
  }),
  medicine('dicloxacillin', 'J01CF01', ['250 mg | capsule | 24', '500 mg | capsule | 24'], {
    most: [4, 'g'],
    dosage: '500 mg every 6 hours, on an empty stomach',
    avoid: PENICILLIN,
    with: ['Methotrexate', 'Warfarin'],
  }),
  medicine('phenoxymethylpenicillin', 'J01CE02', ['250 mg | capsule | 50', '500 mg | tablet | 25'], {
    dosage: '500 mg every 12 hours',
    avoid: PENICILLIN,
    with: ['Methotrexate'],
    pregnancy: 'A',
  }),
  medicine(
    'cefalexin',
    'J01DB01',
    [
      '250 mg | capsule | 20',
      '500 mg | capsule | 20',
      '250 mg/5 mL | powder for oral liquid | 100 mL',
      '500 mg | capsule | 20 | Keflex',
    ],
    {
      most: [4, 'g'],
      dosage: '500 mg every 6 to 12 hours',
      avoid: CEPHALOSPORIN,
      with: ['Warfarin'],
      pregnancy: 'A',
    },
  ),
  medicine('cefuroxime', 'J01DC02', ['250 mg | tablet | 14'], {
    most: [1, 'g'],
    dosage: '250 mg every 12 hours',
    avoid: CEPHALOSPORIN,
  }),
  medicine('doxycycline', 'J01AA02', ['50 mg | tablet | 25', '100 mg | tablet | 7', '100 mg | tablet | 21'], {
    most: [200, 'mg'],
    dosage: '100 mg once or twice daily, upright and with plenty of water',
    avoid: ['Pregnancy from the 18th week', 'Children under 8 years'],
    with: ['Isotretinoin', 'Iron', 'Calcium'],
    pregnancy: 'D',
  }),
  medicine('minocycline', 'J01AA08', ['50 mg | tablet | 60', '100 mg | tablet | 11'], {
    most: [200, 'mg'],
    avoid: ['Pregnancy from the 18th week', 'Children under 8 years'],
    with: ['Isotretinoin', 'Iron', 'Calcium'],
    pregnancy: 'D',
  }),
  medicine('azithromycin', 'J01FA10', ['500 mg | tablet | 2', '500 mg | tablet | 3'], {
    dosage: '500 mg once daily',
    avoid: MACROLIDE,
    with: ['Medicines that prolong the QT interval', 'Warfarin'],
    pregnancy: 'B1',
  }),
  medicine('clarithromycin', 'J01FA09', ['250 mg | tablet | 14', '500 mg | tablet | 14'], {
    most: [1, 'g'],
    dosage: '250 to 500 mg every 12 hours',
    avoid: [...MACROLIDE, 'Simvastatin', 'Colchicine with impaired kidney or liver'],
    with: ['Simvastatin', 'Colchicine', 'Warfarin', 'Medicines that prolong the QT interval'],
    pregnancy: 'B3',
  }),
  medicine('erythromycin', 'J01FA01', ['250 mg | enteric coated capsule | 25'], {
    most: [4, 'g'],
    dosage: '250 to 500 mg every 6 hours',
    avoid: [...MACROLIDE, 'Simvastatin'],
    with: ['Simvastatin', 'Warfarin', 'Carbamazepine'],
    pregnancy: 'A',
  }),
  medicine('roxithromycin', 'J01FA06', ['150 mg | tablet | 10', '300 mg | tablet | 5'], {
    most: [300, 'mg'],
    dosage: '300 mg once daily',
    avoid: MACROLIDE,
    with: ['Warfarin', 'Ergot alkaloids'],
    pregnancy: 'B1',
  }),
  medicine('clindamycin', 'J01FF01', ['150 mg | capsule | 24'], {
    most: [1.8, 'g'],
    dosage: '150 to 450 mg every 6 to 8 hours',
    avoid: ['Colitis after antibiotics'],
    pregnancy: 'A',
  }),
  medicine('trimethoprim', 'J01EA01', ['300 mg | tablet | 7'], {
    most: [300, 'mg'],
    dosage: '300 mg at night',
    avoid: ['Folate deficiency with anaemia'],
    with: ['Methotrexate', 'ACE inhibitors and sartans: potassium rises'],
    pregnancy: 'B3',
  }),
  medicine('trimethoprim + sulfamethoxazole', 'J01EE01', ['160 mg + 800 mg | tablet | 10'], {
    dosage: '1 tablet every 12 hours',
    avoid: ['Allergy to sulfonamides', 'Late pregnancy'],
    with: ['Methotrexate', 'Warfarin'],
    pregnancy: 'C',
  }),
  medicine('nitrofurantoin', 'J01XE01', ['50 mg | capsule | 30', '100 mg | capsule | 30'], {
    most: [400, 'mg'],
    dosage: '50 to 100 mg every 6 hours, with food',
    avoid: ['Kidney function too low for it to reach the urine', 'Pregnancy at term'],
    pregnancy: 'A',
  }),
  medicine('ciprofloxacin', 'J01MA02', ['250 mg | tablet | 14', '500 mg | tablet | 14', '750 mg | tablet | 14'], {
    most: [1.5, 'g'],
    dosage: '250 to 750 mg every 12 hours',
    avoid: ['Tizanidine', 'Tendon disorder after a quinolone'],
    with: ['Tizanidine', 'Warfarin', 'Antacids', 'Iron'],
    pregnancy: 'B3',
  }),
  medicine('norfloxacin', 'J01MA06', ['400 mg | tablet | 14'], {
    most: [800, 'mg'],
    dosage: '400 mg every 12 hours',
    avoid: ['Tendon disorder after a quinolone'],
    with: ['Warfarin', 'Antacids'],
    pregnancy: 'B3',
  }),
  medicine(
    'metronidazole',
    'P01AB01',
    ['200 mg | tablet | 21', '400 mg | tablet | 21', '400 mg | tablet | 21 | Flagyl'],
    {
      dosage: '400 mg every 8 to 12 hours, with food',
      avoid: ['Alcohol during treatment'],
      with: ['Warfarin', 'Alcohol', 'Lithium'],
      pregnancy: 'B2',
    },
  ),
  medicine('valaciclovir', 'J05AB11', ['500 mg | tablet | 10', '500 mg | tablet | 30', '1000 mg | tablet | 21'], {
    most: [3, 'g'],
    dosage: '500 mg twice daily; shingles 1 g three times daily',
    pregnancy: 'B3',
  }),
  medicine('aciclovir', 'J05AB01', ['200 mg | tablet | 25', '800 mg | tablet | 35'], {
    most: [4, 'g'],
    dosage: '200 mg five times daily; shingles 800 mg five times daily',
    pregnancy: 'B3',
  }),
  medicine('hydroxychloroquine', 'P01BA02', ['200 mg | tablet | 100'], {
    most: [400, 'mg'],
    dosage: '200 to 400 mg daily',
    avoid: ['Disease of the retina'],
    with: ['Medicines that prolong the QT interval'],
    pregnancy: 'D',
  }),
  medicine('chloramphenicol', 'S01AA01', ['0.5% | eye drops | 10 mL', '1% | eye ointment | 4 g'], {
    dosage: 'Eye drops: 1 to 2 drops every 2 to 6 hours',
    avoid: ['Bone marrow disorder'],
    pregnancy: 'A',
  }),
].flat();
