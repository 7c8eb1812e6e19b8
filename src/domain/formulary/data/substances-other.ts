import { rowsFrom, type Substance } from '../substance.js';

const row = rowsFrom('Poisons Standard', '2026-11-01');

/** Of metabolism and hormones. */
export const OF_HORMONES: readonly Substance[] = [
  row('metformin', 'S4', { classes: ['biguanide'] }),
  row('gliclazide', 'S4', { classes: ['sulfonylurea'] }),
  row('glimepiride', 'S4', { classes: ['sulfonylurea'] }),
  row('empagliflozin', 'S4', { classes: ['sglt2_inhibitor'] }),
  row('dapagliflozin', 'S4', { classes: ['sglt2_inhibitor'] }),
  row('sitagliptin', 'S4', { classes: ['dpp4_inhibitor'] }),
  row('linagliptin', 'S4', { classes: ['dpp4_inhibitor'] }),
  row('saxagliptin', 'S4', { classes: ['dpp4_inhibitor'] }),
  row('semaglutide', 'S4', { classes: ['glp1_agonist'] }),
  row('dulaglutide', 'S4', { classes: ['glp1_agonist'] }),
  row('liraglutide', 'S4', { classes: ['glp1_agonist'] }),
  row('insulin glargine', 'S4', { classes: ['insulin'] }),
  row('insulin aspart', 'S4', { classes: ['insulin'] }),
  row('insulin lispro', 'S4', { classes: ['insulin'] }),
  row('insulin degludec', 'S4', { classes: ['insulin'] }),
  row('insulin', 'S4', { classes: ['insulin'] }),
  row('levothyroxine', 'S4', { classes: ['thyroid_hormone'], otherNames: ['thyroxine'] }),
  row('carbimazole', 'S4'),
  row('prednisolone', 'S4', { classes: ['corticosteroid'] }),
  row('prednisone', 'S4', { classes: ['corticosteroid'] }),
  row('dexamethasone', 'S4', { classes: ['corticosteroid'] }),
  row('alendronate', 'S4', { classes: ['bisphosphonate'], otherNames: ['alendronic acid'] }),
  row('risedronate', 'S4', { classes: ['bisphosphonate'], otherNames: ['risedronic acid'] }),
  row('denosumab', 'S4'),
  row('colecalciferol', [], { otherNames: ['cholecalciferol', 'vitamin d3'] }),
  row('ethinylestradiol', 'S4', {
    classes: ['oestrogen', 'hormonal_contraceptive'],
    otherNames: ['ethinyloestradiol', 'ethinyl estradiol'],
  }),
  row('levonorgestrel', [{ schedule: 'S4', when: { isAlone: false } }], {
    classes: ['progestogen', 'hormonal_contraceptive'],
  }),
  row('drospirenone', 'S4', { classes: ['progestogen', 'hormonal_contraceptive'] }),
  row('etonogestrel', 'S4', { classes: ['progestogen', 'hormonal_contraceptive'] }),
  row('norethisterone', 'S4', { classes: ['progestogen'], otherNames: ['norethindrone'] }),
  row('medroxyprogesterone', 'S4', { classes: ['progestogen'] }),
  row('estradiol', 'S4', { classes: ['oestrogen'], otherNames: ['oestradiol'] }),
  row('estriol', 'S4', { classes: ['oestrogen'], otherNames: ['oestriol'] }),
  row('testosterone', 'S4'),
  row('finasteride', 'S4'),
  row('dutasteride', 'S4'),
  row('tamsulosin', 'S4', { classes: ['alpha_blocker'] }),
  row('sildenafil', 'S4', { classes: ['pde5_inhibitor'] }),
  row('tadalafil', 'S4', { classes: ['pde5_inhibitor'] }),
  row('oxybutynin', 'S4', { classes: ['anticholinergic'] }),
  row('solifenacin', 'S4', { classes: ['anticholinergic'] }),
  row('mirabegron', 'S4'),
];

