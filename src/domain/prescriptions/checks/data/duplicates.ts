import type { AlertSeverity, SubstanceGroup } from '../rule.js';
import { rulesFrom } from '../rule.js';
import { AS_OF, GENERALLY_KNOWN } from './source.js';

const rule = rulesFrom('duplicate', GENERALLY_KNOWN, AS_OF);
const twoOf = (id: string, group: SubstanceGroup, severity: AlertSeverity, name: string) =>
  rule(`two-${id}`, { twoOf: group }, severity, {
    title: `Two ${name}`,
    advice: 'One is enough: two do more harm and no more good. Stop one, or say why both.',
  });

export const DUPLICATE_RULES = [
  rule('duplicate-renewal', { same: 'item' }, 'minor', {
    title: 'The patient’s list has this medicine',
    advice: 'As it should when it is renewed. Is there still some of the last supply?',
  }),
  rule('duplicate-medicine', { same: 'medicine' }, 'moderate', {
    title: 'The same medicine in another strength or form',
    advice:
      'If it takes the other one’s place, stop that one on the patient’s list; if both are meant, tell the patient.',
  }),
  rule('duplicate-ingredient', { same: 'ingredient' }, 'major', {
    title: 'Both medicines have the same ingredient',
    advice: 'The patient would take it twice. Choose one without it, or count it together.',
  }),
  twoOf('nsaids', { classes: ['nsaid'], except: ['aspirin'], systemic: true }, 'major', 'NSAIDs'),
  twoOf('ssris', { classes: ['ssri', 'snri'] }, 'major', 'SSRIs or SNRIs'),
  twoOf('tricyclics', { classes: ['tricyclic'] }, 'major', 'tricyclic antidepressants'),
  twoOf('maois', { classes: ['maoi'] }, 'contraindicated', 'MAO inhibitors'),
  twoOf('benzodiazepines', { classes: ['benzodiazepine', 'z_drug'] }, 'major', 'medicines to sleep or be calm'),
  twoOf('antipsychotics', { classes: ['antipsychotic'] }, 'moderate', 'antipsychotics'),
  twoOf('opioids', { classes: ['opioid'] }, 'moderate', 'opioids'),
  twoOf('gabapentinoids', { classes: ['gabapentinoid'] }, 'major', 'gabapentinoids'),
  twoOf('triptans', { classes: ['triptan'] }, 'major', 'triptans'),
  twoOf('stimulants', { classes: ['amfetamine'], substances: ['methylphenidate'] }, 'moderate', 'stimulants'),
  twoOf('statins', { classes: ['statin'] }, 'major', 'statins'),
  twoOf('ace-inhibitors', { classes: ['ace_inhibitor'] }, 'major', 'ACE inhibitors'),
  twoOf('sartans', { classes: ['sartan'] }, 'major', 'sartans'),
  twoOf('beta-blockers', { classes: ['beta_blocker'] }, 'major', 'beta-blockers'),
  twoOf('calcium-channel-blockers', { classes: ['calcium_channel_blocker'] }, 'major', 'calcium channel blockers'),
  twoOf('thiazides', { classes: ['thiazide'] }, 'major', 'thiazides'),
  twoOf('potassium-sparing', { classes: ['potassium_sparing'] }, 'major', 'diuretics that keep potassium'),
  twoOf('alpha-blockers', { classes: ['alpha_blocker'] }, 'major', 'alpha-blockers'),
  twoOf(
    'nitrates',
    { classes: ['nitrate'], except: ['glyceryl_trinitrate'], substances: ['nicorandil'] },
    'minor',
    'medicines against angina',
  ),
  twoOf('anticoagulants', { classes: ['anticoagulant'] }, 'major', 'anticoagulants'),
  twoOf('antiplatelets', { substances: ['clopidogrel', 'ticagrelor'] }, 'major', 'antiplatelets beside aspirin'),
  twoOf('pde5-inhibitors', { classes: ['pde5_inhibitor'] }, 'major', 'medicines for erection'),
  twoOf('sulfonylureas', { classes: ['sulfonylurea'] }, 'major', 'sulfonylureas'),
  twoOf('incretins', { classes: ['dpp4_inhibitor', 'glp1_agonist'] }, 'moderate', 'medicines that act on incretins'),
  twoOf('sglt2-inhibitors', { classes: ['sglt2_inhibitor'] }, 'major', 'SGLT2 inhibitors'),
  twoOf('bisphosphonates', { classes: ['bisphosphonate'], substances: ['denosumab'] }, 'major', 'medicines for bones'),
  twoOf('proton-pump-inhibitors', { classes: ['proton_pump_inhibitor'] }, 'moderate', 'proton pump inhibitors'),
  twoOf(
    'xanthine-oxidase-inhibitors',
    { classes: ['xanthine_oxidase_inhibitor'] },
    'major',
    'medicines that lower uric acid',
  ),
  twoOf('antihistamines', { classes: ['antihistamine'] }, 'minor', 'antihistamines'),
  twoOf(
    'long-acting-beta2',
    { substances: ['formoterol', 'salmeterol', 'vilanterol'] },
    'major',
    'long-acting inhalers of one kind',
  ),
  twoOf(
    'long-acting-anticholinergics',
    { substances: ['tiotropium', 'umeclidinium'] },
    'major',
    'long-acting inhalers of one kind',
  ),
  twoOf('retinoids', { classes: ['retinoid'] }, 'major', 'retinoids'),
  twoOf('macrolides', { classes: ['macrolide'] }, 'moderate', 'macrolides'),
  twoOf(
    'five-alpha-inhibitors',
    { substances: ['finasteride', 'dutasteride'] },
    'major',
    'medicines of one kind for the prostate',
  ),
] as const;
