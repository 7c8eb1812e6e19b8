import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyLaw } from '../../../src/domain/prescriptions/law/apply-law.js';
import { ageOn, validUntil } from '../../../src/domain/prescriptions/law/validity.js';
import { aControlledItem, anItem, lawFacts, type SaidOfCase } from '../../support/prescriptions/law-facts.js';

const plain = () => anItem();
const groups = (said: SaidOfCase) => applyLaw(lawFacts(said)).prescriptions.map(({ items }) => items);

describe('a request becomes', () => {
  it('one prescription of all that may stand together', () => {
    assert.deepEqual(groups({ items: [plain(), plain(), plain(), plain()] }), [[0, 1, 2, 3]]);
  });

  it('one more for each Schedule 8 medicine, also of one drug in two strengths', () => {
    const items = [plain(), aControlledItem(), plain(), aControlledItem({}, 'morphine'), aControlledItem()];
    assert.deepEqual(groups({ items }), [[0, 2], [1], [3], [4]]);
  });

  it('forms of three by PBS and RPBS', () => {
    const items = [plain(), plain(), plain(), plain(), plain(), plain(), plain()];
    for (const scheme of ['pbs', 'rpbs'] as const) {
      assert.deepEqual(groups({ scheme, items }), [[0, 1, 2], [3, 4, 5], [6]]);
    }
  });

  it('one form for each authority item of a scheme, and Schedule 8 apart from both', () => {
    const authority = anItem({}, { authorityCode: 'A1234' });
    const streamlined = anItem({}, { streamlinedCode: '12345' });
    const items = [plain(), authority, plain(), aControlledItem(), plain(), streamlined, plain()];
    assert.deepEqual(groups({ scheme: 'pbs', items }), [[0, 2, 4], [1], [3], [5], [6]]);
    assert.deepEqual(groups({ items: [plain(), authority, streamlined] }), [[0, 1, 2]]);
  });

  it('nothing without items', () => {
    assert.deepEqual(applyLaw(lawFacts({ items: [] })), { refusals: [], prescriptions: [], approvals: [] });
  });
});

describe('each prescription', () => {
  const said = {
    state: 'nsw',
    scheme: 'pbs',
    items: [
      anItem({}, { repeats: 2 }),
      aControlledItem({ authorityCode: 'AUTH12345' }),
      anItem({ schedule: 'S3', genericName: 'unheard-of substance' }, { authorityCode: 'A9' }),
    ],
  } as const;

  it('has its own validity, restrictions and flags', () => {
    const [first, second, third] = applyLaw(lawFacts(said)).prescriptions;
    assert.equal(first?.validUntil, '2027-11-19');
    assert.equal(second?.validUntil, '2027-05-19');
    assert.deepEqual(first?.restrictions, {
      noRepeats: false,
      pharmacistVerificationRequired: false,
      patientIdVerificationRequired: false,
    });
    assert.deepEqual(second?.restrictions, {
      noRepeats: true,
      pharmacistVerificationRequired: true,
      patientIdVerificationRequired: true,
    });
    const flags = { controlledSubstance: false, schedule: 4, authorityCode: null, auditRequired: false };
    assert.deepEqual(first?.specialFlags, flags);
    assert.deepEqual(second?.specialFlags, {
      controlledSubstance: true,
      schedule: 8,
      authorityCode: 'AUTH12345',
      auditRequired: true,
    });
    assert.deepEqual(third?.specialFlags, { ...flags, schedule: 3, authorityCode: 'A9' });
  });

  it('is written by hand, too, only where it has Schedule 8', () => {
    const { prescriptions } = applyLaw(lawFacts(said));
    assert.deepEqual(
      prescriptions.map(({ handwriting }) => handwriting),
      [false, true, false],
    );
    assert.deepEqual(
      prescriptions.map(({ marks }) => marks),
      [['PBS'], ['PBS', 'Authority prescription'], ['PBS', 'Authority prescription']],
    );
  });

  it('may be repeated where one of its items may, is of the strictest schedule of them, and is no other state’s at home', () => {
    const items = [
      anItem({ schedule: 'S3', genericName: 'unheard-of substance' }),
      anItem({}, { repeats: 1 }),
      aControlledItem(),
    ];
    const { prescriptions } = applyLaw(lawFacts({ state: 'sa', items }));
    assert.deepEqual(
      prescriptions.map(({ restrictions, specialFlags, marks }) => [
        restrictions.noRepeats,
        specialFlags.schedule,
        marks,
      ]),
      [
        [false, 4, []],
        [true, 8, []],
      ],
    );
  });

  it('of medicines without a schedule has none', () => {
    const items = [anItem({ genericName: 'paracetamol', form: 'tablet', pack: { size: 16, unit: 'unit' } })];
    const { refusals, prescriptions } = applyLaw(lawFacts({ items }));
    assert.deepEqual(refusals, []);
    assert.equal(prescriptions[0]?.specialFlags.schedule, null);
  });
});

describe('calendar months', () => {
  it('end one day before the same day, or before the last day of a shorter month', () => {
    const cases: readonly (readonly [day: string, months: number, last: string])[] = [
      ['2026-08-31', 6, '2027-02-27'],
      ['2026-08-29', 6, '2027-02-27'],
      ['2026-08-28', 6, '2027-02-27'],
      ['2026-08-27', 6, '2027-02-26'],
      ['2027-08-31', 6, '2028-02-28'],
      ['2026-11-20', 12, '2027-11-19'],
      ['2028-02-29', 12, '2029-02-27'],
      ['2026-12-01', 12, '2027-11-30'],
      ['2026-12-31', 1, '2027-01-30'],
      ['2026-01-01', 12, '2026-12-31'],
      ['2026-06-01', 6, '2026-11-30'],
    ];
    for (const [day, months, last] of cases) assert.equal(validUntil(day, months), last, `${day} + ${months}`);
  });

  it('make a year of life on the birthday', () => {
    assert.equal(ageOn('2008-11-20', '2026-11-20'), 18);
    assert.equal(ageOn('2008-11-21', '2026-11-20'), 17);
    assert.equal(ageOn('2008-02-29', '2026-02-28'), 17);
    assert.equal(ageOn('2008-02-29', '2026-03-01'), 18);
  });
});
