import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SUBSTANCE_CLASSES, substanceByCode } from '../../../src/domain/formulary/public.js';
import { CLINICAL_RULES } from '../../../src/domain/prescriptions/checks/data/clinical-rules.js';
import {
  ALERT_SEVERITIES,
  CHECKS,
  type ClinicalRule,
  type RuleChange,
  rulesInForce,
  type SubstanceGroup,
} from '../../../src/domain/prescriptions/checks/rule.js';
import { runChecks } from '../../../src/domain/prescriptions/checks/run-checks.js';
import { RULES_WRITTEN_AGAIN } from '../../fixtures/clinical-rules.js';
import { aDrug, anItem } from '../../support/prescriptions/an-item.js';
import { aMedicine, aRecord, checksInput } from '../../support/prescriptions/checks-input.js';
import { examplesOf, type RuleExample } from '../../support/prescriptions/rule-examples.js';

/** Alerts of a rule in an example, where the clinic has changed some rules. */
function alertsOf({ id }: ClinicalRule, { input }: RuleExample, changes: readonly RuleChange[] = []) {
  const { alerts } = runChecks({ ...input, rules: rulesInForce(CLINICAL_RULES, changes) });
  return alerts.filter(({ rule }) => rule === id);
}

function groupsOf({ when }: ClinicalRule): readonly SubstanceGroup[] {
  if ('together' in when) return when.together;
  return [
    ...('prescribed' in when ? [when.prescribed] : []),
    ...('allergicTo' in when ? [when.allergicTo] : []),
    ...('twoOf' in when ? [when.twoOf] : []),
    ...('notWeekly' in when ? [when.notWeekly] : []),
  ];
}

describe('a clinical rule', () => {
  it('is there, with its severity, as it was written down a second time', () => {
    const rules = CLINICAL_RULES.map(({ id, severity }) => `${id}: ${severity}`).sort();
    assert.deepEqual(rules, [...RULES_WRITTEN_AGAIN].sort());
    assert.equal(new Set(CLINICAL_RULES.map(({ id }) => id)).size, CLINICAL_RULES.length);
  });

  it('is one of 60 and more on interactions, some of them of three medicines', () => {
    const interactions = CLINICAL_RULES.filter(({ check }) => check === 'interaction');
    assert.ok(interactions.length >= 60, String(interactions.length));
    assert.ok(interactions.filter((rule) => groupsOf(rule).length === 3).length >= 2);
    for (const check of CHECKS)
      assert.ok(
        CLINICAL_RULES.some((rule) => rule.check === check),
        check,
      );
  });

  it('says what it is from, since when, and what to do', () => {
    for (const { id, title, advice, source, asOf } of CLINICAL_RULES) {
      assert.match(id, /^[a-z][a-z0-9-]+$/);
      assert.ok(title.length > 5 && advice.length > 5 && source.length > 5, id);
      assert.ok(title.length <= 120 && advice.length <= 240, id);
      assert.match(asOf, /^20\d\d-\d\d-\d\d$/);
    }
  });

  it('names substances and classes that the table of ingredients has', () => {
    for (const rule of CLINICAL_RULES) {
      for (const { substances = [], classes = [], except = [] } of groupsOf(rule)) {
        for (const code of [...substances, ...except]) assert.ok(substanceByCode(code), `${rule.id}: ${code}`);
        for (const one of classes) assert.ok(SUBSTANCE_CLASSES.includes(one), `${rule.id}: ${one}`);
        const isNeeded = (code: string) => !substanceByCode(code)?.classes.some((one) => classes.includes(one));
        for (const code of substances) assert.ok(isNeeded(code), `${rule.id}: ${code} is in a class that it names`);
        for (const code of except) assert.ok(!isNeeded(code), `${rule.id}: ${code} is in no class that it names`);
      }
      const { when } = rule;
      const limited = 'inDay' in when ? when.inDay : 'inDayPerKg' in when ? when.inDayPerKg : null;
      if (limited !== null) assert.ok(substanceByCode(limited), `${rule.id}: ${limited}`);
    }
  });

  for (const rule of CLINICAL_RULES) {
    it(`fires for what it names, and is missed without: ${rule.id}`, () => {
      const examples = examplesOf(rule);
      assert.ok(examples.length > 0, 'no example');
      for (const example of examples) {
        const [alert] = alertsOf(rule, example);
        assert.ok(alert, example.about);
        assert.equal(alert.severity, rule.severity, example.about);
        const { checks, alerts } = runChecks({
          ...example.input,
          rules: rulesInForce(
            CLINICAL_RULES.filter(({ id }) => id !== rule.id),
            [],
          ),
        });
        assert.ok(!alerts.some(({ key }) => key === alert.key), example.about);
        assert.ok(!checks[rule.check].reasons.includes('rules_inactive'), example.about);
      }
    });

    it(`is weighed and switched off by a clinic: ${rule.id}`, () => {
      const [example] = examplesOf(rule);
      assert.ok(example);
      for (const severity of ALERT_SEVERITIES) {
        const changed = alertsOf(rule, example, [{ rule: rule.id, severity }]);
        assert.ok(changed.length > 0 && changed.every((alert) => alert.severity === severity), severity);
      }
      const off = { ...example.input, rules: rulesInForce(CLINICAL_RULES, [{ rule: rule.id, active: false }]) };
      const { checks, alerts } = runChecks(off);
      assert.ok(!alerts.some((alert) => alert.rule === rule.id));
      assert.ok(checks[rule.check].reasons.includes('rules_inactive'));
      assert.notEqual(checks[rule.check].state, 'clear');
    });
  }

  it('that is switched off leaves a check clear of which nothing would have applied', () => {
    const changes = CLINICAL_RULES.map(({ id }) => ({ rule: id, active: false }));
    const items = [anItem(aDrug('ezetimibe | 10 mg | tablet', { maxDailyDose: { amount: 10, unit: 'mg' } }))];
    const { checks } = runChecks(checksInput({ items, rules: rulesInForce(CLINICAL_RULES, changes) }));
    for (const check of CHECKS) assert.deepEqual(checks[check], { state: 'clear', reasons: [] }, check);
  });

  it('is changed by its id alone', () => {
    assert.deepEqual(rulesInForce(CLINICAL_RULES, [{ rule: 'gone', active: false }]), rulesInForce(CLINICAL_RULES, []));
  });
});

