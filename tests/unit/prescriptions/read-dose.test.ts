import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readDose } from '../../../src/domain/prescriptions/directions/read-dose.js';
import type { Dose } from '../../../src/domain/prescriptions/dose.js';
import { aDose } from '../../support/prescriptions/a-dose.js';
import { aDrug } from '../../support/prescriptions/an-item.js';

const TABLET = aDrug('paracetamol | 500 mg | tablet');
const LIQUID = aDrug('amoxicillin | 250 mg/5 mL | powder for oral liquid');
const INHALER = aDrug('salbutamol | 100 microgram/dose | metered dose inhaler');
const PATCH = aDrug('fentanyl | 12 microgram/hour | transdermal patch');
const PEN = aDrug('insulin glargine | 100 units/mL | prefilled pen');
const BOTH = aDrug('paracetamol + codeine | 500 mg + 30 mg | tablet');

const ONE = aDose();
const daily = (timesPerDay: number, rest: Partial<Dose> = {}): Dose => ({ ...ONE, timesPerDay, ...rest });
const hourly = (everyHours: number, rest: Partial<Dose> = {}): Dose => ({ ...ONE, everyHours, ...rest });
const MG = { unit: 'mg', amount: 500 };

/** What is read of a tablet of 500 mg. */
const OF_A_TABLET: readonly (readonly [directions: string, dose: Dose])[] = [
  // The sentences of a clinic's own prescriptions.
  [
    'Take 1-2 tablets every 4-6 hours as needed. Maximum 8 tablets in 24 hours.',
    hourly(4, { amount: 2, asNeeded: true, maxPerDay: 8 }),
  ],
  ['Take 1 tablet three times daily with food.', daily(3)],
  ['Take 1 tablet every 12 hours. Do not exceed prescribed dose.', hourly(12)],
  ['1-2 tablets every 4-6 hours', hourly(4, { amount: 2 })],
  ['Take 1-2 tablets every 4-6 hours', hourly(4, { amount: 2 })],
  // How much.
  ['1 tablet daily', daily(1)],
  ['ONE TABLET DAILY', daily(1)],
  ['take a tablet daily', daily(1)],
  ['Take one at night', daily(1)],
  ['Take 1 (one) tablet daily', daily(1)],
  ['Take one (1) tablet daily', daily(1)],
  ['Take two tablets daily', daily(1, { amount: 2 })],
  ['take half a tablet daily', daily(1, { amount: 0.5 })],
  ['take half of one tablet daily', daily(1, { amount: 0.5 })],
  ['take a quarter of a tablet daily', daily(1, { amount: 0.25 })],
  ['take one and a half tablets twice a day', daily(2, { amount: 1.5 })],
  ['take 1.5 tablets twice a day', daily(2, { amount: 1.5 })],
  ['take 1 or 2 tablets at night as needed', daily(1, { amount: 2, asNeeded: true })],
  ['take one to two tablets at night', daily(1, { amount: 2 })],
  ['take 1–2 tablets at night', daily(1, { amount: 2 })],
  ['500 mg twice daily', daily(2, MG)],
  ['500mg twice daily', daily(2, MG)],
  ['1,000 mg twice daily', daily(2, { ...MG, amount: 1000 })],
  ['1 g twice daily', daily(2, { unit: 'g' })],
  ['1 tablet (500 mg) twice daily', daily(2)],
  ['500 mg (1 tablet) twice daily', daily(2, MG)],
  ['two 500 mg tablets twice daily', daily(2, { amount: 2 })],
  ['2 x 500 mg tablets twice daily', daily(2, { amount: 2 })],
  // How often.
  ['1 tablet once daily', daily(1)],
  ['1 tablet once a day', daily(1)],
  ['1 tablet every day', daily(1)],
  ['1 tablet each day', daily(1)],
  ['1 tablet per day', daily(1)],
  ['1 tablet/day', daily(1)],
  ['1 tablet a day at the same time each day', daily(1)],
  ['1 tablet at the same time every day', daily(1)],
  ['1 tablet twice a day at the same times each day', daily(2)],
  ['1 tablet twice a day', daily(2)],
  ['1 tablet bd', daily(2)],
  ['1 tab tds', daily(3)],
  ['1 tab t.d.s. with food', daily(3)],
  ['1 tablet thrice daily', daily(3)],
  ['1 tablet four times a day', daily(4)],
  ['1 tablet 4 times daily', daily(4)],
  ['1 tablet 4 x daily', daily(4)],
  ['1 tablet qid', daily(4)],
  ['1 tablet up to 4 times a day', daily(4)],
  ['1 tablet every 6 hours', hourly(6)],
  ['1 tablet six hourly', hourly(6)],
  ['1 tablet 6-hourly', hourly(6)],
  ['1 tablet every six to eight hours', hourly(6)],
  ['1 tablet 4 times a day, every 6 hours', { ...hourly(6), timesPerDay: 4 }],
  ['1 tablet every second day', hourly(48)],
  ['1 tablet on alternate days', hourly(48)],
  ['1 tablet every 3 days', hourly(72)],
  // When.
  ['1 tablet in the morning', daily(1)],
  ['1 tablet every morning', daily(1)],
  ['1 tablet mane', daily(1)],
  ['1 tablet nocte', daily(1)],
  ['1 tablet once at night', daily(1)],
  ['1 tablet at bedtime', daily(1)],
  ['1 tablet one to two hours before bed', daily(1)],
  ['two tablets at night before bed', daily(1, { amount: 2 })],
  ['1 tablet once daily in the morning', daily(1)],
  ['1 tablet in the morning and at night', daily(2)],
  ['1 tablet morning and night', daily(2)],
  ['1 tablet twice daily, morning and evening', daily(2)],
  ['1 tablet in the morning and 1 tablet at night', daily(2)],
  ['1 tablet with breakfast and with dinner', daily(2)],
  ['1 tablet 30 minutes before breakfast', daily(1)],
  ['1 tablet once daily, at least half an hour before breakfast', daily(1)],
  ['1 tablet at 08:00 and 20:00', daily(2)],
  ['1 tablet at 8:00, 14:00 and at 20:00', daily(3)],
  // On which days.
  ['10 mg once a week on Monday', daily(1, { amount: 10, unit: 'mg', onDays: ['monday'] })],
  ['2 tablets once weekly on Monday', daily(1, { amount: 2, onDays: ['monday'] })],
  ['2 tablets every week on Mondays', daily(1, { amount: 2, onDays: ['monday'] })],
  ['2 tablets each Friday', daily(1, { amount: 2, onDays: ['friday'] })],
  ['2 tablets on Monday morning', daily(1, { amount: 2, onDays: ['monday'] })],
  ['1 tablet on Friday, Monday and Wednesday', daily(1, { onDays: ['monday', 'wednesday', 'friday'] })],
  ['1 tablet twice a week on Monday and Thursday', daily(1, { onDays: ['monday', 'thursday'] })],
  ['1 tablet twice daily on Sundays', daily(2, { onDays: ['sunday'] })],
  // At most.
  ['1 tablet as needed, no more than 4 tablets in 24 hours', { ...ONE, asNeeded: true, maxPerDay: 4 }],
  ['1 tablet prn, max 4/day', { ...ONE, asNeeded: true, maxPerDay: 4 }],
  [
    '1 tablet every 6 hours if needed. Do not take more than 4 tablets in any 24 hour period',
    hourly(6, { asNeeded: true, maxPerDay: 4 }),
  ],
  ['1 tablet every 6 hours when required for pain, max 4 g per day', hourly(6, { asNeeded: true, maxPerDay: 8 })],
  ['1 tablet every 4 hours, up to a maximum of 6 daily', hourly(4, { maxPerDay: 6 })],
  ['2 tablets as needed, at most 3 times a day', { ...ONE, amount: 2, asNeeded: true, maxPerDay: 6 }],
  // What says no more of the dose.
  ['Take 1 tablet daily for 7 days', daily(1)],
  ['Take 1 tablet daily for up to two weeks', daily(1)],
  ['Take 1 tablet daily until all tablets are gone', daily(1)],
  ['Take 1 tablet twice daily with or after food', daily(2)],
  ['Take 1 tablet daily for high blood pressure', daily(1)],
  ['Take 1 tablet at night to prevent migraine, with a full glass of water. Do not crush or chew.', daily(1)],
  ['Take 1 tablet twice a day for pain or fever', daily(2)],
  ['Please take one tablet by mouth once daily. Swallow whole.', daily(1)],
];

