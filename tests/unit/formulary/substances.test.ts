import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SUBSTANCES } from '../../../src/domain/formulary/data/substances.js';
import { deriveSchedule } from '../../../src/domain/formulary/derive-schedule.js';
import {
  milligramsOf,
  SCHEDULES,
  type Strength,
  SUBSTANCE_CLASSES,
  type Substance,
  substanceByCode,
  substanceOf,
} from '../../../src/domain/formulary/public.js';
import { parseStrengths } from '../../../src/domain/formulary/strength.js';
import { ALWAYS_S4, ALWAYS_S8, CLASSES, MONITORED, OTHER_NAMES, WITHOUT_SCHEDULE } from '../../fixtures/substances.js';

/** `ingredients | strength | form | pack`, and what it comes under: each case that a rule decides, on both of its sides. */
const CASES: readonly (readonly [item: string, schedule: string | null])[] = [
  // Known to allergies and checks; its schedule is for a person to state.
  ['aspirin | 300 mg | tablet | 24', null],
  ['paracetamol | 500 mg | tablet | 16', 'Unscheduled'],
  ['paracetamol | 500 mg | tablet | 17', 'S2'],
  ['paracetamol | 500 mg | tablet | 50', 'S2'],
  ['paracetamol | 500 mg | tablet | 51', 'S3'],
  ['paracetamol | 500 mg | tablet | 100', 'S3'],
  ['paracetamol | 500 mg | tablet | 101', 'S4'],
  ['paracetamol | 1 g | tablet | 16', 'S4'],
  ['paracetamol | 665 mg | modified release tablet | 96', 'S3'],
  ['paracetamol | 665 mg | modified release tablet | 100', 'S3'],
  ['paracetamol | 665 mg | modified release tablet | 101', 'S4'],
  ['paracetamol | 24 mg/mL | oral liquid | 200', null],
  ['paracetamol | 500 mg | tablet | -', null],
  ['paracetamol | 500 mg | something new | 16', null],
  ['paracetamol | plenty | tablet | 16', null],
  ['paracetamol + codeine | 500 mg + 30 mg | tablet | 20', 'S4'],
  // Whatever the pack, paracetamol is no stricter than codeine.
  ['paracetamol + codeine | 500 mg + 15 mg | tablet | -', 'S4'],
  ['codeine | 30 mg | tablet | 20', 'S8'],
  ['paracetamol + codeine | 500 mg + 60 mg | tablet | 20', 'S8'],
  ['ibuprofen | 200 mg | tablet | 24', null],
  ['ibuprofen | 200 mg | tablet | 96', 'S2'],
  ['ibuprofen | 400 mg | tablet | 30', null],
  ['ibuprofen + codeine | 200 mg + 12.8 mg | tablet | 30', null],
  ['diclofenac | 25 mg | enteric coated tablet | 30', null],
  ['diclofenac | 25 mg | enteric coated tablet | 50', 'S4'],
  ['diclofenac | 50 mg | enteric coated tablet | 50', 'S4'],
  ['diclofenac | 1% | gel | 1', null],
  ['naproxen | 250 mg | tablet | 24', null],
  ['naproxen | 500 mg | tablet | 50', 'S4'],
  ['indometacin | 25 mg | capsule | 50', 'S4'],
  ['indometacin | 1% | gel | 1', null],
  ['naloxone | 1.8 mg/dose | nasal spray | 2', 'S3'],
  ['naloxone | 400 microgram/mL | injection | 5', null],
  ['oxycodone + naloxone | 10 mg + 5 mg | modified release tablet | 28', 'S8'],
  ['buprenorphine + naloxone | 8 mg + 2 mg | sublingual film | 30', 'S8'],
  ['naloxone | 5 mg | tablet | 10', 'S4'],
  ['lidocaine | 1% | injection | 5', 'S4'],
  ['lidocaine | 2% | gel | 1', null],
  ['sumatriptan | 50 mg | tablet | 2', 'S3'],
  ['sumatriptan | 50 mg | tablet | 4', 'S4'],
  ['sumatriptan | 20 mg/dose | nasal spray | 2', 'S4'],
  ['melatonin | 2 mg | modified release tablet | 30', 'S3'],
  ['melatonin | 2 mg | modified release tablet | 60', 'S4'],
  ['melatonin | 3 mg | tablet | 10', null],
  ['aciclovir | 200 mg | tablet | 25', 'S4'],
  ['aciclovir | 5% | cream | 1', null],
  ['ivermectin | 3 mg | tablet | 4', 'S4'],
  ['ivermectin | 1% | cream | 1', null],
  ['chloramphenicol | 0.5% | eye drops | 1', 'S3'],
  ['chloramphenicol | 250 mg | capsule | 16', 'S4'],
  ['glyceryl trinitrate | 600 microgram | sublingual tablet | 100', 'S3'],
  ['glyceryl trinitrate | 400 microgram/dose | sublingual spray | 200', 'S3'],
  ['glyceryl trinitrate | 5 mg | transdermal patch | 30', 'S4'],
  ['glyceryl trinitrate | 0.2% | ointment | 1', null],
  ['levonorgestrel | 1.5 mg | tablet | 1', null],
  ['ethinylestradiol + levonorgestrel | 30 microgram + 150 microgram | tablet | 112', 'S4'],
  ['salbutamol | 100 microgram/dose | metered dose inhaler | 200', 'S3'],
  ['salbutamol | 5 mg/2.5 mL | nebuliser solution | 30', 'S4'],
  ['terbutaline | 500 microgram/dose | dry powder inhaler | 100', 'S3'],
  ['terbutaline | 5 mg | tablet | 100', 'S4'],
  ['budesonide | 200 microgram/dose | dry powder inhaler | 200', 'S4'],
  ['budesonide | 64 microgram/dose | nasal spray | 120', null],
  ['fluticasone propionate | 125 microgram/dose | metered dose inhaler | 120', 'S4'],
  ['fluticasone | 50 microgram/dose | nasal spray | 120', null],
  ['beclometasone | 100 microgram/dose | metered dose inhaler | 200', 'S4'],
  ['beclometasone | 50 microgram/dose | nasal spray | 200', null],
  ['ciclesonide | 160 microgram/dose | metered dose inhaler | 120', 'S4'],
  ['ciclesonide | 50 microgram/dose | nasal spray | 120', null],
  ['pseudoephedrine | 60 mg | tablet | 12', 'S3'],
  ['pseudoephedrine | 60 mg | tablet | 30', null],
  ['cetirizine | 10 mg | tablet | 30', 'S2'],
  ['cetirizine | 10 mg | tablet | 10', null],
  ['loratadine | 10 mg | tablet | 30', 'S2'],
  ['loratadine | 10 mg | tablet | 10', null],
  ['pantoprazole | 40 mg | enteric coated tablet | 30', 'S4'],
  ['pantoprazole | 20 mg | enteric coated tablet | 14', null],
  ['esomeprazole | 40 mg | enteric coated tablet | 30', 'S4'],
  ['esomeprazole | 20 mg | enteric coated tablet | 14', null],
  ['omeprazole | 20 mg | enteric coated capsule | 30', 'S4'],
  ['omeprazole | 20 mg | enteric coated capsule | 14', null],
  ['adrenaline | 300 microgram | injection | 1', null],
  ['colecalciferol | 25 microgram | capsule | 60', null],
  ['unheardofin | 10 mg | tablet | 30', null],
  ['oxycodone + unheardofin | 10 mg + 5 mg | tablet | 30', null],
];

