import type { PrescribedItem } from '../item.js';
import { because, type Checked, unknownItems } from './input.js';
import type { Finding, Findings } from './outcome.js';
import { ALERT_SEVERITIES, type AlertSeverity, type PregnancyCondition, type RuleInForce, rulesOf } from './rule.js';
import { causeOf, codes, type PrescribedTaken, partsIn } from './taken.js';

/** Ages, both counted, at which a patient may be pregnant. Their sex is not recorded: nobody is left out for it. */
const MAY_BE_PREGNANT = { from: 12, to: 55 } as const;

/** Items against a pregnancy, or the chance of one: by substance, or else by the item's Australian pregnancy category. */
export function checkPregnancy(checked: Checked): Findings {
  const { prescribed, items, pregnancy } = checked;
  if (!mayBePregnant(checked)) return { findings: [], reasons: [], isAvailable: true };
  const rules = rulesOf(checked.rules, 'pregnancy');
  const findings = prescribed.flatMap((item) => {
    const category = items[item.item]?.drug.prescribingInfo.pregnancyCategory ?? null;
    return findingsOf(item, category, rules).map((finding) => weighed(finding, pregnancy));
  });
  return {
    findings,
    reasons: [
      // Where no rule concerns an item, it makes no difference.
      ...because('pregnancy_unknown', pregnancy === 'unknown' && findings.length > 0),
      ...unknownItems(checked),
    ],
    isAvailable: prescribed.some(({ parts }) => parts.length > 0),
  };
}

function mayBePregnant({ age, pregnancy }: Checked): boolean {
  if (pregnancy !== 'unknown') return pregnancy === 'pregnant';
  return age === null || (age >= MAY_BE_PREGNANT.from && age <= MAY_BE_PREGNANT.to);
}

type Category = PrescribedItem['drug']['prescribingInfo']['pregnancyCategory'];

/** What a rule says of the substance counts; the category only where none does. */
function findingsOf(
  item: PrescribedTaken,
  category: Category,
  rules: readonly RuleInForce<'pregnancy'>[],
): readonly Finding[] {
  const ofSubstance = rules.flatMap((rule) => {
    const parts = 'prescribed' in rule.when ? partsIn(rule.when.prescribed, item) : [];
    return parts.length === 0 ? [] : [{ rule, item: item.item, cause: [codes(parts)], with: null }];
  });
  if (ofSubstance.some(({ rule }) => rule.active)) return ofSubstance;
  const ofCategory = rules.filter(({ when }) => isOfCategory(when, category));
  return [...ofSubstance, ...ofCategory.map((rule) => ({ rule, item: item.item, cause: [causeOf(item)], with: null }))];
}

function isOfCategory(when: PregnancyCondition, category: Category): boolean {
  return 'category' in when && when.category === category;
}

/** A step less while nobody knows whether there is a pregnancy. */
function weighed(finding: Finding, pregnancy: Checked['pregnancy']): Finding {
  if (pregnancy === 'pregnant') return finding;
  const at = Math.min(ALERT_SEVERITIES.indexOf(finding.rule.severity) + 1, ALERT_SEVERITIES.length - 1);
  return { ...finding, severity: ALERT_SEVERITIES[at] as AlertSeverity };
}
