import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Amount } from '../../../src/domain/formulary/public.js';
import { dosageWithinLimits } from '../../../src/domain/prescriptions/directions/dosage-within-limits.js';
import { doseInDay } from '../../../src/domain/prescriptions/directions/dose-in-day.js';
import { readDose } from '../../../src/domain/prescriptions/directions/read-dose.js';
import type { Dose } from '../../../src/domain/prescriptions/dose.js';
import { aDose } from '../../support/prescriptions/a-dose.js';
import { aDrug } from '../../support/prescriptions/an-item.js';

const NEVER_SAID = aDose();

const mg = (amount: number): Amount => ({ amount, unit: 'mg' });

/** `item: directions`, and what that comes to of each ingredient on one day. */
const IN_A_DAY: readonly (readonly [item: string, directions: string, ...amounts: (Amount | null)[]])[] = [
  ['paracetamol | 500 mg | tablet', '2 tablets 4 times a day', mg(4000)],
  ['paracetamol | 1 g | tablet', '1 tablet 3 times a day', mg(3000)],
  ['paracetamol | 500 mg | tablet', '1-2 tablets every 4-6 hours, maximum 8 tablets in 24 hours', mg(4000)],
  ['paracetamol | 500 mg | tablet', '1-2 tablets every 4-6 hours', mg(6000)],
  ['paracetamol | 500 mg | tablet', '1 tablet every 5 hours', mg(2500)],
  ['paracetamol | 500 mg | tablet', '1 tablet as needed, at most 3 in 24 hours', mg(1500)],
  ['paracetamol | 500 mg | tablet', '1 tablet every second day', mg(500)],
  ['paracetamol | 500 mg | tablet', '750 mg twice daily', mg(1500)],
  ['paracetamol | 500 mg | tablet', '1 g twice daily', mg(2000)],
  ['methotrexate | 2.5 mg | tablet', '4 tablets once a week on Monday', mg(10)],
  ['paracetamol + codeine | 500 mg + 30 mg | tablet', '2 tablets 4 times a day', mg(4000), mg(240)],
  ['paracetamol + codeine | 500 mg + 30 mg | tablet', '500 mg 4 times a day', null, null],
  ['paracetamol + codeine | 500 mg and a bit | tablet', '2 tablets 4 times a day', null, null],
  ['amoxicillin | 250 mg/5 mL | oral liquid', '5 mL 3 times a day', mg(750)],
  ['amoxicillin | 250 mg/5 mL | oral liquid', '250 mg 3 times a day', mg(750)],
  ['amoxicillin | 250 mg/5 mL | oral liquid', '2 drops 3 times a day', null],
  ['salbutamol | 100 microgram/dose | metered dose inhaler', '2 puffs 4 times a day', mg(0.8)],
  ['fluticasone | 50 microgram/dose | nasal spray', '2 sprays once daily', mg(0.1)],
  ['insulin glargine | 100 units/mL | prefilled pen', '20 units at night', { amount: 20, unit: 'unit' }],
  ['insulin glargine | 100 units/mL | prefilled pen', '1 mL at night', { amount: 100, unit: 'unit' }],
  ['insulin glargine | 100 units/mL | prefilled pen', '20 mg at night', null],
  ['paracetamol | 500 mg | tablet', '20 units at night', null],
  ['fentanyl | 12 microgram/hour | transdermal patch', '1 patch every 72 hours', mg(0.288)],
  ['fentanyl | 12 microgram/hour | transdermal patch', '2 patches every 72 hours', mg(0.576)],
  ['fentanyl | 12 microgram/hour | transdermal patch', '1 patch twice daily', null],
  ['fentanyl | 12 microgram/hour | transdermal patch', '1 patch on Mondays', null],
  ['estradiol | 50 microgram | transdermal patch', '1 patch once daily', null],
  ['paracetamol | 500 mg | tablet', '1 capsule once daily', null],
  ['paracetamol | 500 mg | suppository', '1 suppository twice daily', mg(1000)],
  ['betamethasone | 0.05% | cream', '1 g twice daily', null],
  ['latanoprost | 50 microgram/mL | eye drops', '1 drop at night', null],
];

