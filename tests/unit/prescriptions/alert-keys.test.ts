import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CLINICAL_RULES } from '../../../src/domain/prescriptions/checks/data/clinical-rules.js';
import type { ChecksInput } from '../../../src/domain/prescriptions/checks/input.js';
import { rulesInForce } from '../../../src/domain/prescriptions/checks/rule.js';
import { runChecks } from '../../../src/domain/prescriptions/checks/run-checks.js';
import { aMedicine, anAllergy, aRecord, checksInput, tabletOf } from '../../support/prescriptions/checks-input.js';

describe('the key of an alert', () => {
  const record = aRecord({ medicines: [aMedicine('Warfarin 5 mg tablets')], allergies: [anAllergy('penicillin')] });
  const items = [tabletOf('ibuprofen'), tabletOf('amoxicillin'), tabletOf('methotrexate')];
  const keys = (input: Partial<ChecksInput>) =>
    runChecks(checksInput({ items, record, pregnancy: 'pregnant', birthDate: '2015-01-01', ...input }))
      .alerts.map(({ key }) => key)
      .sort();

  it('is the same whatever the order, the names and the words of the rules', () => {
    assert.ok(keys({}).length > 6);
    assert.equal(new Set(keys({})).size, keys({}).length);
    assert.deepEqual(keys({ items: items.toReversed() }), keys({}));
    assert.deepEqual(
      keys({
        items: items.map((item) => ({ ...item, drug: { ...item.drug, name: 'Other', id: 'other', version: 7 } })),
      }),
      keys({}),
    );
    const rules = rulesInForce(CLINICAL_RULES, []).map((rule) => ({
      ...rule,
      title: 'Other',
      advice: 'Other',
      severity: 'minor' as const,
    }));
    assert.deepEqual(keys({ rules }), keys({}));
    const renamed = aRecord({ medicines: [aMedicine('warfarin')], allergies: [anAllergy('Penicillin allergy')] });
    assert.deepEqual(keys({ record: renamed }), keys({}));
  });

  it('is another one for another substance, on either side', () => {
    const [first] = runChecks(checksInput({ items: [tabletOf('ibuprofen')], record })).alerts;
    const [other] = runChecks(checksInput({ items: [tabletOf('naproxen')], record })).alerts;
    assert.notEqual(first?.key, other?.key);
    assert.equal(first?.rule, other?.rule);
  });
});

describe('alerts', () => {
  it('come with the gravest first, each with its item, its advice and its source', () => {
    const record = aRecord({
      medicines: [aMedicine('warfarin'), aMedicine('ezetimibe')],
      allergies: [anAllergy('penicillin')],
    });
    const { alerts } = runChecks(
      checksInput({ items: [tabletOf('ezetimibe'), tabletOf('ibuprofen'), tabletOf('amoxicillin')], record }),
    );
    assert.deepEqual(
      alerts.map(({ severity, item }) => [severity, item]),
      [
        ['contraindicated', 2],
        ['major', 1],
        ['minor', 0],
      ],
    );
    const rule = CLINICAL_RULES.find(({ id }) => id === 'warfarin-nsaid');
    const { title, advice, source, asOf } = rule ?? {};
    assert.deepEqual(alerts[1], {
      ...{ key: 'interaction:warfarin-nsaid:ibuprofen+warfarin', check: 'interaction', severity: 'major', item: 1 },
      ...{ with: 'warfarin', title, advice, source, asOf, rule: 'warfarin-nsaid' },
    });
  });
});
