import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { directionsProblem } from '../../../src/domain/prescriptions/directions/directions-problem.js';

const VAGUE = [
  'as directed',
  'As directed.',
  'Take as directed',
  'Take as directed for chronic pain management',
  'Take as directed by your doctor',
  'Use as instructed.',
  'as advised',
  'Take as previously discussed',
  'As per the doctor’s instructions',
  'According to the label',
  'Follow the instructions on the packet',
  'prn only',
  'PRN',
  'Take when required',
  'only if needed',
  'Take the tablets as needed for pain',
  'as before',
  'As usual',
  'mdu',
  'Use ut dict.',
  'Take with food',
  'Take by mouth as directed',
  'for pain',
  'Take as directed for 7 days',
  'Take the medicine',
  'To be taken as directed by your doctor',
  'Must be used as directed.',
  'Keep taking as directed',
  'Should be applied as instructed by the hospital',
  'As directed on the box',
  'Use as directed by your dr.',
  '   ',
  '...',
];

const CLEAR = [
  'Take 1 tablet once daily.',
  'Take one tablet at night as directed by your doctor',
  'Take 1-2 tablets every 4-6 hours as needed. Maximum 8 tablets in 24 hours.',
  '0.1ml twice daily',
  'Apply thinly to the affected area twice daily as directed',
  'One drop in each eye at bedtime, as discussed',
  '1 prn',
  'For pain: 1 tablet when required',
  'For pain take one tablet when required',
  'To prevent migraine apply thinly at night',
  'To be taken twice a day as directed by the hospital',
];

/** Each forbidden spelling with what to write instead, in the ways in which people write it. */
const UNSAFE: readonly (readonly [instead: string, ...directions: string[]])[] = [
  ['a zero before the decimal point', 'Take .5 mg once daily', 'Take (.25 mg) at night'],
  [
    'no zero at the end behind a decimal point, such as 5 instead of 5.0',
    'Take 5.0 mg once daily',
    'Take 1.0 tablet daily',
    'Take 2.50 mg daily',
    'Take 10.00 mg',
  ],
  [
    'microgram',
    'Take 50 µg daily',
    'Take 50 μg daily',
    'Take 50µg daily',
    'Take 50 mcg daily',
    'Take 50mcg daily',
    'Take 50 MCG daily',
    'Take 50 ug daily',
    'Take 50ug daily',
  ],
  ['units', 'Inject 10 U at night', 'Inject 10U at night', 'Inject 10u at night', 'Inject ten U at night'],
  ['units', 'Take 1,000 IU daily', 'Take 1,000IU daily', 'Take 1,000 iu daily', 'Take 1,000 i.u. daily'],
  ['once daily', '1 tablet QD', '1 tablet qd', '1 tablet q.d.', '1 tablet OD', '1 tablet od', '1 tablet o.d.'],
  ['every second day', '1 tablet QOD', '1 tablet qod', '1 tablet q.o.d.'],
  ['at bedtime', '1 tablet HS', '1 tablet h.s.', '1 tablet hs.'],
  [
    'subcutaneously',
    'Inject 1 mL SC daily',
    'Inject 1 mL sc daily',
    'Inject 1 mL SQ daily',
    'Inject 1 mL s.c. daily',
    'Inject 1 mL s/c',
  ],
  ['mL', 'Give 5 cc daily', 'Give 5cc daily', 'Give 5 CC daily', 'Give 5 c.c. daily'],
  ['for 3 days', '1 tablet daily x3d', '1 tablet daily x 3d', '1 tablet daily X3D'],
  ['the number of days, weeks or months', '1 tablet daily 1/7', '1 tablet daily for 3/7', 'for 2/52', 'in 6/12.'],
  ['half, or a decimal number', 'Take ½ tablet daily', 'Take 1½ tablets daily', 'Take ¼ tablet', 'Take ⅓ tablet'],
  ['methotrexate', 'MTX 10 mg on Monday', 'mtx 10 mg on Monday'],
  ['morphine sulfate, or what else', 'MS 10 mg at night', 'for MS: 1 tablet daily'],
  ['morphine sulfate', 'MSO4 10 mg at night'],
  ['magnesium sulfate', 'MgSO4 2 g daily'],
  ['the name of the medicine in full', 'AZT 250 mg twice daily'],
];

/** Words that hold the same letters, and numbers that hold the same figures. */
const HARMLESS = [
  'Take 0.5 mg once daily',
  'Take 50 mg, or 1.25 mg, or 10.05 mg daily',
  'Take 1 tablet daily.2 refills',
  'Take 1 tablet at 10.30 and 20.30',
  'Take at 8:00, 12.00:00',
  'Take 50 microgram daily with mcgregor juice, dug up',
  'Inject 10 units at night; made in the US or the U.S.',
  'Use the U-shaped pillow, 10 up to 20 times a day',
  'Take 1 tablet in the UK. You may iuse it',
  'God made food; a good dose of oD2 method, 1 tablet daily',
  'Apply to the scalp, scar and the disc twice daily',
  'Rinse with soccer water, accept 5 accidents daily',
  'Take 1 tablet; hush, this helps 2 hours later',
  'Ms Smith takes 1 tablet daily, 10 ms later',
  'MS Contin 10 mg twice daily',
  'Take 1 tablet of 250 mg/5 mL twice daily until 1/7/2027',
  'Take 1/2 tablet daily if blood pressure is above 120/70 or 150/120',
  'Take 5 mL of 250 mg/7 mL daily',
  'Use the x3 dial of the device, 2 puffs daily',
  'Take 2x daily for 3 days, xd',
  'Amtx 1 tablet daily',
];

describe('directions', () => {
  for (const directions of VAGUE) {
    it(`are refused when they say nothing: ${directions}`, () => {
      assert.match(directionsProblem(directions) ?? '', /^Say how much to take and when/);
    });
  }
  for (const directions of CLEAR) {
    it(`are accepted: ${directions}`, () => assert.equal(directionsProblem(directions), null));
  }
  for (const [instead, ...texts] of UNSAFE) {
    for (const directions of texts) {
      it(`are refused for their notation: ${directions}`, () => {
        assert.match(directionsProblem(directions) ?? '', new RegExp(`Do not write "[^"]+": write ${instead}`));
      });
    }
  }
  for (const directions of HARMLESS) {
    it(`are not taken for an unsafe notation: ${directions}`, () => assert.equal(directionsProblem(directions), null));
  }

  it('name every unsafe spelling that they have, as it stands there', () => {
    const problem = directionsProblem('Take .5 mg or 50 mcg QD');
    assert.equal(
      problem,
      'Do not write ".5": write a zero before the decimal point, such as 0.5. Do not write "mcg": write microgram. Do not write "QD": write once daily.',
    );
  });

  it('are refused for both at once', () => {
    assert.match(directionsProblem('MTX as directed') ?? 'none', /MTX/);
  });
});