/** Of airways, allergy, skin, stomach and eye. */
export const OF_OTHER_ORGANS: readonly Substance[] = [
  row(
    'salbutamol',
    [{ schedule: 'S3', when: { forms: ['inhaler'], isAlone: true, upToMg: 0.2 } }, { schedule: 'S4' }],
    {
      classes: ['beta2_agonist'],
      otherNames: ['albuterol'],
    },
  ),
  row('terbutaline', [{ schedule: 'S3', when: { forms: ['inhaler'], isAlone: true } }, { schedule: 'S4' }], {
    classes: ['beta2_agonist'],
  }),
  row('formoterol', 'S4', { classes: ['beta2_agonist'], otherNames: ['eformoterol'] }),
  row('salmeterol', 'S4', { classes: ['beta2_agonist'] }),
  row('vilanterol', 'S4', { classes: ['beta2_agonist'] }),
  row('budesonide', [{ schedule: 'S4', when: { routes: ['inhalation', 'oral', 'rectal'] } }], {
    classes: ['corticosteroid'],
  }),
  row('fluticasone', [{ schedule: 'S4', when: { routes: ['inhalation'] } }], { classes: ['corticosteroid'] }),
  row('beclometasone', [{ schedule: 'S4', when: { routes: ['inhalation'] } }], {
    classes: ['corticosteroid'],
    otherNames: ['beclomethasone'],
  }),
  row('ciclesonide', [{ schedule: 'S4', when: { routes: ['inhalation'] } }], { classes: ['corticosteroid'] }),
  row('tiotropium', 'S4', { classes: ['anticholinergic'] }),
  row('umeclidinium', 'S4', { classes: ['anticholinergic'] }),
  row('montelukast', 'S4'),
  row(
    'pseudoephedrine',
    [{ schedule: 'S3', when: { forms: ['divided'], release: 'immediate', upToMg: 60, packUpTo: 12 } }],
    {},
  ),
  row(
    'cetirizine',
    [
      { schedule: null, when: { forms: ['divided'], packUpTo: 10 } },
      { schedule: 'S2', when: { forms: ['divided'] } },
    ],
    { classes: ['antihistamine'] },
  ),
  row(
    'loratadine',
    [
      { schedule: null, when: { forms: ['divided'], packUpTo: 10 } },
      { schedule: 'S2', when: { forms: ['divided'] } },
    ],
    { classes: ['antihistamine'] },
  ),
  row('hydroxyzine', 'S4', { classes: ['antihistamine', 'qt_prolonging'] }),
  row(
    'pantoprazole',
    [{ schedule: null, when: { forms: ['divided'], upToMg: 20, packUpTo: 14 } }, { schedule: 'S4' }],
    { classes: ['proton_pump_inhibitor'] },
  ),
  row(
    'esomeprazole',
    [{ schedule: null, when: { forms: ['divided'], upToMg: 20, packUpTo: 14 } }, { schedule: 'S4' }],
    { classes: ['proton_pump_inhibitor'] },
  ),
  row('omeprazole', [{ schedule: null, when: { forms: ['divided'], upToMg: 20, packUpTo: 14 } }, { schedule: 'S4' }], {
    classes: ['proton_pump_inhibitor'],
  }),
  row('ondansetron', 'S4', { classes: ['qt_prolonging'] }),
  row('domperidone', 'S4', { classes: ['qt_prolonging'] }),
  row('mesalazine', 'S4', { otherNames: ['mesalamine'] }),
  row('isotretinoin', 'S4', { classes: ['retinoid'] }),
  row('tretinoin', 'S4', { classes: ['retinoid'] }),
  row('acitretin', 'S4', { classes: ['retinoid'] }),
  row('betamethasone', 'S4', { classes: ['corticosteroid'] }),
  row('methylprednisolone', 'S4', { classes: ['corticosteroid'] }),
  row('latanoprost', 'S4'),
  row('timolol', 'S4', { classes: ['beta_blocker'] }),
];
