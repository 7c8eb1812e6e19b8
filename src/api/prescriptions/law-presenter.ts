import type { LawRow } from '../../domain/prescriptions/law/rules.js';
import type { LawRuleView, LawValueView } from './law-responses.js';

export function lawRuleView({ rule, region, effectiveFrom, effectiveTo, source, value }: LawRow): LawRuleView {
  return { rule, region, effective_from: effectiveFrom, effective_to: effectiveTo, source, value: valueView(value) };
}

/** Of what the wire may change, the domain keeps its own. */
function valueView(value: LawRow['value']): LawValueView {
  return structuredClone(value) as LawValueView;
}
