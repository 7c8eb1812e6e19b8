import { rowsFrom, type Substance } from '../substance.js';

const row = rowsFrom('Poisons Standard', '2026-11-01');

/** Against infections. */
export const AGAINST_INFECTION: readonly Substance[] = [
  row('amoxicillin', 'S4', { classes: ['penicillin'], otherNames: ['amoxycillin'] }),
  row('clavulanic acid', 'S4'),
  row('ampicillin', 'S4', { classes: ['penicillin'] }),
  row('flucloxacillin', 'S4', { classes: ['penicillin'] }),
  row('dicloxacillin', 'S4', { classes: ['penicillin'] }),
  row('phenoxymethylpenicillin', 'S4', { classes: ['penicillin'], otherNames: ['penicillin v'] }),
  row('benzylpenicillin', 'S4', { classes: ['penicillin'], otherNames: ['penicillin g'] }),
  row('cefalexin', 'S4', { classes: ['cephalosporin'], otherNames: ['cephalexin'] }),
  row('cefuroxime', 'S4', { classes: ['cephalosporin'] }),
  row('ceftriaxone', 'S4', { classes: ['cephalosporin'] }),
  row('doxycycline', 'S4', { classes: ['tetracycline'] }),
  row('minocycline', 'S4', { classes: ['tetracycline'] }),
  row('azithromycin', 'S4', { classes: ['macrolide', 'qt_prolonging'] }),
  row('clarithromycin', 'S4', { classes: ['macrolide', 'qt_prolonging'] }),
  row('erythromycin', 'S4', { classes: ['macrolide', 'qt_prolonging'] }),
  row('roxithromycin', 'S4', { classes: ['macrolide'] }),
  row('clindamycin', 'S4'),
  row('trimethoprim', 'S4'),
  row('sulfamethoxazole', 'S4', { classes: ['sulfonamide'], otherNames: ['sulphamethoxazole'] }),
  row('nitrofurantoin', 'S4'),
  row('ciprofloxacin', 'S4', { classes: ['quinolone', 'qt_prolonging'] }),
  row('norfloxacin', 'S4', { classes: ['quinolone', 'qt_prolonging'] }),
  row('metronidazole', 'S4', { classes: ['nitroimidazole'] }),
  row('tinidazole', 'S4', { classes: ['nitroimidazole'] }),
  row('rifampicin', 'S4', { otherNames: ['rifampin'] }),
  row('itraconazole', 'S4', { classes: ['azole_antifungal'] }),
  row('aciclovir', [{ schedule: 'S4', when: { routes: ['oral', 'ophthalmic'] } }], {
    classes: ['antiviral'],
    otherNames: ['acyclovir'],
  }),
  row('valaciclovir', 'S4', { classes: ['antiviral'], otherNames: ['valacyclovir'] }),
  row('oseltamivir', 'S4', { classes: ['antiviral'] }),
  row('ivermectin', [{ schedule: 'S4', when: { routes: ['oral'] } }]),
  row('hydroxychloroquine', 'S4', { classes: ['qt_prolonging'] }),
  row('mupirocin', 'S4'),
  row('chloramphenicol', [{ schedule: 'S3', when: { forms: ['eye'] } }, { schedule: 'S4' }]),
];
