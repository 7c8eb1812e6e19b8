import { rowsFrom, type Substance } from '../substance.js';

const row = rowsFrom('Poisons Standard', '2026-11-01');
const controlled = rowsFrom('NSW Health, list of Schedule 8 medicines', '2026-11-01');
/** Packs of paracetamol since 1 February 2025. */
const packed = rowsFrom('TGA, changes to paracetamol pack sizes from 1 February 2025', '2026-11-01');

/** Against pain, inflammation and gout. */
export const AGAINST_PAIN: readonly Substance[] = [
  packed(
    'paracetamol',
    [
      { schedule: 'S3', when: { forms: ['divided'], release: 'modified', upToMg: 665, packUpTo: 100 } },
      { schedule: 'Unscheduled', when: { forms: ['divided'], upToMg: 500, packUpTo: 16 } },
      { schedule: 'S2', when: { forms: ['divided'], upToMg: 500, packUpTo: 50 } },
      { schedule: 'S3', when: { forms: ['divided'], upToMg: 500, packUpTo: 100 } },
      { schedule: 'S4', when: { forms: ['divided'] } },
    ],
    { otherNames: ['acetaminophen'] },
  ),
  // Strength, pack and what it is for decide together: this table tells less apart.
  row('aspirin', [], { classes: ['nsaid', 'antiplatelet'], otherNames: ['acetylsalicylic acid'] }),
  row(
    'ibuprofen',
    [
      { schedule: null, when: { forms: ['divided'], isAlone: true, upToMg: 200, packUpTo: 25 } },
      { schedule: 'S2', when: { forms: ['divided'], isAlone: true, upToMg: 200, packUpTo: 100 } },
    ],
    { classes: ['nsaid'] },
  ),
  row(
    'diclofenac',
    [
      { schedule: null, when: { forms: ['divided'], upToMg: 25, packUpTo: 30 } },
      { schedule: 'S4', when: { forms: ['divided'] } },
    ],
    { classes: ['nsaid'] },
  ),
  row(
    'naproxen',
    [
      { schedule: null, when: { forms: ['divided'], upToMg: 275, packUpTo: 30 } },
      { schedule: 'S4', when: { forms: ['divided'] } },
    ],
    { classes: ['nsaid'] },
  ),
  row('celecoxib', 'S4', { classes: ['nsaid'] }),
  row('etoricoxib', 'S4', { classes: ['nsaid'] }),
  row('meloxicam', 'S4', { classes: ['nsaid'] }),
  row('indometacin', [{ schedule: 'S4', when: { routes: ['oral', 'rectal'] } }], {
    classes: ['nsaid'],
    otherNames: ['indomethacin'],
  }),
  row('codeine', [{ schedule: 'S4', when: { forms: ['divided'], isAlone: false, upToMg: 30 } }, { schedule: 'S8' }], {
    classes: ['opioid'],
    isMonitored: true,
  }),
  row('tramadol', 'S4', { classes: ['opioid'], isMonitored: true }),
  controlled('buprenorphine', 'S8', { classes: ['opioid'] }),
  controlled('fentanyl', 'S8', { classes: ['opioid'] }),
  controlled('hydromorphone', 'S8', { classes: ['opioid'] }),
  controlled('methadone', 'S8', { classes: ['opioid', 'qt_prolonging'] }),
  controlled('morphine', 'S8', { classes: ['opioid'] }),
  controlled('oxycodone', 'S8', { classes: ['opioid'] }),
  controlled('pethidine', 'S8', { classes: ['opioid'] }),
  controlled('tapentadol', 'S8', { classes: ['opioid'] }),
  controlled('ketamine', 'S8', { isMonitored: true }),
  row(
    'naloxone',
    [
      { schedule: 'S3', when: { forms: ['nasal'] } },
      { schedule: null, when: { forms: ['injection'] } },
      { schedule: 'S4' },
    ],
    {},
  ),
  row('naltrexone', 'S4'),
  row('pregabalin', 'S4', { classes: ['gabapentinoid', 'anticonvulsant'], isMonitored: true }),
  row('gabapentin', 'S4', { classes: ['gabapentinoid', 'anticonvulsant'], isMonitored: true }),
  row('lidocaine', [{ schedule: 'S4', when: { forms: ['injection', 'patch'] } }], {
    classes: ['local_anaesthetic'],
    otherNames: ['lignocaine'],
  }),
  row('baclofen', 'S4'),
  row('sumatriptan', [{ schedule: 'S3', when: { forms: ['divided'], upToMg: 50, packUpTo: 2 } }, { schedule: 'S4' }], {
    classes: ['triptan'],
  }),
  row('allopurinol', 'S4', { classes: ['xanthine_oxidase_inhibitor'] }),
  row('febuxostat', 'S4', { classes: ['xanthine_oxidase_inhibitor'] }),
  row('colchicine', 'S4'),
  row('methotrexate', 'S4', { classes: ['immunosuppressant'] }),
  row('azathioprine', 'S4', { classes: ['immunosuppressant'] }),
  row('leflunomide', 'S4', { classes: ['immunosuppressant'] }),
  row('ciclosporin', 'S4', { classes: ['immunosuppressant'], otherNames: ['cyclosporin', 'cyclosporine'] }),
  row('mycophenolate', 'S4', { classes: ['immunosuppressant'] }),
  row('sulfasalazine', 'S4', { otherNames: ['sulphasalazine'] }),
  row('hydroxycarbamide', 'S4', { otherNames: ['hydroxyurea'] }),
  controlled('nabiximols', 'S8', { classes: ['cannabinoid'] }),
  row('cannabidiol', 'S4', { classes: ['cannabinoid'], otherNames: ['cbd'] }),
  row('tetrahydrocannabinol', 'S8', { classes: ['cannabinoid'], otherNames: ['dronabinol', 'thc'] }),
];