describe('a dose in a day', () => {
  for (const [text, directions, ...amounts] of IN_A_DAY) {
    it(`is computed: ${directions} of ${text}`, () => {
      const item = aDrug(text);
      const dose = readDose(directions, item);
      assert.notEqual(dose, 'not_computable');
      const inDay = doseInDay(dose as Dose, item);
      assert.notEqual(inDay, 'not_computable');
      const found = (inDay as Exclude<typeof inDay, string>).map(
        ({ amount }) => amount && { ...amount, amount: Math.round(amount.amount * 1e6) / 1e6 },
      );
      assert.deepEqual(found, amounts);
    });
  }

  it('is not computed of a dose that does not say how often', () => {
    const item = aDrug('paracetamol | 500 mg | tablet');
    assert.equal(doseInDay(NEVER_SAID, item), 'not_computable');
    assert.equal(doseInDay({ ...NEVER_SAID, asNeeded: true }, item), 'not_computable');
  });

  it('names its ingredient and substance', () => {
    const item = aDrug('acetaminophen | 500 mg | tablet');
    const [ingredient] = doseInDay({ ...NEVER_SAID, timesPerDay: 1 }, item) as Exclude<
      ReturnType<typeof doseInDay>,
      string
    >;
    assert.deepEqual(ingredient, { name: 'acetaminophen', substance: 'paracetamol', amount: mg(500) });
  });
});

const LIMITS: readonly (readonly [
  item: string,
  limit: Amount | null,
  directions: string,
  within: boolean | 'not_computable',
])[] = [
  ['paracetamol | 500 mg | tablet', { amount: 4, unit: 'g' }, '2 tablets 4 times a day', true],
  ['paracetamol | 500 mg | tablet', { amount: 4, unit: 'g' }, '3 tablets 3 times a day', false],
  ['paracetamol | 500 mg | tablet', { amount: 4, unit: 'g' }, '1-2 tablets every 4-6 hours', false],
  ['paracetamol | 500 mg | tablet', { amount: 4, unit: 'g' }, '1-2 tablets every 4-6 hours, max 8 in 24 hours', true],
  ['paracetamol | 500 mg | tablet', null, '2 tablets 4 times a day', 'not_computable'],
  ['paracetamol | 500 mg | tablet', { amount: 4, unit: 'g' }, 'as directed', 'not_computable'],
  ['paracetamol | 500 mg | tablet', { amount: 100, unit: 'unit' }, '2 tablets 4 times a day', 'not_computable'],
  ['levothyroxine | 50 microgram | tablet', { amount: 300, unit: 'microgram' }, '6 tablets daily', true],
  ['levothyroxine | 50 microgram | tablet', { amount: 300, unit: 'microgram' }, '6.5 tablets daily', false],
  ['salbutamol | 100 microgram/dose | metered dose inhaler', { amount: 0.6, unit: 'mg' }, '1 puff 6 times a day', true],
  ['insulin glargine | 100 units/mL | prefilled pen', { amount: 80, unit: 'unit' }, '81 units at night', false],
  ['lactulose | 3.3 g/5 mL | oral liquid', { amount: 60, unit: 'mL' }, '30 mL twice daily', true],
  ['lactulose | 3.3 g/5 mL | oral liquid', { amount: 60, unit: 'mL' }, '31 mL twice daily', false],
  ['lactulose | 3.3 g/5 mL | oral liquid', { amount: 60, unit: 'mL' }, '10 g twice daily', 'not_computable'],
  [
    'paracetamol + codeine | 500 mg + 30 mg | tablet',
    { amount: 4, unit: 'g' },
    '2 tablets 4 times a day',
    'not_computable',
  ],
];

describe('the dosage limit of an item', () => {
  for (const [text, maxDailyDose, directions, within] of LIMITS) {
    it(`is ${within}: ${directions} of ${text}, at most ${maxDailyDose ? `${maxDailyDose.amount} ${maxDailyDose.unit}` : 'unknown'}`, () => {
      const item = aDrug(text, { maxDailyDose });
      assert.equal(dosageWithinLimits(item, readDose(directions, item)), within);
    });
  }

  it('is not computable of a dose in mL that does not say how often', () => {
    const item = aDrug('lactulose | 3.3 g/5 mL | oral liquid', { maxDailyDose: { amount: 60, unit: 'mL' } });
    assert.equal(dosageWithinLimits(item, { ...NEVER_SAID, unit: 'mL' }), 'not_computable');
  });
});