/** Pairs, and threes, that any set of rules has to know: what is prescribed, and what the patient takes. */
const MUST_KNOW: readonly (readonly [severity: string, prescribed: string, ...current: string[]])[] = [
  ['contraindicated', 'sertraline', 'tranylcypromine'],
  ['contraindicated', 'tramadol', 'phenelzine'],
  ['contraindicated', 'pethidine', 'moclobemide'],
  ['contraindicated', 'dexamfetamine', 'tranylcypromine'],
  ['contraindicated', 'sildenafil', 'glyceryl trinitrate'],
  ['contraindicated', 'isosorbide mononitrate', 'tadalafil'],
  ['contraindicated', 'clarithromycin', 'simvastatin'],
  ['contraindicated', 'itraconazole', 'simvastatin'],
  ['contraindicated', 'colchicine', 'clarithromycin'],
  ['contraindicated', 'colchicine', 'itraconazole'],
  ['contraindicated', 'trimethoprim', 'methotrexate'],
  ['contraindicated', 'allopurinol', 'azathioprine'],
  ['contraindicated', 'febuxostat', 'azathioprine'],
  ['contraindicated', 'ciprofloxacin', 'tizanidine'],
  ['major', 'ibuprofen', 'warfarin'],
  ['major', 'metronidazole', 'warfarin'],
  ['major', 'trimethoprim + sulfamethoxazole', 'warfarin'],
  ['major', 'amiodarone', 'warfarin'],
  ['major', 'oxycodone', 'diazepam'],
  ['major', 'naproxen', 'lithium'],
  ['major', 'perindopril', 'lithium'],
  ['major', 'hydrochlorothiazide', 'lithium'],
  ['major', 'spironolactone', 'ramipril'],
  ['major', 'candesartan', 'potassium chloride'],
  ['major', 'diclofenac', 'perindopril', 'indapamide'],
  ['major', 'ibuprofen', 'irbesartan', 'furosemide'],
  ['major', 'citalopram', 'azithromycin'],
  ['major', 'tramadol', 'sertraline'],
  ['moderate', 'sumatriptan', 'sertraline'],
  ['major', 'digoxin', 'amiodarone'],
  ['major', 'verapamil', 'digoxin'],
  ['major', 'verapamil', 'metoprolol'],
  ['moderate', 'omeprazole', 'clopidogrel'],
  ['moderate', 'esomeprazole', 'clopidogrel'],
  ['major', 'carbamazepine', 'ethinylestradiol'],
  ['major', 'rifampicin', 'levonorgestrel'],
  ['major', 'lamotrigine', 'valproate'],
  ['moderate', 'levothyroxine', 'iron'],
  ['moderate', 'levothyroxine', 'calcium carbonate'],
];

describe('an interaction that must be known', () => {
  for (const [severity, prescribed, ...current] of MUST_KNOW) {
    it(`${prescribed} with ${current.join(' and ')} is ${severity}`, () => {
      const strength = prescribed.includes(' + ') ? '1 mg + 1 mg' : '1 mg';
      const drug = aDrug(`${prescribed} | ${strength} | tablet`);
      const record = aRecord({ medicines: current.map((name) => aMedicine(name)) });
      const { alerts, checks } = runChecks(checksInput({ items: [anItem(drug)], record }));
      const found = alerts.filter(({ check }) => check === 'interaction');
      assert.equal(found[0]?.severity, severity);
      assert.ok(found[0]?.with?.includes(current[0] ?? ''));
      assert.deepEqual(checks.interaction, { state: 'alerts', reasons: [] });
      // It is found among items of one prescription, too.
      const items = [prescribed, ...current].map((name) =>
        anItem(aDrug(`${name} | ${name === prescribed ? strength : '1 mg'} | tablet`)),
      );
      assert.ok(runChecks(checksInput({ items })).alerts.some(({ key }) => key === found[0]?.key));
    });
  }
});
