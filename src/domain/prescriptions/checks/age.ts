import { because, type Checked, unknownItems } from './input.js';
import type { Findings } from './outcome.js';
import { type AgeCondition, rulesOf } from './rule.js';
import { codes, partsIn } from './taken.js';

/** Items against the patient's age. */
export function checkAges(checked: Checked): Findings {
  const { prescribed, age } = checked;
  const concerned = rulesOf(checked.rules, 'age').flatMap((rule) =>
    prescribed.flatMap((item) => {
      const parts = partsIn(rule.when.prescribed, item);
      return parts.length === 0 ? [] : [{ rule, item: item.item, cause: [codes(parts)], with: null }];
    }),
  );
  return {
    findings: age === null ? [] : concerned.filter(({ rule }) => isOfAge(age, rule.when)),
    // Where no rule concerns an item, any age is as good as another.
    reasons: [...because('age_unknown', age === null && concerned.length > 0), ...unknownItems(checked)],
    isAvailable: age !== null && prescribed.some(({ parts }) => parts.length > 0),
  };
}

function isOfAge(age: number, { underAge, fromAge }: AgeCondition): boolean {
  return (underAge !== undefined && age < underAge) || (fromAge !== undefined && age >= fromAge);
}
