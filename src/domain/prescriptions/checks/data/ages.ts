import type { AlertSeverity, SubstanceGroup } from '../rule.js';
import { rulesFrom } from '../rule.js';
import { AS_OF, GENERALLY_KNOWN } from './source.js';

const rule = rulesFrom('age', GENERALLY_KNOWN, AS_OF);

/** A medicine for nobody below an age. */
const under = (
  underAge: number,
  [id, name]: readonly [id: string, name: string],
  prescribed: SubstanceGroup,
  [severity, advice]: readonly [AlertSeverity, string],
) =>
  rule(`age-${id}-under-${underAge}`, { prescribed, underAge }, severity, {
    title: `${name} under ${underAge} years`,
    advice,
  });

/** A medicine that needs thought from an age on. */
const from = (
  fromAge: number,
  [id, name]: readonly [id: string, name: string],
  prescribed: SubstanceGroup,
  [severity, advice]: readonly [AlertSeverity, string],
) =>
  rule(`age-${id}-from-${fromAge}`, { prescribed, fromAge }, severity, {
    title: `${name} from ${fromAge} years on`,
    advice,
  });

const ANTIDEPRESSANTS: SubstanceGroup = {
  classes: ['snri', 'tricyclic'],
  substances: ['paroxetine', 'mirtazapine', 'bupropion'],
};

