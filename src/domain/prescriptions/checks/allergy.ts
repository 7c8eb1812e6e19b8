import type { Allergy } from '../../records/public.js';
import { because, type Checked, unknownItems } from './input.js';
import type { Finding, Findings } from './outcome.js';
import { ALERT_SEVERITIES, type AlertSeverity, type AllergyCondition, type RuleInForce, rulesOf } from './rule.js';
import { codes, isIn, type Part, type PrescribedTaken, partOf, partsIn } from './taken.js';

/** Items against the allergies that stand: the substance itself, its class, and what cross-reacts. */
export function checkAllergies(checked: Checked): Findings {
  const { record, prescribed, isKnownAtOtherClinics } = checked;
  const rules = rulesOf(checked.rules, 'allergy');
  const { allergies, allergyStatus } = record;
  const isAnyCoded = allergies.some(({ content: { coding } }) => coding.substances.length + coding.classes.length > 0);
  const isAnyKnown = prescribed.some(({ parts }) => parts.length > 0);
  return {
    findings: prescribed.flatMap((item) => allergies.flatMap((allergy) => findingsOf(item, allergy, rules))),
    reasons: [
      ...because('allergies_not_recorded', allergyStatus === 'unknown'),
      ...because(
        'allergy_not_coded',
        allergies.some(({ content }) => !content.coding.isComplete),
      ),
      ...because('other_clinics_not_visible', isKnownAtOtherClinics),
      ...unknownItems(checked),
    ],
    isAvailable: isAnyKnown && (allergyStatus === 'none_known' || isAnyCoded),
  };
}

/** What says most of the cause comes first; what comes later would only repeat it. */
const TIERS: readonly ((when: AllergyCondition) => boolean)[] = [
  (when) => 'allergy' in when && when.allergy === 'same_substance',
  (when) => 'allergy' in when && when.allergy === 'named_class',
  (when) => 'allergicTo' in when,
];

function findingsOf(
  item: PrescribedTaken,
  allergy: Allergy,
  rules: readonly RuleInForce<'allergy'>[],
): readonly Finding[] {
  const found: Finding[] = [];
  for (const isOfTier of TIERS) {
    for (const rule of rules) {
      const parts = isOfTier(rule.when) ? partsConcerned(rule.when, item, allergy) : [];
      if (parts.length > 0) found.push(findingOf(rule, item, allergy, parts));
    }
    if (found.some(({ rule }) => rule.active)) break;
  }
  return found;
}

/** The substances of an item that a rule finds wrong with an allergy. */
function partsConcerned(
  when: AllergyCondition,
  item: PrescribedTaken,
  { content: { coding } }: Allergy,
): readonly Part[] {
  if ('allergicTo' in when) {
    const known = [...coding.substances.map(partOf), ...coding.classes.map((code) => ({ code, classes: [code] }))];
    const isOfGroup = known.some((part) => isIn(when.allergicTo, part));
    return isOfGroup ? partsIn(when.prescribed, item) : [];
  }
  if (when.allergy === 'same_substance') return item.parts.filter(({ code }) => coding.substances.includes(code));
  return item.parts.filter(({ classes }) => classes.some((one) => coding.classes.includes(one)));
}

function findingOf(
  rule: RuleInForce<'allergy'>,
  item: PrescribedTaken,
  { content }: Allergy,
  parts: readonly Part[],
): Finding {
  const { coding, severity, certainty, substance } = content;
  const against = [...coding.substances, ...coding.classes].sort().join('+');
  return {
    rule,
    item: item.item,
    // A reaction that turns out to be graver is another cause: a reason given before it does not answer it.
    cause: [codes(parts), against, `${severity}-${certainty}`],
    with: substance,
    severity: weighed(rule.severity, content),
  };
}

/**
 * As the rule says for a reaction that was severe; a milder one weighs a step less, and another one when it was only suspected. What
 * is contraindicated interrupts all the same.
 */
function weighed(base: AlertSeverity, { severity, certainty }: Allergy['content']): AlertSeverity {
  if (severity === 'severe' || severity === 'life_threatening') return base;
  const steps = severity === 'mild' && certainty === 'suspected' ? 2 : 1;
  const mildest = base === 'contraindicated' ? 'major' : 'minor';
  const at = Math.min(ALERT_SEVERITIES.indexOf(base) + steps, ALERT_SEVERITIES.indexOf(mildest));
  return ALERT_SEVERITIES[at] ?? base;
}
