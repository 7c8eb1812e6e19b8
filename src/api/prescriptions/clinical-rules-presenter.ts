import type { RuleInForce } from '../../domain/prescriptions/checks/rule.js';
import type { ClinicalRuleConditionView, ClinicalRuleView } from './clinical-rules-responses.js';

export function clinicalRuleView(rule: RuleInForce): ClinicalRuleView {
  const { id, check, when, severity, title, advice, source, asOf, active, version } = rule;
  return { id, check, when: conditionView(when), severity, title, advice, source, as_of: asOf, active, version };
}

function conditionView(when: RuleInForce['when']): ClinicalRuleConditionView {
  return withWireNames(when) as ClinicalRuleConditionView;
}

/** The same with the names of the wire: conditions have one shape there and here. */
function withWireNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withWireNames);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [wireName(name), withWireNames(member)]);
  return Object.fromEntries(members);
}

function wireName(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