export const AGE_RULES = [
  under(16, ['aspirin', 'Aspirin'], { substances: ['aspirin'] }, [
    'contraindicated',
    'Reye syndrome. Choose paracetamol.',
  ]),
  under(12, ['codeine', 'Codeine or tramadol'], { substances: ['codeine', 'tramadol'] }, [
    'contraindicated',
    'Some children turn it into an opioid so fast that they stop breathing. Choose another pain relief.',
  ]),
  under(18, ['codeine', 'Codeine or tramadol'], { substances: ['codeine', 'tramadol'] }, [
    'major',
    'Never after tonsils were removed, with sleep apnoea or heavy overweight. Choose another pain relief.',
  ]),
  under(2, ['promethazine', 'Promethazine'], { substances: ['promethazine', 'doxylamine'] }, [
    'contraindicated',
    'It can stop breathing.',
  ]),
  under(6, ['promethazine', 'Promethazine or doxylamine'], { substances: ['promethazine', 'doxylamine'] }, [
    'major',
    'Deep sedation. Choose an antihistamine that does not sedate.',
  ]),
  under(8, ['tetracycline', 'Tetracycline'], { classes: ['tetracycline'], systemic: true }, [
    'contraindicated',
    'Teeth stay stained. Choose another antibiotic.',
  ]),
  under(18, ['quinolone', 'Quinolone'], { classes: ['quinolone'], systemic: true }, [
    'major',
    'Joints and tendons. Only where nothing else helps.',
  ]),
  under(18, ['melatonin', 'Melatonin'], { substances: ['melatonin'] }, [
    'moderate',
    'Approved for insomnia from 55 years on, for children only with autism or Smith-Magenis syndrome.',
  ]),
  under(6, ['pseudoephedrine', 'Pseudoephedrine'], { substances: ['pseudoephedrine'] }, [
    'contraindicated',
    'Fits and fast hearts. Choose saline drops.',
  ]),
  under(2, ['antihistamine', 'Antihistamine'], { classes: ['antihistamine'], except: ['promethazine', 'doxylamine'] }, [
    'moderate',
    'Little is known of so young children.',
  ]),
  under(2, ['loperamide', 'Loperamide'], { substances: ['loperamide'] }, [
    'contraindicated',
    'The bowel may stop. Give fluids.',
  ]),
  under(12, ['loperamide', 'Loperamide'], { substances: ['loperamide'] }, ['major', 'Give fluids.']),
  under(20, ['metoclopramide', 'Metoclopramide'], { substances: ['metoclopramide'] }, [
    'major',
    'Cramps of face and eyes. Choose ondansetron.',
  ]),
  under(12, ['domperidone', 'Domperidone'], { substances: ['domperidone'] }, [
    'major',
    'Dangerous rhythms. Choose ondansetron.',
  ]),
  under(18, ['z-drug', 'Zolpidem or zopiclone'], { classes: ['z_drug'] }, [
    'major',
    'Not for children: confusion and sleep-walking.',
  ]),
  under(18, ['benzodiazepine', 'Benzodiazepine'], { classes: ['benzodiazepine'] }, [
    'moderate',
    'For fits or before a procedure only.',
  ]),
  under(18, ['antidepressant', 'Antidepressant'], ANTIDEPRESSANTS, [
    'major',
    'Thoughts of suicide, and little use. Choose fluoxetine, and see the patient weekly.',
  ]),
  under(25, ['ssri', 'SSRI'], { classes: ['ssri'] }, [
    'moderate',
    'Thoughts of suicide in the first weeks. See the patient weekly.',
  ]),
  under(6, ['stimulant', 'Stimulant'], { classes: ['amfetamine'], substances: ['methylphenidate'] }, [
    'major',
    'By a specialist alone.',
  ]),
  under(2, ['valproate', 'Valproate'], { substances: ['valproate'] }, ['major', 'The liver may fail.']),
  under(12, ['isotretinoin', 'Isotretinoin or acitretin'], { substances: ['isotretinoin', 'acitretin'] }, [
    'contraindicated',
    'Bones may stop growing.',
  ]),
  under(18, ['pde5', 'Medicine for erection'], { classes: ['pde5_inhibitor'] }, [
    'major',
    'For adults; in the lungs’ high pressure by a specialist.',
  ]),
  under(
    18,
    ['finasteride', 'Finasteride, dutasteride or testosterone'],
    { substances: ['finasteride', 'dutasteride', 'testosterone'] },
    ['major', 'For adults: it changes how a child grows.'],
  ),
  under(12, ['glp1', 'GLP-1 agonist'], { classes: ['glp1_agonist'] }, ['major', 'Not studied in so young children.']),
  under(18, ['bisphosphonate', 'Medicine for bones'], { classes: ['bisphosphonate'], substances: ['denosumab'] }, [
    'moderate',
    'By a specialist alone.',
  ]),
  under(10, ['statin', 'Statin'], { classes: ['statin'] }, ['moderate', 'By a specialist alone.']),
  under(5, ['ivermectin', 'Ivermectin'], { substances: ['ivermectin'] }, [
    'major',
    'Not below 15 kg. Choose permethrin.',
  ]),
  under(18, ['opioid', 'Opioid'], { classes: ['opioid'], except: ['codeine', 'tramadol'] }, [
    'moderate',
    'Begin with a small dose by weight.',
  ]),
  under(18, ['cannabinoid', 'Cannabinoid'], { classes: ['cannabinoid'], except: ['cannabidiol'] }, [
    'major',
    'Harm to the growing brain: psychosis.',
  ]),
  from(65, ['benzodiazepine', 'Benzodiazepine or sleeping tablet'], { classes: ['benzodiazepine', 'z_drug'] }, [
    'moderate',
    'Falls, broken hips, confusion. Half the dose, few nights.',
  ]),
  from(
    65,
    ['anticholinergic', 'Anticholinergic medicine'],
    {
      classes: ['tricyclic'],
      substances: ['oxybutynin', 'trihexyphenidyl', 'promethazine', 'doxylamine', 'hydroxyzine'],
      systemic: true,
    },
    ['moderate', 'Confusion, falls and a full bladder. Choose another one.'],
  ),
  from(65, ['nsaid', 'NSAID'], { classes: ['nsaid'], except: ['aspirin'], systemic: true }, [
    'moderate',
    'Bleeding from the stomach, kidneys and heart. Few days, low dose, with a proton pump inhibitor.',
  ]),
  from(65, ['antipsychotic', 'Antipsychotic'], { classes: ['antipsychotic'] }, [
    'moderate',
    'With dementia strokes and deaths are more. Low dose, short time.',
  ]),
  from(60, ['quinolone', 'Quinolone'], { classes: ['quinolone'], systemic: true }, [
    'moderate',
    'Tendons tear, above all with a corticosteroid.',
  ]),
  from(35, ['oestrogen-contraceptive', 'Contraceptive with ethinylestradiol'], { substances: ['ethinylestradiol'] }, [
    'moderate',
    'Clots: not for who smokes, has high blood pressure or migraine.',
  ]),
] as const;
