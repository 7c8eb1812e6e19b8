import { rowsFrom, type Substance } from '../substance.js';

const row = rowsFrom('Known to allergies and checks; schedules are stated by a person', '2026-11-01');

/**
 * What patients take beside prescribed medicines, and what rules of checks name. Their schedules depend on more than this table tells
 * apart, so it gives them none.
 */
export const BESIDE_MEDICINES: readonly Substance[] = [
  row('calcium', [], { otherNames: ['calcium carbonate', 'calcium citrate'] }),
  row('iron', [], {
    otherNames: ['ferrous sulfate', 'ferrous sulphate', 'ferrous fumarate', 'ferrous gluconate', 'iron polymaltose'],
  }),
  row('magnesium', [], { otherNames: ['magnesium oxide', 'magnesium citrate'] }),
  row('potassium chloride', [], { otherNames: ['potassium'] }),
  row('folic acid', [], { otherNames: ['folate'] }),
  row('cyanocobalamin', [], { otherNames: ['vitamin b12'] }),
  row("St John's wort", [], { otherNames: ['hypericum perforatum', 'hypericum', 'st johns wort'] }),
  row('promethazine', [], { classes: ['antihistamine'] }),
  row('doxylamine', [], { classes: ['antihistamine'] }),
  row('metoclopramide', []),
  row('loperamide', []),
  row('fluconazole', [], { classes: ['azole_antifungal', 'qt_prolonging'] }),
  row('ketoconazole', [], { classes: ['azole_antifungal', 'qt_prolonging'] }),
  row('voriconazole', [], { classes: ['azole_antifungal', 'qt_prolonging'] }),
  row('linezolid', [], { classes: ['maoi'] }),
  row('selegiline', [], { classes: ['maoi'] }),
  row('rasagiline', [], { classes: ['maoi'] }),
  row('rizatriptan', [], { classes: ['triptan'] }),
  row('zolmitriptan', [], { classes: ['triptan'] }),
  row('eletriptan', [], { classes: ['triptan'] }),
  row('ergotamine', []),
  row('tizanidine', []),
  row('theophylline', []),
  row('tamoxifen', []),
  row('eplerenone', [], { classes: ['potassium_sparing'] }),
  row('vardenafil', [], { classes: ['pde5_inhibitor'] }),
];
