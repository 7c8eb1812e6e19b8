import { rulesFrom } from '../rule.js';
import { AS_OF, GENERALLY_KNOWN } from './source.js';

const rule = rulesFrom('interaction', GENERALLY_KNOWN, AS_OF);

const STOPS_BREAKDOWN = {
  substances: ['clarithromycin', 'erythromycin', 'itraconazole', 'ketoconazole', 'voriconazole'],
} as const;
const SPEEDS_BREAKDOWN = {
  substances: [
    'carbamazepine',
    'phenytoin',
    'phenobarbital',
    'oxcarbazepine',
    'topiramate',
    'st_john_s_wort',
    'rifampicin',
  ],
} as const;
const METALS = { substances: ['iron', 'calcium', 'magnesium'] } as const;

/** Of infections, immune system, metabolism and hormones. */
export const INTERACTIONS_OF_INFECTION = [
  rule('statin-macrolide', { together: [{ substances: ['simvastatin'] }, STOPS_BREAKDOWN] }, 'contraindicated', {
    title: 'Simvastatin with clarithromycin, erythromycin or an azole antifungal',
    advice: 'Muscles break down. Stop simvastatin for as long as the other one is taken.',
  }),
  rule('atorvastatin-macrolide', { together: [{ substances: ['atorvastatin'] }, STOPS_BREAKDOWN] }, 'major', {
    title: 'Atorvastatin with clarithromycin, erythromycin or an azole antifungal',
    advice: 'Muscles may break down. Stop atorvastatin for those days, or take 20 mg at most.',
  }),
  rule(
    'simvastatin-calcium-channel',
    {
      together: [
        { substances: ['simvastatin'] },
        { substances: ['verapamil', 'diltiazem', 'amlodipine', 'amiodarone'] },
      ],
    },
    'moderate',
    {
      title: 'Simvastatin with verapamil, diltiazem, amlodipine or amiodarone',
      advice: 'Simvastatin rises: 20 mg at most with amlodipine, 10 mg with the others, or another statin.',
    },
  ),
  rule(
    'statin-ciclosporin',
    { together: [{ substances: ['simvastatin', 'rosuvastatin'] }, { substances: ['ciclosporin'] }] },
    'contraindicated',
    {
      title: 'Simvastatin or rosuvastatin with ciclosporin',
      advice: 'Muscles break down. Ask the specialist for another statin, and how little of it.',
    },
  ),
  rule(
    'atorvastatin-ciclosporin',
    { together: [{ substances: ['atorvastatin', 'pravastatin'] }, { substances: ['ciclosporin'] }] },
    'major',
    {
      title: 'Atorvastatin or pravastatin with ciclosporin',
      advice: 'Muscles may break down. Small doses only: ask the specialist.',
    },
  ),
  rule(
    'colchicine-macrolide',
    {
      together: [
        { substances: ['colchicine'] },
        { ...STOPS_BREAKDOWN, substances: [...STOPS_BREAKDOWN.substances, 'ciclosporin'] },
      ],
    },
    'contraindicated',
    {
      title: 'Colchicine with clarithromycin, an azole antifungal or ciclosporin',
      advice: 'Colchicine rises to a deadly amount. Choose another medicine against gout, or another antibiotic.',
    },
  ),
  rule(
    'colchicine-verapamil',
    { together: [{ substances: ['colchicine'] }, { substances: ['verapamil', 'diltiazem'] }] },
    'major',
    {
      title: 'Colchicine with verapamil or diltiazem',
      advice: 'Colchicine rises. Halve its dose.',
    },
  ),
  rule('ergotamine-macrolide', { together: [{ substances: ['ergotamine'] }, STOPS_BREAKDOWN] }, 'contraindicated', {
    title: 'Ergotamine with clarithromycin, erythromycin or an azole antifungal',
    advice: 'Limbs lose their blood. Never together.',
  }),
  rule(
    'ergotamine-triptan',
    { together: [{ substances: ['ergotamine'] }, { classes: ['triptan'] }] },
    'contraindicated',
    {
      title: 'Ergotamine with a triptan',
      advice: 'Vessels close. Leave a day between them.',
    },
  ),
  rule('domperidone-macrolide', { together: [{ substances: ['domperidone'] }, STOPS_BREAKDOWN] }, 'contraindicated', {
    title: 'Domperidone with clarithromycin, erythromycin or an azole antifungal',
    advice: 'Domperidone rises and prolongs the QT interval. Choose another one.',
  }),
  rule(
    'methotrexate-trimethoprim',
    { together: [{ substances: ['methotrexate'] }, { substances: ['trimethoprim', 'sulfamethoxazole'] }] },
    'contraindicated',
    {
      title: 'Methotrexate with trimethoprim',
      advice: 'The bone marrow fails, also with a few days of it. Choose another antibiotic.',
    },
  ),
  rule(
    'methotrexate-nsaid',
    { together: [{ substances: ['methotrexate'] }, { classes: ['nsaid'], systemic: true }] },
    'major',
    {
      title: 'Methotrexate with an NSAID or aspirin',
      advice: 'Methotrexate stays in the body. With low weekly doses only while blood count and kidneys are tested.',
    },
  ),
  rule(
    'methotrexate-penicillin',
    { together: [{ substances: ['methotrexate'] }, { classes: ['penicillin'] }] },
    'moderate',
    {
      title: 'Methotrexate with a penicillin',
      advice: 'Methotrexate may stay in the body. Test the blood count.',
    },
  ),
  rule(
    'methotrexate-ppi',
    { together: [{ substances: ['methotrexate'] }, { classes: ['proton_pump_inhibitor'] }] },
    'moderate',
    {
      title: 'Methotrexate with a proton pump inhibitor',
      advice: 'Methotrexate may stay in the body. Test the blood count.',
    },
  ),
  rule(
    'methotrexate-leflunomide',
    { together: [{ substances: ['methotrexate'] }, { substances: ['leflunomide'] }] },
    'major',
    {
      title: 'Methotrexate with leflunomide',
      advice: 'Liver and bone marrow suffer. By a specialist alone, with tests each month.',
    },
  ),
  rule(
    'azathioprine-allopurinol',
    { together: [{ substances: ['azathioprine'] }, { classes: ['xanthine_oxidase_inhibitor'] }] },
    'contraindicated',
    {
      title: 'Azathioprine with allopurinol or febuxostat',
      advice: 'The bone marrow fails. By a specialist alone, with a quarter of the azathioprine.',
    },
  ),
  rule(
    'retinoid-tetracycline',
    { together: [{ classes: ['retinoid'], systemic: true }, { classes: ['tetracycline'] }] },
    'contraindicated',
    {
      title: 'Retinoid with a tetracycline',
      advice: 'Pressure in the skull rises: headache, loss of sight. Never together.',
    },
  ),
  rule(
    'methotrexate-acitretin',
    { together: [{ substances: ['methotrexate'] }, { substances: ['acitretin'] }] },
    'contraindicated',
    {
      title: 'Methotrexate with acitretin',
      advice: 'The liver may fail. Never together.',
    },
  ),
  rule(
    'tizanidine-ciprofloxacin',
    { together: [{ substances: ['tizanidine'] }, { substances: ['ciprofloxacin'] }] },
    'contraindicated',
    {
      title: 'Ciprofloxacin with tizanidine',
      advice: 'Tizanidine rises many times over: blood pressure falls. Never together.',
    },
  ),
  rule(
    'theophylline-ciprofloxacin',
    {
      together: [
        { substances: ['theophylline'] },
        { substances: ['ciprofloxacin', 'fluvoxamine', 'erythromycin', 'clarithromycin'] },
      ],
    },
    'major',
    {
      title: 'Theophylline with ciprofloxacin, fluvoxamine or a macrolide',
      advice: 'Theophylline rises to fits. Choose another one, or halve and test theophylline.',
    },
  ),
  rule(
    'quinolone-corticosteroid',
    {
      together: [
        { classes: ['quinolone'], systemic: true },
        { substances: ['prednisolone', 'prednisone', 'dexamethasone', 'methylprednisolone'], systemic: true },
      ],
    },
    'moderate',
    {
      title: 'Quinolone with a corticosteroid',
      advice: 'Tendons may tear. Stop at the first pain in one.',
    },
  ),
  rule('quinolone-metals', { together: [{ classes: ['quinolone'], systemic: true }, METALS] }, 'moderate', {
    title: 'Quinolone with iron, calcium or magnesium',
    advice: 'The antibiotic is not taken up. Take it two hours before or six hours after.',
  }),
  rule('tetracycline-metals', { together: [{ classes: ['tetracycline'], systemic: true }, METALS] }, 'moderate', {
    title: 'Tetracycline with iron, calcium or magnesium',
    advice: 'The antibiotic is not taken up. Take it two hours before or four hours after.',
  }),
  rule('levothyroxine-metals', { together: [{ substances: ['levothyroxine'] }, METALS] }, 'moderate', {
    title: 'Levothyroxine with iron, calcium or magnesium',
    advice: 'Levothyroxine is not taken up. Leave four hours between them.',
  }),
  rule('bisphosphonate-metals', { together: [{ classes: ['bisphosphonate'] }, METALS] }, 'moderate', {
    title: 'Bisphosphonate with iron, calcium or magnesium',
    advice: 'The bisphosphonate is not taken up. Leave half an hour, better two hours between them.',
  }),
  rule('contraceptive-enzymes', { together: [{ classes: ['hormonal_contraceptive'] }, SPEEDS_BREAKDOWN] }, 'major', {
    title: 'Hormonal contraceptive with a medicine that speeds up its breakdown',
    advice: 'It may not prevent a pregnancy, for four weeks beyond. Choose another contraception.',
  }),
  rule(
    'contraceptive-lamotrigine',
    { together: [{ classes: ['oestrogen'], systemic: true }, { substances: ['lamotrigine'] }] },
    'major',
    {
      title: 'Lamotrigine with an oestrogen',
      advice: 'Lamotrigine falls by half: fits. It rises in the week without tablets. Adjust its dose.',
    },
  ),
  rule('ciclosporin-enzymes', { together: [{ substances: ['ciclosporin'] }, SPEEDS_BREAKDOWN] }, 'major', {
    title: 'Ciclosporin with a medicine that speeds up its breakdown',
    advice: 'A graft may be lost. Choose another medicine, or let the specialist test ciclosporin.',
  }),
  rule('ciclosporin-macrolide', { together: [{ substances: ['ciclosporin'] }, STOPS_BREAKDOWN] }, 'major', {
    title: 'Ciclosporin with clarithromycin, erythromycin or an azole antifungal',
    advice: 'Ciclosporin rises and harms the kidneys. Choose another one, or let the specialist test ciclosporin.',
  }),
  rule(
    'ciclosporin-nsaid',
    { together: [{ substances: ['ciclosporin'] }, { classes: ['nsaid'], systemic: true, except: ['aspirin'] }] },
    'major',
    {
      title: 'Ciclosporin with an NSAID',
      advice: 'Both harm the kidneys. Choose paracetamol.',
    },
  ),
  rule(
    'sulfonylurea-azole',
    {
      together: [
        { classes: ['sulfonylurea'] },
        { substances: ['fluconazole', 'voriconazole', 'clarithromycin', 'sulfamethoxazole'] },
      ],
    },
    'major',
    {
      title: 'Sulfonylurea with fluconazole, clarithromycin or sulfamethoxazole',
      advice: 'The glucose in blood falls. Lower the sulfonylurea, and measure often.',
    },
  ),
  rule('sulfonylurea-insulin', { together: [{ classes: ['sulfonylurea'] }, { classes: ['insulin'] }] }, 'moderate', {
    title: 'Sulfonylurea with insulin',
    advice: 'The glucose in blood may fall. Stop the sulfonylurea, or lower it and measure often.',
  }),
  rule(
    'beta-blocker-insulin',
    { together: [{ classes: ['beta_blocker'], systemic: true }, { classes: ['insulin', 'sulfonylurea'] }] },
    'minor',
    {
      title: 'Beta-blocker with a medicine that lowers the glucose in blood',
      advice: 'The warning signs of low glucose are fewer. Tell the patient.',
    },
  ),
  rule(
    'fluticasone-azole',
    { together: [{ substances: ['fluticasone', 'budesonide'] }, STOPS_BREAKDOWN] },
    'moderate',
    {
      title: 'Inhaled corticosteroid with clarithromycin, erythromycin or an azole antifungal',
      advice: 'The corticosteroid acts in the whole body. Short use only, or beclometasone.',
    },
  ),
  rule('sedative-azole', { together: [{ substances: ['alprazolam'] }, STOPS_BREAKDOWN] }, 'major', {
    title: 'Alprazolam with clarithromycin, erythromycin or an azole antifungal',
    advice: 'Alprazolam rises: deep sedation. Choose temazepam or oxazepam, or another antibiotic.',
  }),
  rule(
    'opioid-enzymes',
    { together: [{ substances: ['oxycodone', 'fentanyl', 'methadone', 'buprenorphine'] }, STOPS_BREAKDOWN] },
    'major',
    {
      title: 'Opioid with clarithromycin, erythromycin or an azole antifungal',
      advice: 'The opioid rises, up to slow breathing. Choose another one, or lower the opioid.',
    },
  ),
] as const;
