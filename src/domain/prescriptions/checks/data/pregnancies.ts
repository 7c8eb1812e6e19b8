import { rulesFrom } from '../rule.js';
import { AS_OF, GENERALLY_KNOWN } from './source.js';

const rule = rulesFrom('pregnancy', GENERALLY_KNOWN, AS_OF);
const category = rulesFrom('pregnancy', 'TGA, Australian categorisation of medicines in pregnancy', AS_OF);

/** The severity is that in a pregnancy; while nobody knows of one it is a step less. */
export const PREGNANCY_RULES = [
  rule('pregnancy-retinoid', { prescribed: { classes: ['retinoid'], systemic: true } }, 'contraindicated', {
    title: 'Isotretinoin or acitretin in pregnancy',
    advice:
      'It causes severe malformations. A test before, contraception during it and a month after; three years after acitretin.',
  }),
  rule('pregnancy-valproate', { prescribed: { substances: ['valproate'] } }, 'contraindicated', {
    title: 'Valproate in pregnancy',
    advice: 'Malformations, and children who learn less well. Another medicine, or safe contraception and folic acid.',
  }),
  rule(
    'pregnancy-methotrexate',
    { prescribed: { substances: ['methotrexate', 'leflunomide', 'mycophenolate'] } },
    'contraindicated',
    {
      title: 'Methotrexate, leflunomide or mycophenolate in pregnancy',
      advice: 'Malformations and lost pregnancies. A test before, and safe contraception for months beyond it.',
    },
  ),
  rule('pregnancy-warfarin', { prescribed: { substances: ['warfarin'] } }, 'contraindicated', {
    title: 'Warfarin in pregnancy',
    advice: 'Malformations and bleeding of the child. Choose enoxaparin.',
  }),
  rule('pregnancy-doac', { prescribed: { substances: ['apixaban', 'rivaroxaban', 'dabigatran'] } }, 'major', {
    title: 'Apixaban, rivaroxaban or dabigatran in pregnancy',
    advice: 'It reaches the child. Choose enoxaparin.',
  }),
  rule('pregnancy-renin', { prescribed: { classes: ['ace_inhibitor', 'sartan'] } }, 'major', {
    title: 'ACE inhibitor or sartan in pregnancy',
    advice: 'The child’s kidneys fail. Choose methyldopa, labetalol or nifedipine.',
  }),
  rule('pregnancy-lithium', { prescribed: { substances: ['lithium'] } }, 'major', {
    title: 'Lithium in pregnancy',
    advice: 'Malformations of the heart. Ask a specialist before it is stopped or begun.',
  }),
  rule(
    'pregnancy-anticonvulsant',
    { prescribed: { substances: ['carbamazepine', 'phenytoin', 'phenobarbital', 'topiramate'] } },
    'major',
    {
      title: 'Anticonvulsant with a known risk in pregnancy',
      advice: 'Malformations. Never stop it at once; folic acid 5 mg, and a specialist.',
    },
  ),
  rule('pregnancy-nsaid', { prescribed: { classes: ['nsaid'], systemic: true } }, 'major', {
    title: 'NSAID or aspirin in pregnancy',
    advice:
      'The child’s kidneys and heart from week 20 on, lost pregnancies early. Paracetamol; low-dose aspirin by plan.',
  }),
  rule('pregnancy-tetracycline', { prescribed: { classes: ['tetracycline'], systemic: true } }, 'major', {
    title: 'Tetracycline in pregnancy',
    advice: 'The child’s teeth and bones from week 18 on. Choose another antibiotic.',
  }),
  rule('pregnancy-statin', { prescribed: { classes: ['statin'] } }, 'major', {
    title: 'Statin in pregnancy',
    advice: 'Stop it for that time: the vessels can wait.',
  }),
  rule(
    'pregnancy-finasteride',
    { prescribed: { substances: ['finasteride', 'dutasteride', 'testosterone'] } },
    'contraindicated',
    {
      title: 'Finasteride, dutasteride or testosterone in pregnancy',
      advice: 'It changes how a child’s sex develops.',
    },
  ),
  rule(
    'pregnancy-hydroxycarbamide',
    { prescribed: { substances: ['hydroxycarbamide', 'tamoxifen'] } },
    'contraindicated',
    {
      title: 'Hydroxycarbamide or tamoxifen in pregnancy',
      advice: 'Malformations. A test before, and safe contraception for months beyond it.',
    },
  ),
  rule('pregnancy-carbimazole', { prescribed: { substances: ['carbimazole', 'amiodarone'] } }, 'major', {
    title: 'Carbimazole or amiodarone in pregnancy',
    advice: 'The child’s thyroid, and malformations. Ask a specialist.',
  }),
  rule('pregnancy-azole', { prescribed: { classes: ['azole_antifungal'], systemic: true } }, 'major', {
    title: 'Azole antifungal by mouth in pregnancy',
    advice: 'Malformations. Choose a cream or pessary.',
  }),
  rule('pregnancy-trimethoprim', { prescribed: { substances: ['trimethoprim'] } }, 'moderate', {
    title: 'Trimethoprim in pregnancy',
    advice: 'It works against folic acid in the first three months. Choose cefalexin or nitrofurantoin.',
  }),
  rule('pregnancy-benzodiazepine', { prescribed: { classes: ['benzodiazepine'] } }, 'moderate', {
    title: 'Benzodiazepine in pregnancy',
    advice: 'A limp child, or one in withdrawal, when it is taken late.',
  }),
  rule('pregnancy-opioid', { prescribed: { classes: ['opioid'] } }, 'moderate', {
    title: 'Opioid in pregnancy',
    advice: 'The child may be in withdrawal. Short time only, or a programme.',
  }),
  rule('pregnancy-cannabinoid', { prescribed: { classes: ['cannabinoid'] } }, 'major', {
    title: 'Cannabinoid in pregnancy',
    advice: 'Small and early children. Stop it.',
  }),
  rule('pregnancy-ergotamine', { prescribed: { substances: ['ergotamine'] } }, 'contraindicated', {
    title: 'Ergotamine in pregnancy',
    advice: 'The womb contracts. Choose paracetamol, or sumatriptan.',
  }),
  category('pregnancy-category-x', { category: 'X' }, 'contraindicated', {
    title: 'Pregnancy category X',
    advice: 'A high risk of lasting damage: not in pregnancy, nor when there may be one.',
  }),
  category('pregnancy-category-d', { category: 'D' }, 'major', {
    title: 'Pregnancy category D',
    advice: 'It has caused malformations, or is suspected of it. Weigh it against what the mother has without it.',
  }),
  category('pregnancy-category-c', { category: 'C' }, 'moderate', {
    title: 'Pregnancy category C',
    advice: 'It may harm the child by the way it acts, without malformations. Look up when in the pregnancy.',
  }),
] as const;
