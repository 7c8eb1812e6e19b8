import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { alertsOverridden, openAlerts } from '../../../src/domain/prescriptions/checks/open-alerts.js';
import type { ChecksOutcome } from '../../../src/domain/prescriptions/checks/outcome.js';
import { runChecks } from '../../../src/domain/prescriptions/checks/run-checks.js';
import { aDrug, anItem } from '../../support/prescriptions/an-item.js';
import { aMedicine, anAllergy, aRecord, checksInput } from '../../support/prescriptions/checks-input.js';

const REASON = 'Weighed with the patient';
const tablet = (name: string) => anItem(aDrug(`${name} | 10 mg | tablet`));

/** One contraindicated, one major, one moderate and one minor alert; the medicines were looked through, the allergies are coded. */
const outcome = runChecks(
  checksInput({
    items: [tablet('amoxicillin'), tablet('ibuprofen'), tablet('ezetimibe')],
    record: aRecord({
      allergies: [anAllergy('penicillin')],
      medicines: ['warfarin', 'prednisolone', 'ezetimibe'].map((name) => aMedicine(name)),
    }),
  }),
);
const keyOf = (severity: string) => outcome.alerts.find((alert) => alert.severity === severity)?.key ?? '';
const override = (severity: string, reason = REASON) => ({ key: keyOf(severity), reason });
const open = (
  found: ChecksOutcome,
  ...answers: [overrides?: Parameters<typeof openAlerts>[1], acknowledged?: Parameters<typeof openAlerts>[2]]
) => {
  const { alerts, checks } = openAlerts(found, answers[0] ?? [], answers[1] ?? []);
  return [alerts.map(({ severity }) => severity), checks];
};

describe('alerts and checks that are open', () => {
  it('are every contraindicated and major alert without an override of its own', () => {
    assert.deepEqual(
      outcome.alerts.map(({ severity }) => severity),
      ['contraindicated', 'major', 'moderate', 'minor'],
    );
    assert.deepEqual(open(outcome), [['contraindicated', 'major'], []]);
    assert.deepEqual(open(outcome, [override('major')]), [['contraindicated'], []]);
    assert.deepEqual(open(outcome, [override('major'), override('contraindicated')]), [[], []]);
  });

  it('stay open behind an override of a key that nothing has', () => {
    assert.deepEqual(open(outcome, [{ key: 'interaction:gone:x', reason: REASON }]), [
      ['contraindicated', 'major'],
      [],
    ]);
  });

  const NO_REASONS = [
    '',
    'Too short',
    '         .',
    'a b c d e f g h i',
    `ok${'​'.repeat(20)}`,
    `ok${'\n'.repeat(20)}`,
    `ok${' '.repeat(20)}`,
  ];
  for (const reason of NO_REASONS) {
    it(`stay open without a reason that can be read: ${JSON.stringify(reason)}`, () => {
      assert.deepEqual(open(outcome, [override('major', reason)]), [['contraindicated', 'major'], []]);
      const partial = runChecks(checksInput({ items: [tablet('ezetimibe')], isKnownAtOtherClinics: true }));
      assert.deepEqual(open(partial, [], [{ check: 'allergy', reason }]), [[], ['allergy', 'interaction']]);
    });
  }

  it('close with a reason of ten characters, the first of several that says something', () => {
    assert.deepEqual(open(outcome, [override('major', 'no'), override('major', '0123456789')]), [
      ['contraindicated'],
      [],
    ]);
    assert.deepEqual(open(outcome, [override('major', 'Gründe: ja, ok')]), [['contraindicated'], []]);
  });

  it('are the allergy and interaction checks that did not know all, each with its own acknowledgement', () => {
    for (const record of [
      aRecord({ isUnasked: true }),
      aRecord({ allergies: [anAllergy('prawns'), anAllergy('codeine')], medicines: [aMedicine('the white one')] }),
    ]) {
      const unknown = runChecks(checksInput({ items: [tablet('ezetimibe')], record }));
      assert.deepEqual(open(unknown), [[], ['allergy', 'interaction']]);
      assert.deepEqual(open(unknown, [], [{ check: 'allergy', reason: REASON }]), [[], ['interaction']]);
      const both = [
        { check: 'allergy', reason: REASON },
        { check: 'interaction', reason: REASON },
      ] as const;
      assert.deepEqual(open(unknown, [], both), [[], []]);
    }
  });

  it('are no other check: an unknown dose, age or pregnancy does not stop a doctor', () => {
    const items = [{ ...tablet('codeine'), directions: 'One in the morning, two at night.' }];
    const unknown = runChecks(checksInput({ items, birthDate: null, pregnancy: 'unknown', record: aRecord() }));
    assert.notDeepEqual(unknown.checks.dose.reasons, []);
    assert.notDeepEqual(unknown.checks.age.reasons, []);
    assert.deepEqual(open(unknown), [[], []]);
  });

  it('are hidden behind no alert of the same check', () => {
    const record = aRecord({ allergies: [anAllergy('penicillin'), anAllergy('prawns')] });
    const found = runChecks(checksInput({ items: [tablet('amoxicillin')], record }));
    assert.equal(found.checks.allergy.state, 'alerts');
    const overrides = found.alerts.map(({ key }) => ({ key, reason: REASON }));
    assert.deepEqual(open(found, overrides), [[], ['allergy']]);
  });
});

describe('overrides that are kept', () => {
  it('are those of alerts, with the severity that the alert had', () => {
    const overrides = [
      override('moderate'),
      override('contraindicated'),
      override('major', 'no'),
      { key: 'gone', reason: REASON },
    ];
    assert.deepEqual(alertsOverridden(outcome, overrides), [
      { key: keyOf('contraindicated'), severity: 'contraindicated', reason: REASON },
      { key: keyOf('moderate'), severity: 'moderate', reason: REASON },
    ]);
  });
});
