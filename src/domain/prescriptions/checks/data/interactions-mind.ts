import { rulesFrom } from '../rule.js';
import { AS_OF, GENERALLY_KNOWN } from './source.js';

const rule = rulesFrom('interaction', GENERALLY_KNOWN, AS_OF);

const SEROTONIN = 'Serotonin syndrome: agitation, fever, tremor, a fast pulse.';
const SEDATION = 'Sedation and slow breathing add up, up to death.';

/** Of mind, sleep, nerves and pain. */
export const INTERACTIONS_OF_MIND = [
  rule('maoi-ssri', { together: [{ classes: ['maoi'] }, { classes: ['ssri'] }] }, 'contraindicated', {
    title: 'MAO inhibitor with an SSRI',
    advice: `${SEROTONIN} Never together; leave 14 days between them, five weeks after fluoxetine.`,
  }),
  rule('maoi-snri', { together: [{ classes: ['maoi'] }, { classes: ['snri'] }] }, 'contraindicated', {
    title: 'MAO inhibitor with an SNRI',
    advice: `${SEROTONIN} Never together; leave 14 days between them.`,
  }),
  rule(
    'maoi-opioid',
    {
      together: [
        { classes: ['maoi'] },
        { substances: ['tramadol', 'pethidine', 'tapentadol', 'methadone', 'fentanyl'] },
      ],
    },
    'contraindicated',
    {
      title: 'MAO inhibitor with an opioid that acts on serotonin',
      advice: `${SEROTONIN} Choose another pain relief, and leave 14 days between them.`,
    },
  ),
  rule(
    'maoi-stimulant',
    {
      together: [
        { classes: ['maoi'] },
        { classes: ['amfetamine'], substances: ['methylphenidate', 'pseudoephedrine', 'bupropion'] },
      ],
    },
    'contraindicated',
    {
      title: 'MAO inhibitor with a stimulant',
      advice: 'Blood pressure may rise to a crisis. Never together; leave 14 days between them.',
    },
  ),
  rule('maoi-tricyclic', { together: [{ classes: ['maoi'] }, { classes: ['tricyclic'] }] }, 'contraindicated', {
    title: 'MAO inhibitor with a tricyclic antidepressant',
    advice: `${SEROTONIN} Leave it to a specialist who watches the patient.`,
  }),
  rule('maoi-triptan', { together: [{ classes: ['maoi'] }, { classes: ['triptan'] }] }, 'contraindicated', {
    title: 'MAO inhibitor with a triptan',
    advice: 'The triptan is not broken down, and serotonin rises. Choose another treatment of migraine.',
  }),
  rule('opioid-benzodiazepine', { together: [{ classes: ['opioid'] }, { classes: ['benzodiazepine'] }] }, 'major', {
    title: 'Opioid with a benzodiazepine',
    advice: `${SEDATION} Avoid it; otherwise the lowest doses for the shortest time, and talk about naloxone.`,
  }),
  rule('opioid-z-drug', { together: [{ classes: ['opioid'] }, { classes: ['z_drug'] }] }, 'major', {
    title: 'Opioid with zolpidem or zopiclone',
    advice: `${SEDATION} Avoid it; otherwise the lowest doses for the shortest time.`,
  }),
  rule('opioid-gabapentinoid', { together: [{ classes: ['opioid'] }, { classes: ['gabapentinoid'] }] }, 'major', {
    title: 'Opioid with pregabalin or gabapentin',
    advice: `${SEDATION} Begin with low doses, and look for drowsiness.`,
  }),
  rule(
    'opioid-gabapentinoid-benzodiazepine',
    { together: [{ classes: ['opioid'] }, { classes: ['gabapentinoid'] }, { classes: ['benzodiazepine', 'z_drug'] }] },
    'contraindicated',
    {
      title: 'Opioid, gabapentinoid and a sedative together',
      advice: `${SEDATION} Three of them is more than two can be watched for: leave one out.`,
    },
  ),
  rule('opioid-cannabinoid', { together: [{ classes: ['opioid'] }, { classes: ['cannabinoid'] }] }, 'moderate', {
    title: 'Opioid with a cannabinoid',
    advice: 'Drowsiness adds up. Begin with a low dose; no driving.',
  }),
  rule(
    'sedative-antihistamine',
    {
      together: [
        { classes: ['benzodiazepine', 'z_drug', 'opioid'] },
        { substances: ['promethazine', 'doxylamine', 'hydroxyzine'] },
      ],
    },
    'moderate',
    { title: 'Sedative with a sedating antihistamine', advice: 'Drowsiness adds up. Choose one that does not sedate.' },
  ),
  rule(
    'buprenorphine-opioid',
    { together: [{ substances: ['buprenorphine', 'naltrexone'] }, { classes: ['opioid'], except: ['buprenorphine'] }] },
    'major',
    {
      title: 'Opioid with buprenorphine or naltrexone',
      advice: 'One blocks the other: pain comes back, and somebody who is used to opioids gets withdrawal.',
    },
  ),
  rule('ssri-tramadol', { together: [{ classes: ['ssri', 'snri'] }, { substances: ['tramadol'] }] }, 'major', {
    title: 'SSRI or SNRI with tramadol',
    advice: `${SEROTONIN} Fits, too. Choose another pain relief.`,
  }),
  rule('tricyclic-tramadol', { together: [{ classes: ['tricyclic'] }, { substances: ['tramadol'] }] }, 'major', {
    title: 'Tricyclic antidepressant with tramadol',
    advice: `${SEROTONIN} Fits, too. Choose another pain relief.`,
  }),
  rule('ssri-triptan', { together: [{ classes: ['ssri', 'snri'] }, { classes: ['triptan'] }] }, 'moderate', {
    title: 'SSRI or SNRI with a triptan',
    advice: 'Serotonin syndrome is rare, and possible: tell the patient its signs.',
  }),
  rule(
    'st-johns-wort-serotonin',
    {
      together: [
        { substances: ['st_john_s_wort'] },
        { classes: ['ssri', 'snri', 'tricyclic', 'triptan', 'maoi'], substances: ['tramadol'] },
      ],
    },
    'major',
    { title: "St John's wort with a medicine that raises serotonin", advice: `${SEROTONIN} Stop St John's wort.` },
  ),
  rule(
    'fluvoxamine-tizanidine',
    { together: [{ substances: ['fluvoxamine'] }, { substances: ['tizanidine'] }] },
    'contraindicated',
    {
      title: 'Fluvoxamine with tizanidine',
      advice: 'Tizanidine rises many times over: blood pressure falls. Never together.',
    },
  ),
  rule(
    'ssri-tricyclic',
    { together: [{ substances: ['fluoxetine', 'paroxetine', 'fluvoxamine'] }, { classes: ['tricyclic'] }] },
    'major',
    {
      title: 'Tricyclic antidepressant with fluoxetine, paroxetine or fluvoxamine',
      advice: 'The tricyclic is broken down slowly and reaches the heart. Lower its dose, or choose another SSRI.',
    },
  ),
  rule(
    'tamoxifen-ssri',
    { together: [{ substances: ['tamoxifen'] }, { substances: ['fluoxetine', 'paroxetine', 'bupropion'] }] },
    'major',
    {
      title: 'Tamoxifen with fluoxetine, paroxetine or bupropion',
      advice: 'Tamoxifen is not made active and may not work. Choose another antidepressant.',
    },
  ),
  rule(
    'valproate-lamotrigine',
    { together: [{ substances: ['valproate'] }, { substances: ['lamotrigine'] }] },
    'major',
    {
      title: 'Valproate with lamotrigine',
      advice: 'Lamotrigine doubles: severe rashes. Use half its dose, raised slowly.',
    },
  ),
  rule(
    'carbamazepine-macrolide',
    { together: [{ substances: ['carbamazepine'] }, { substances: ['clarithromycin', 'erythromycin'] }] },
    'major',
    {
      title: 'Carbamazepine with clarithromycin or erythromycin',
      advice: 'Carbamazepine rises to poisoning. Choose another antibiotic.',
    },
  ),
  rule(
    'carbamazepine-maoi',
    { together: [{ substances: ['carbamazepine'] }, { classes: ['maoi'] }] },
    'contraindicated',
    {
      title: 'Carbamazepine with an MAO inhibitor',
      advice: 'Never together; leave 14 days between them.',
    },
  ),
  rule(
    'levodopa-antipsychotic',
    {
      together: [
        { substances: ['levodopa', 'pramipexole'] },
        { classes: ['antipsychotic'], substances: ['metoclopramide'], except: ['quetiapine'] },
      ],
    },
    'major',
    {
      title: 'Medicine for Parkinson disease with one that blocks dopamine',
      advice: 'One undoes the other. Choose domperidone against nausea, and ask a specialist about an antipsychotic.',
    },
  ),
  rule(
    'anticholinergic-two',
    {
      together: [
        { classes: ['anticholinergic', 'tricyclic'], systemic: true, except: ['tiotropium', 'umeclidinium'] },
        { substances: ['promethazine', 'doxylamine', 'hydroxyzine', 'olanzapine', 'oxybutynin', 'trihexyphenidyl'] },
      ],
    },
    'moderate',
    {
      title: 'Two anticholinergic medicines',
      advice: 'Confusion, a dry mouth and a full bladder, above all in old age.',
    },
  ),
] as const;
