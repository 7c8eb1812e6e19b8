import type { SubstanceClass } from '../../../formulary/public.js';
import { rulesFrom } from '../rule.js';
import { AS_OF, GENERALLY_KNOWN } from './source.js';

const rule = rulesFrom('allergy', GENERALLY_KNOWN, AS_OF);

/** An allergy to one of a class is one to the others. */
const within = (group: SubstanceClass, name: string) =>
  rule(
    `allergy-${group.replaceAll('_', '-')}`,
    { allergicTo: { classes: [group] }, prescribed: { classes: [group] } },
    'contraindicated',
    {
      title: `Allergy to another ${name}`,
      advice: 'Both are of one class. Choose a medicine of another one, or have the allergy tested.',
    },
  );

const AROMATIC = {
  substances: ['carbamazepine', 'oxcarbazepine', 'phenytoin', 'phenobarbital', 'lamotrigine'],
} as const;
const OTHER_SULFONAMIDES = {
  substances: [
    'furosemide',
    'hydrochlorothiazide',
    'indapamide',
    'gliclazide',
    'glimepiride',
    'celecoxib',
    'sumatriptan',
  ],
} as const;

/** The severity is that for a severe reaction; `allergy.ts` says what a milder one weighs. */
export const ALLERGY_RULES = [
  rule('allergy-same-substance', { allergy: 'same_substance' }, 'contraindicated', {
    title: 'Allergy to this medicine',
    advice: 'Choose another medicine. If the entry is wrong, correct it first.',
  }),
  rule('allergy-named-class', { allergy: 'named_class' }, 'contraindicated', {
    title: 'Allergy to the class of this medicine',
    advice: 'Choose a medicine of another class. If only one of the class was meant, correct the entry first.',
  }),
  within('penicillin', 'penicillin'),
  within('cephalosporin', 'cephalosporin'),
  within('macrolide', 'macrolide'),
  within('quinolone', 'quinolone'),
  within('tetracycline', 'tetracycline'),
  within('nitroimidazole', 'nitroimidazole'),
  within('ace_inhibitor', 'ACE inhibitor'),
  rule('allergy-nsaid', { allergicTo: { classes: ['nsaid'] }, prescribed: { classes: ['nsaid'] } }, 'contraindicated', {
    title: 'Allergy to aspirin or another NSAID',
    advice: 'Asthma, hives and swelling come from the whole class, from creams, too. Choose paracetamol.',
  }),
  rule(
    'allergy-penicillin-cephalosporin',
    { allergicTo: { classes: ['penicillin'] }, prescribed: { classes: ['cephalosporin'] } },
    'major',
    {
      title: 'Cephalosporin with an allergy to penicillin',
      advice:
        'About 2 in 100 react to both, most with cefalexin and amoxicillin. Not after anaphylaxis without a test.',
    },
  ),
  rule(
    'allergy-cephalosporin-penicillin',
    { allergicTo: { classes: ['cephalosporin'] }, prescribed: { classes: ['penicillin'] } },
    'major',
    {
      title: 'Penicillin with an allergy to a cephalosporin',
      advice: 'Some react to both, most with cefalexin and amoxicillin. Not after anaphylaxis without a test.',
    },
  ),
  rule(
    'allergy-sulfonamide-sulfasalazine',
    {
      allergicTo: { classes: ['sulfonamide'], substances: ['sulfasalazine'] },
      prescribed: { classes: ['sulfonamide'], substances: ['sulfasalazine'] },
    },
    'contraindicated',
    {
      title: 'Sulfonamide with an allergy to another one',
      advice: 'The body makes one of the other. Choose another medicine.',
    },
  ),
  rule(
    'allergy-sulfonamide-other',
    { allergicTo: { classes: ['sulfonamide'] }, prescribed: OTHER_SULFONAMIDES },
    'moderate',
    {
      title: 'Sulfonamide that is no antibiotic, with an allergy to one that is',
      advice: 'A reaction to both is rare. Tell the patient what to look for.',
    },
  ),
  rule('allergy-aromatic-anticonvulsant', { allergicTo: AROMATIC, prescribed: AROMATIC }, 'contraindicated', {
    title: 'Allergy to another anticonvulsant of this kind',
    advice: 'Severe skin reactions come with several of them. Choose one of another kind, such as levetiracetam.',
  }),
  rule(
    'allergy-ace-sartan',
    { allergicTo: { classes: ['ace_inhibitor'] }, prescribed: { classes: ['sartan'] } },
    'moderate',
    {
      title: 'Sartan after a reaction to an ACE inhibitor',
      advice: 'After swelling of face or throat it comes back in a few. After a cough alone it does not matter.',
    },
  ),
  rule(
    'allergy-opioid',
    {
      allergicTo: { substances: ['codeine', 'morphine', 'hydromorphone', 'oxycodone', 'buprenorphine'] },
      prescribed: { substances: ['codeine', 'morphine', 'hydromorphone', 'oxycodone', 'buprenorphine'] },
    },
    'major',
    {
      title: 'Allergy to another opioid of this kind',
      advice: 'Itching is common and no allergy. After a true reaction choose one of another kind, such as fentanyl.',
    },
  ),
  rule('allergy-retinoid', { allergicTo: { classes: ['retinoid'] }, prescribed: { classes: ['retinoid'] } }, 'major', {
    title: 'Allergy to another retinoid',
    advice: 'Capsules of isotretinoin hold soya oil: ask what the reaction was to.',
  }),
  rule(
    'allergy-proton-pump-inhibitor',
    { allergicTo: { classes: ['proton_pump_inhibitor'] }, prescribed: { classes: ['proton_pump_inhibitor'] } },
    'major',
    {
      title: 'Allergy to another proton pump inhibitor',
      advice: 'Many react to several of them. Choose another kind.',
    },
  ),
] as const;
