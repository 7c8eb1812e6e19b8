import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { contradictsItself, doseAgreesWith } from '../../../src/domain/prescriptions/directions/agreement.js';
import type { Dose } from '../../../src/domain/prescriptions/dose.js';
import { aDose } from '../../support/prescriptions/a-dose.js';
import { aDrug } from '../../support/prescriptions/an-item.js';

const TABLET = aDrug('paracetamol | 500 mg | tablet');
const RANGE = '1-2 tablets every 4-6 hours as needed, maximum 8 tablets in 24 hours';

const CASES: readonly (readonly [directions: string, dose: Partial<Dose>, agrees: boolean | 'not_computable'])[] = [
  ['1 tablet twice daily', { timesPerDay: 2 }, true],
  ['1 tablet twice daily', { everyHours: 12 }, true],
  ['1 tablet every 12 hours', { timesPerDay: 2 }, true],
  ['1 tablet twice daily', { timesPerDay: 2, unit: 'Tablets' }, true],
  ['1 tablet twice daily', { timesPerDay: 2, amount: 500, unit: 'mg' }, true],
  ['500 mg twice daily', { timesPerDay: 2 }, true],
  ['500 mg twice daily', { timesPerDay: 2, amount: 0.5, unit: 'g' }, true],
  ['1 tablet twice daily', { timesPerDay: 3 }, false],
  ['1 tablet twice daily', { amount: 2, timesPerDay: 2 }, false],
  ['2 tablets twice daily', { timesPerDay: 4 }, false],
  ['1 tablet twice daily', { timesPerDay: 2, amount: 250, unit: 'mg' }, false],
  ['1 tablet twice daily', {}, false],
  ['1 tablet twice daily as needed', { timesPerDay: 2 }, false],
  ['1 tablet twice daily', { timesPerDay: 2, asNeeded: true }, false],
  ['1 tablet twice daily as needed', { timesPerDay: 2, asNeeded: true }, true],
  ['1 tablet on Monday', { onDays: ['monday'] }, true],
  ['1 tablet on Monday', { onDays: ['monday'], timesPerDay: 1 }, true],
  ['1 tablet on Monday', { onDays: ['tuesday'] }, false],
  ['1 tablet on Monday', { timesPerDay: 1 }, false],
  ['1 tablet on Monday and Friday', { onDays: ['friday', 'monday'] }, true],
  ['1 tablet daily', { onDays: ['monday'] }, false],
  ['1 tablet every 6 hours', { everyHours: 6, maxPerDay: 3 }, false],
  ['1 tablet every 6 hours, max 3 in 24 hours', { everyHours: 6 }, false],
  ['1 tablet every 6 hours, max 3 in 24 hours', { everyHours: 6, maxPerDay: 3 }, true],
  ['1 tablet as needed, max 4 in 24 hours', { asNeeded: true, maxPerDay: 4 }, true],
  ['1 tablet as needed, max 4 in 24 hours', { asNeeded: true, timesPerDay: 4 }, true],
  ['1 tablet as needed, max 4 in 24 hours', { asNeeded: true, timesPerDay: 5 }, false],
  ['1 tablet as needed, max 4 in 24 hours', { asNeeded: true }, false],
  ['1 tablet as needed', { asNeeded: true }, true],
  [RANGE, { amount: 2, everyHours: 4, asNeeded: true, maxPerDay: 8 }, true],
  [RANGE, { amount: 1, everyHours: 6, asNeeded: true }, true],
  [RANGE, { amount: 2, everyHours: 4, asNeeded: true }, false],
  [RANGE, { amount: 3, everyHours: 6, asNeeded: true, maxPerDay: 8 }, false],
  [RANGE, { amount: 1, everyHours: 3, asNeeded: true, maxPerDay: 8 }, false],
  [RANGE, { amount: 1, everyHours: 8, asNeeded: true, maxPerDay: 8 }, false],
  ['as directed', { timesPerDay: 2 }, 'not_computable'],
  ['1 tablet twice daily', { timesPerDay: 2, unit: 'spoon' }, 'not_computable'],
  ['1 tablet twice daily', { timesPerDay: 2, unit: 'mL' }, 'not_computable'],
  // What cannot be true is one thing against the other, whatever the words say.
  ['as directed', { timesPerDay: 3, everyHours: 12 }, false],
  ['as directed', { amount: 2, timesPerDay: 1, maxPerDay: 1 }, false],
];

describe('a dose beside directions', () => {
  for (const [directions, dose, agrees] of CASES) {
    it(`agrees (${agrees}): "${directions}" and ${JSON.stringify(dose)}`, () => {
      assert.equal(doseAgreesWith(directions, aDose(dose), TABLET), agrees);
    });
  }

  it('contradicts itself where its parts say different things', () => {
    assert.equal(contradictsItself(aDose({ timesPerDay: 4, everyHours: 6 })), false);
    assert.equal(contradictsItself(aDose({ timesPerDay: 3, everyHours: 6 })), true);
    assert.equal(contradictsItself(aDose({ timesPerDay: 1, maxPerDay: 0.5 })), true);
    assert.equal(contradictsItself(aDose({ timesPerDay: 1, maxPerDay: 1 })), false);
  });
});