/** Of other items. */
const OF_OTHERS: readonly (readonly [item: typeof TABLET, directions: string, dose: Dose])[] = [
  [LIQUID, '0.1ml twice daily', daily(2, { amount: 0.1, unit: 'mL' })],
  [LIQUID, 'Give 5 mL (250 mg) every 8 hours for 5 days', hourly(8, { amount: 5, unit: 'mL' })],
  [LIQUID, 'Shake well before use. Give 5 millilitres three times a day.', daily(3, { amount: 5, unit: 'mL' })],
  [INHALER, 'Inhale 1 to 2 puffs every four hours when needed', hourly(4, { amount: 2, unit: 'puff', asNeeded: true })],
  [INHALER, 'Inhale two inhalations twice daily and rinse your mouth', daily(2, { amount: 2, unit: 'puff' })],
  [INHALER, 'Inhale 2 twice daily', daily(2, { amount: 2, unit: 'puff' })],
  [PATCH, 'Apply one patch to clean, dry skin every 72 hours', hourly(72, { unit: 'patch' })],
  [PEN, 'Inject 12 units under the skin at bedtime', daily(1, { amount: 12, unit: 'unit' })],
  [BOTH, 'Take 1-2 tablets every 4 hours, maximum 8 tablets in 24 hours', hourly(4, { amount: 2, maxPerDay: 8 })],
];

