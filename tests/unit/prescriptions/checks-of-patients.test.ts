import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ageInYears } from '../../../src/domain/prescriptions/checks/age-in-years.js';
import { CLINICAL_RULES } from '../../../src/domain/prescriptions/checks/data/clinical-rules.js';
import { rulesInForce } from '../../../src/domain/prescriptions/checks/rule.js';
import { aDose } from '../../support/prescriptions/a-dose.js';
import { aDrug, anItem } from '../../support/prescriptions/an-item.js';
import { alertsFound, itemOf, tabletOf } from '../../support/prescriptions/checks-input.js';

describe('an age', () => {
  const AGES: readonly (readonly [prescribed: string, birthDate: string, ...alerts: string[]])[] = [
    ['doxycycline', '2018-11-21', 'age-tetracycline-under-8 contraindicated'],
    ['doxycycline', '2018-11-20'],
    ['aspirin', '2010-11-21', 'age-aspirin-under-16 contraindicated'],
    ['aspirin', '2010-11-20'],
    ['codeine', '2014-11-21', 'age-codeine-under-12 contraindicated', 'age-codeine-under-18 major'],
    ['codeine', '2014-11-20', 'age-codeine-under-18 major'],
    ['codeine', '2008-11-20'],
    ['promethazine', '2024-11-21', 'age-promethazine-under-2 contraindicated', 'age-promethazine-under-6 major'],
    ['promethazine', '2020-11-21', 'age-promethazine-under-6 major'],
    ['melatonin', '2008-11-21', 'age-melatonin-under-18 moderate'],
    ['ciprofloxacin', '2008-11-21', 'age-quinolone-under-18 major'],
    ['temazepam', '1961-11-21'],
    ['temazepam', '1961-11-20', 'age-benzodiazepine-from-65 moderate'],
  ];
  for (const [prescribed, birthDate, ...alerts] of AGES) {
    it(`of somebody born on ${birthDate} for ${prescribed}: ${alerts.join(', ') || 'none'}`, () => {
      assert.deepEqual(alertsFound('age', { items: [tabletOf(prescribed)], birthDate }), alerts);
    });
  }

  it('is counted in whole years', () => {
    assert.equal(ageInYears('2000-02-29', '2026-02-28'), 25);
    assert.equal(ageInYears('2000-02-29', '2026-03-01'), 26);
    assert.equal(ageInYears('2026-11-20', '2026-11-20'), 0);
    assert.equal(ageInYears('2026-11-21', '2026-11-20'), null);
  });

  it('does not matter to a cream of what is dangerous in tablets', () => {
    assert.deepEqual(alertsFound('age', { items: [itemOf('doxycycline | 1% | cream')], birthDate: '2020-01-01' }), []);
  });
});

describe('a pregnancy', () => {
  const withCategory = (pregnancyCategory: string, name = 'ezetimibe') =>
    anItem(aDrug(`${name} | 10 mg | tablet`, { prescribingInfo: { pregnancyCategory } }));

  it('weighs as the rule says, and a step less while nobody knows of one', () => {
    for (const [category, known, unknown] of [
      ['X', 'contraindicated', 'major'],
      ['D', 'major', 'moderate'],
      ['C', 'moderate', 'minor'],
    ] as const) {
      const rule = `pregnancy-category-${category.toLowerCase()}`;
      const items = [withCategory(category)];
      assert.deepEqual(alertsFound('pregnancy', { items, pregnancy: 'pregnant' }), [`${rule} ${known}`]);
      assert.deepEqual(alertsFound('pregnancy', { items, pregnancy: 'unknown' }), [`${rule} ${unknown}`]);
    }
    for (const category of ['A', 'B1', 'B2', 'B3']) {
      assert.deepEqual(alertsFound('pregnancy', { items: [withCategory(category)], pregnancy: 'pregnant' }), []);
    }
    const rules = rulesInForce(CLINICAL_RULES, [{ rule: 'pregnancy-category-c', severity: 'minor' }]);
    assert.deepEqual(alertsFound('pregnancy', { items: [withCategory('C')], pregnancy: 'unknown', rules }), [
      'pregnancy-category-c minor',
    ]);
  });

  it('is judged by the substance before the category, and by the category when that rule is switched off', () => {
    const items = [withCategory('D', 'warfarin')];
    assert.deepEqual(alertsFound('pregnancy', { items, pregnancy: 'pregnant' }), [
      'pregnancy-warfarin contraindicated',
    ]);
    const rules = rulesInForce(CLINICAL_RULES, [{ rule: 'pregnancy-warfarin', active: false }]);
    assert.deepEqual(alertsFound('pregnancy', { items, pregnancy: 'pregnant', rules }), ['pregnancy-category-d major']);
  });

  it('that is known counts at any age', () => {
    assert.deepEqual(
      alertsFound('pregnancy', { items: [tabletOf('warfarin')], pregnancy: 'pregnant', birthDate: '1960-01-01' }),
      ['pregnancy-warfarin contraindicated'],
    );
  });
});

describe('methotrexate by mouth', () => {
  const WEEKLY = [
    'Take 4 tablets once a week on Monday.',
    'Take 10 mg every Monday.',
    'Take four tablets on Mondays with food for arthritis.',
  ];
  const NOT_WEEKLY = [
    'Take 4 tablets once daily.',
    'Take 4 tablets once a week.',
    'Take 4 tablets weekly.',
    'Take 4 tablets on Monday and Thursday.',
    'Take 4 tablets twice daily on Monday.',
    'Take 4 tablets on Monday as needed.',
    'Take 4 tablets on Monday and one daily.',
    'As the clinic has said.',
  ];
  const methotrexate = (directions: string) => itemOf('methotrexate | 2.5 mg | tablet', directions);
  for (const directions of WEEKLY) {
    it(`is weekly: ${directions}`, () =>
      assert.deepEqual(alertsFound('directions', { items: [methotrexate(directions)] }), []));
  }
  for (const directions of NOT_WEEKLY) {
    it(`is stopped: ${directions}`, () => {
      assert.deepEqual(alertsFound('directions', { items: [methotrexate(directions)] }), [
        'methotrexate-weekly contraindicated',
      ]);
    });
  }

  it('is judged by the words, whatever the dose beside them says', () => {
    const dose = aDose({ amount: 4, onDays: ['monday'] });
    const alerts = alertsFound('directions', { items: [{ ...methotrexate('Take 4 tablets once daily.'), dose }] });
    assert.deepEqual([...alerts].sort(), ['directions-disagree major', 'methotrexate-weekly contraindicated']);
  });

  it('is stopped in a form that nobody knows, and not as an injection', () => {
    assert.deepEqual(alertsFound('directions', { items: [itemOf('methotrexate | 10 mg | new form', 'One daily')] }), [
      'methotrexate-weekly contraindicated',
    ]);
    assert.deepEqual(
      alertsFound('directions', { items: [itemOf('methotrexate | 10 mg/mL | injection', 'One daily')] }),
      [],
    );
  });
});