type Find = (name: string) => Substance | null;

function scheduleOf(item: string, find: Find = substanceOf): string | null {
  const [names = '', strength = '', form = '', pack = ''] = item.split('|').map((cell) => cell.trim());
  const strengths: readonly (Strength | null)[] = parseStrengths(strength);
  const ingredients = names
    .split(' + ')
    .map((name, at) => ({ substance: find(name), strength: strengths[at] ?? null }));
  return deriveSchedule({ ingredients, form, route: null, packUnits: pack === '-' ? null : Number(pack) });
}

const byName = (names: readonly string[]) => [...names].sort();
const conditional = SUBSTANCES.filter(({ name }) => ![...ALWAYS_S4, ...ALWAYS_S8].includes(name));

describe('the table of ingredients', () => {
  it('has each substance once, with the source and the day of its rules', () => {
    const inCases = CASES.flatMap(([item]) => (item.split('|')[0] ?? '').trim().split(' + ')).map(substanceOf);
    const expected = new Set([
      ...ALWAYS_S4,
      ...ALWAYS_S8,
      ...WITHOUT_SCHEDULE,
      ...inCases.flatMap((one) => (one ? [one.name] : [])),
    ]);
    assert.deepEqual(byName(SUBSTANCES.map(({ name }) => name)), byName([...expected]));
    for (const { code, source, asOf } of SUBSTANCES) {
      assert.match(code, /^[a-z][a-z0-9_]*$/);
      assert.ok(source.length > 3, code);
      assert.match(asOf, /^20\d\d-\d\d-\d\d$/);
      assert.equal(substanceByCode(code)?.code, code);
    }
    assert.equal(substanceByCode('unheardofin'), null);
  });

  for (const [schedule, names] of [
    ['S4', ALWAYS_S4],
    ['S8', ALWAYS_S8],
  ] as const) {
    it(`puts into ${schedule}, whatever the item, what always belongs there`, () => {
      for (const name of names) {
        for (const item of [`${name} | 1 mg | tablet | 1`, `${name} | unreadable | something new | -`]) {
          assert.equal(scheduleOf(item), schedule, item);
        }
      }
    });
  }

  it('gives no schedule to what is only known to allergies and checks', () => {
    for (const name of WITHOUT_SCHEDULE) assert.equal(scheduleOf(`${name} | 1 mg | tablet | 30`), null, name);
  });

  for (const [item, schedule] of CASES) {
    it(`${item}: ${schedule ?? 'not known'}`, () => {
      assert.equal(scheduleOf(item), schedule);
    });
  }

  it('misses every rule that is taken out of it', () => {
    for (const substance of conditional) {
      for (const at of substance.rules.keys()) {
        const lacking = { ...substance, rules: substance.rules.filter((_, rule) => rule !== at) };
        const find: Find = (name) => {
          const found = substanceOf(name);
          return found?.code === substance.code ? lacking : found;
        };
        const changed = CASES.some(([item, schedule]) => scheduleOf(item, find) !== schedule);
        assert.ok(changed, `${substance.name}, rule ${at + 1}: no case tells that it is gone`);
      }
    }
  });

  it('knows no schedule that a row does not give: nothing stands in for one that is missing', () => {
    assert.deepEqual(SCHEDULES, ['Unscheduled', 'S2', 'S3', 'S4', 'S8']);
    const item = { form: 'tablet', route: null, packUnits: 20 };
    assert.equal(deriveSchedule({ ...item, ingredients: [] }), null);
    assert.equal(deriveSchedule({ ...item, ingredients: [{ substance: null, strength: null }] }), null);
  });

  it('finds substances by former and foreign names, in any case, with and without their salt', () => {
    const written = SUBSTANCES.flatMap(({ name, otherNames }) => otherNames.map((other) => [other, name] as const));
    assert.deepEqual([...written].sort(), [...OTHER_NAMES].sort());
    for (const [other, name] of OTHER_NAMES) {
      for (const typed of [other, other.toUpperCase(), ` ${name} `])
        assert.equal(substanceOf(typed)?.name, name, typed);
    }
    assert.equal(substanceOf('metoprolol succinate')?.code, 'metoprolol');
    assert.equal(substanceOf('Perindopril Arginine')?.code, 'perindopril');
    assert.equal(substanceOf('Amoxicillin (as trihydrate)')?.code, 'amoxicillin');
    assert.equal(substanceOf('insulin glargine')?.code, 'insulin_glargine');
    assert.equal(substanceOf('sodium chloride'), null);
    assert.equal(substanceOf('amoxicillin forte'), null);
    assert.equal(substanceOf(''), null);
  });

  it('puts substances into classes, and into the lists of monitoring', () => {
    const found = Object.fromEntries(
      SUBSTANCE_CLASSES.map((each) => [
        each,
        SUBSTANCES.filter(({ classes }) => classes.includes(each)).map(({ name }) => name),
      ]),
    );
    assert.deepEqual(found, CLASSES);
    assert.deepEqual(byName(SUBSTANCES.filter((one) => one.isMonitored).map(({ name }) => name)), byName(MONITORED));
  });

  it('weighs amounts of mass alone', () => {
    assert.equal(milligramsOf({ amount: 500, unit: 'microgram' }), 0.5);
    assert.equal(milligramsOf({ amount: 1, unit: 'g' }), 1_000);
    assert.equal(milligramsOf({ amount: 100, unit: 'unit' }), null);
  });
});