/** Never a guess: each of them could be taken for a dose that it does not say. */
const NOT_COMPUTABLE: readonly string[] = [
  'Take as directed for chronic pain management',
  '',
  'Take 1 tablet',
  '1 daily or as needed, ask the nurse',
  '1 tablet daily then 2 tablets daily',
  'take one tablet daily, increase to two tablets after a week',
  'one tablet in the morning and two at night',
  '1 tablet in the morning and 2 tablets at night',
  '2 tablets at once, then 1 tablet every 6 hours',
  '2 tablets as a single dose',
  '2 (one) tablets daily',
  '2-1 tablets daily',
  '0 tablets daily',
  '1 tablet (250 mg) twice daily',
  'two 250 mg tablets twice daily',
  '500 mg tablet twice daily',
  '1 tablet twice daily at night',
  '1 tablet twice daily every 8 hours',
  '1 tablet in the evening and before bed',
  '1 tablet once daily or twice daily',
  '2 tablets weekly',
  '2 tablets once a week',
  '1 tablet twice a week on Monday',
  '1 tablet once daily on Monday',
  '1 tablet every 12 hours on Monday',
  '1 tablet from Monday to Friday',
  '1 tablet fortnightly',
  '1 tablet once a month',
  '1 tablet daily except Sunday',
  '1 tablet daily for 5 days of each month',
  '1 tablet with each meal',
  '1 tablet daily unless dizzy',
  'Do not take 2 tablets daily',
  'not 2 tablets daily',
  '1 tablet daily. Do not take 2 tablets daily.',
  'no more than 4 tablets in 24 hours',
  '2 tablets as needed, maximum 1 tablet in 24 hours',
  '1 tablet every 6 hours, maximum 4 tablets a day, maximum 6 tablets in 24 hours',
  '1 tablet every 6 hours, maximum 20 mL in 24 hours',
  '1 teaspoon twice daily',
  '½ tablet daily',
  '1/2 tablet daily',
  '1 tablet every 0 hours',
  'une tablette deux fois par jour',
];

describe('directions', () => {
  for (const [directions, dose] of OF_A_TABLET) {
    it(`are read: ${directions}`, () => assert.deepEqual(readDose(directions, TABLET), dose));
  }
  for (const [item, directions, dose] of OF_OTHERS) {
    it(`are read of ${item.name}: ${directions}`, () => assert.deepEqual(readDose(directions, item), dose));
  }
  for (const directions of NOT_COMPUTABLE) {
    it(`are not guessed at: ${directions}`, () => assert.equal(readDose(directions, TABLET), 'not_computable'));
  }

  it('count a limit in the unit of the dose only where one ingredient decides', () => {
    assert.equal(readDose('1 tablet every 6 hours, max 4 g per day', BOTH), 'not_computable');
  });

  it('say "take one" of what is counted alone', () => {
    assert.equal(readDose('Take one at night', LIQUID), 'not_computable');
  });
});
