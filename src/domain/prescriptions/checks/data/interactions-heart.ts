import { rulesFrom } from '../rule.js';
import { AS_OF, GENERALLY_KNOWN } from './source.js';

const rule = rulesFrom('interaction', GENERALLY_KNOWN, AS_OF);

const ON_RENIN = { classes: ['ace_inhibitor', 'sartan'] } as const;
const DIURETIC = { classes: ['thiazide', 'loop_diuretic', 'potassium_sparing'] } as const;
const NSAID = { classes: ['nsaid'], systemic: true } as const;
const LONG_TERM_NSAID = { ...NSAID, except: ['aspirin'] } as const;

/** Of heart, vessels, blood and kidneys. */
export const INTERACTIONS_OF_HEART = [
  rule(
    'nitrate-pde5',
    { together: [{ classes: ['nitrate'], substances: ['nicorandil'] }, { classes: ['pde5_inhibitor'] }] },
    'contraindicated',
    {
      title: 'Nitrate or nicorandil with sildenafil, tadalafil or vardenafil',
      advice: 'Blood pressure falls, up to death. Never together, nor within two days.',
    },
  ),
  rule(
    'alpha-blocker-pde5',
    { together: [{ classes: ['alpha_blocker'] }, { classes: ['pde5_inhibitor'] }] },
    'moderate',
    {
      title: 'Alpha-blocker with a medicine for erection',
      advice: 'Blood pressure may fall on standing up. Begin with the lowest dose, hours apart.',
    },
  ),
  rule('warfarin-nsaid', { together: [{ substances: ['warfarin'] }, NSAID] }, 'major', {
    title: 'Warfarin with an NSAID or aspirin',
    advice: 'Bleeding, above all from the stomach. Choose paracetamol.',
  }),
  rule('anticoagulant-nsaid', { together: [{ classes: ['anticoagulant'], except: ['warfarin'] }, NSAID] }, 'major', {
    title: 'Anticoagulant with an NSAID or aspirin',
    advice: 'Bleeding, above all from the stomach. Choose paracetamol.',
  }),
  rule(
    'warfarin-nitroimidazole',
    { together: [{ substances: ['warfarin'] }, { classes: ['nitroimidazole'], systemic: true }] },
    'major',
    {
      title: 'Warfarin with metronidazole or tinidazole',
      advice:
        'The INR rises within days. Choose another antibiotic, or lower warfarin and test the INR within five days.',
    },
  ),
  rule(
    'warfarin-sulfamethoxazole',
    { together: [{ substances: ['warfarin'] }, { substances: ['sulfamethoxazole'] }] },
    'major',
    {
      title: 'Warfarin with trimethoprim + sulfamethoxazole',
      advice: 'The INR rises within days. Choose another antibiotic.',
    },
  ),
  rule('warfarin-amiodarone', { together: [{ substances: ['warfarin'] }, { substances: ['amiodarone'] }] }, 'major', {
    title: 'Warfarin with amiodarone',
    advice: 'The INR rises over weeks, and stays so for months. Lower warfarin by a third to a half, and test weekly.',
  }),
  rule('warfarin-azole', { together: [{ substances: ['warfarin'] }, { classes: ['azole_antifungal'] }] }, 'major', {
    title: 'Warfarin with an azole antifungal',
    advice: 'The INR rises, also with a single capsule or a gel for the mouth. Test it within three days.',
  }),
  rule(
    'warfarin-macrolide',
    { together: [{ substances: ['warfarin'] }, { classes: ['macrolide', 'quinolone'], systemic: true }] },
    'moderate',
    {
      title: 'Warfarin with a macrolide or quinolone',
      advice: 'The INR may rise. Test it within five days.',
    },
  ),
  rule(
    'warfarin-enzymes',
    {
      together: [
        { substances: ['warfarin'] },
        { substances: ['carbamazepine', 'phenytoin', 'phenobarbital', 'st_john_s_wort'] },
      ],
    },
    'major',
    {
      title: 'Warfarin with a medicine that speeds up its breakdown',
      advice: 'The INR falls, and rises to bleeding when that one is stopped. Test it weekly at each change.',
    },
  ),
  rule(
    'anticoagulant-rifampicin',
    { together: [{ classes: ['anticoagulant'], except: ['enoxaparin'] }, { substances: ['rifampicin'] }] },
    'major',
    {
      title: 'Anticoagulant with rifampicin',
      advice: 'It hardly works any more. Ask a specialist.',
    },
  ),
  rule(
    'doac-azole',
    {
      together: [
        { substances: ['apixaban', 'rivaroxaban', 'dabigatran'] },
        { substances: ['itraconazole', 'ketoconazole', 'voriconazole'] },
      ],
    },
    'major',
    {
      title: 'Apixaban, rivaroxaban or dabigatran with an azole antifungal',
      advice: 'The anticoagulant rises, and so does bleeding. Choose another antifungal.',
    },
  ),
  rule(
    'doac-enzymes',
    {
      together: [
        { substances: ['apixaban', 'rivaroxaban', 'dabigatran'] },
        { substances: ['carbamazepine', 'phenytoin', 'phenobarbital', 'st_john_s_wort'] },
      ],
    },
    'major',
    {
      title: 'Apixaban, rivaroxaban or dabigatran with a medicine that speeds up its breakdown',
      advice: 'Clots: it may not work. Choose warfarin, with its INR, or another medicine.',
    },
  ),
  rule(
    'anticoagulant-antiplatelet',
    { together: [{ classes: ['anticoagulant'] }, { classes: ['antiplatelet'], except: ['aspirin'] }] },
    'major',
    {
      title: 'Anticoagulant with clopidogrel or ticagrelor',
      advice: 'Bleeding. Only for a set time after a stent or heart attack, by a cardiologist’s plan.',
    },
  ),
  rule(
    'anticoagulant-ssri',
    { together: [{ classes: ['anticoagulant', 'antiplatelet'] }, { classes: ['ssri', 'snri'] }] },
    'moderate',
    {
      title: 'Anticoagulant or antiplatelet with an SSRI or SNRI',
      advice: 'Bleeding is more likely. Think of protecting the stomach.',
    },
  ),
  rule('nsaid-ssri', { together: [LONG_TERM_NSAID, { classes: ['ssri', 'snri'] }] }, 'moderate', {
    title: 'NSAID with an SSRI or SNRI',
    advice: 'Bleeding from the stomach is more likely. Think of a proton pump inhibitor.',
  }),
  rule(
    'nsaid-corticosteroid',
    {
      together: [
        NSAID,
        { substances: ['prednisolone', 'prednisone', 'dexamethasone', 'methylprednisolone'], systemic: true },
      ],
    },
    'moderate',
    {
      title: 'NSAID with a corticosteroid',
      advice: 'Ulcers and bleeding from the stomach. Think of a proton pump inhibitor.',
    },
  ),
  rule(
    'clopidogrel-omeprazole',
    { together: [{ substances: ['clopidogrel'] }, { substances: ['omeprazole', 'esomeprazole'] }] },
    'moderate',
    {
      title: 'Clopidogrel with omeprazole or esomeprazole',
      advice: 'Clopidogrel is not made active. Choose pantoprazole.',
    },
  ),
  rule(
    'renin-potassium',
    { together: [ON_RENIN, { classes: ['potassium_sparing'], substances: ['potassium_chloride'] }] },
    'major',
    {
      title: 'ACE inhibitor or sartan with spironolactone or potassium',
      advice: 'Potassium rises to dangerous amounts. Test it and kidney function within a week, and then regularly.',
    },
  ),
  rule(
    'potassium-two',
    { together: [{ classes: ['potassium_sparing'] }, { substances: ['potassium_chloride'] }] },
    'major',
    {
      title: 'Potassium with a medicine that keeps it in the body',
      advice: 'Potassium rises to dangerous amounts. Stop one of them.',
    },
  ),
  rule(
    'renin-trimethoprim',
    { together: [{ ...ON_RENIN, substances: ['spironolactone'] }, { substances: ['trimethoprim'] }] },
    'major',
    {
      title: 'ACE inhibitor, sartan or spironolactone with trimethoprim',
      advice: 'Potassium rises within days, above all in old age. Choose another antibiotic.',
    },
  ),
  rule('renin-nsaid', { together: [ON_RENIN, LONG_TERM_NSAID] }, 'moderate', {
    title: 'ACE inhibitor or sartan with an NSAID',
    advice: 'Kidney function and blood pressure get worse. Few days only, and not when the patient is dry.',
  }),
  rule('renin-diuretic-nsaid', { together: [ON_RENIN, DIURETIC, LONG_TERM_NSAID] }, 'major', {
    title: 'ACE inhibitor or sartan, diuretic and NSAID together',
    advice: 'The three together can stop the kidneys. Choose paracetamol.',
  }),
  rule('ace-sartan', { together: [{ classes: ['ace_inhibitor'] }, { classes: ['sartan'] }] }, 'major', {
    title: 'ACE inhibitor with a sartan',
    advice: 'More harm to kidneys and potassium, and no more benefit. Stop one.',
  }),
  rule('lithium-nsaid', { together: [{ substances: ['lithium'] }, LONG_TERM_NSAID] }, 'major', {
    title: 'Lithium with an NSAID',
    advice: 'Lithium rises to poisoning. Choose paracetamol, or test lithium within five days.',
  }),
  rule('lithium-renin', { together: [{ substances: ['lithium'] }, ON_RENIN] }, 'major', {
    title: 'Lithium with an ACE inhibitor or sartan',
    advice: 'Lithium rises to poisoning over weeks. Test it weekly after each change.',
  }),
  rule(
    'lithium-diuretic',
    { together: [{ substances: ['lithium'] }, { classes: ['thiazide', 'loop_diuretic'] }] },
    'major',
    {
      title: 'Lithium with a diuretic',
      advice: 'Lithium rises to poisoning within days. Choose another medicine, or lower and test lithium.',
    },
  ),
  rule('digoxin-amiodarone', { together: [{ substances: ['digoxin'] }, { substances: ['amiodarone'] }] }, 'major', {
    title: 'Digoxin with amiodarone',
    advice: 'Digoxin doubles. Halve its dose, and test it.',
  }),
  rule(
    'digoxin-verapamil',
    { together: [{ substances: ['digoxin'] }, { substances: ['verapamil', 'diltiazem'] }] },
    'major',
    {
      title: 'Digoxin with verapamil or diltiazem',
      advice: 'Digoxin rises, and the heart beats too slowly. Lower its dose, and test it.',
    },
  ),
  rule(
    'digoxin-macrolide',
    { together: [{ substances: ['digoxin'] }, { substances: ['clarithromycin', 'erythromycin', 'itraconazole'] }] },
    'major',
    {
      title: 'Digoxin with clarithromycin, erythromycin or itraconazole',
      advice: 'Digoxin rises to poisoning. Choose another medicine.',
    },
  ),
  rule(
    'digoxin-diuretic',
    { together: [{ substances: ['digoxin'] }, { classes: ['thiazide', 'loop_diuretic'] }] },
    'moderate',
    {
      title: 'Digoxin with a diuretic that loses potassium',
      advice: 'Low potassium makes digoxin poisonous. Test potassium and magnesium.',
    },
  ),
  rule(
    'verapamil-beta-blocker',
    { together: [{ substances: ['verapamil', 'diltiazem'] }, { classes: ['beta_blocker'] }] },
    'major',
    {
      title: 'Verapamil or diltiazem with a beta-blocker',
      advice: 'The heart may stop beating; eye drops count, too. Verapamil never, diltiazem by a cardiologist alone.',
    },
  ),
  rule(
    'beta-blocker-beta2',
    { together: [{ substances: ['propranolol', 'carvedilol', 'sotalol', 'timolol'] }, { classes: ['beta2_agonist'] }] },
    'major',
    {
      title: 'Beta-blocker of heart and airways with an inhaler against asthma',
      advice: 'One undoes the other: asthma may get dangerous. Choose a beta-blocker of the heart alone.',
    },
  ),
  rule(
    'clonidine-beta-blocker',
    { together: [{ substances: ['clonidine'] }, { classes: ['beta_blocker'], systemic: true }] },
    'moderate',
    {
      title: 'Clonidine with a beta-blocker',
      advice: 'Blood pressure leaps up when clonidine is stopped. Stop the beta-blocker days before.',
    },
  ),
  rule(
    'amiodarone-beta-blocker',
    {
      together: [
        { substances: ['amiodarone'] },
        { classes: ['beta_blocker'], substances: ['verapamil', 'diltiazem'], except: ['sotalol'] },
      ],
    },
    'major',
    {
      title: 'Amiodarone with a beta-blocker, verapamil or diltiazem',
      advice: 'The heart may beat too slowly or stop. By a cardiologist alone.',
    },
  ),
  rule(
    'qt-two',
    {
      together: [
        { classes: ['qt_prolonging'], systemic: true },
        { classes: ['qt_prolonging'], systemic: true },
      ],
    },
    'major',
    {
      title: 'Two medicines that prolong the QT interval',
      advice:
        'Dangerous rhythms, more so with low potassium or a slow pulse. Choose another one, or make an ECG before and after.',
    },
  ),
] as const;
