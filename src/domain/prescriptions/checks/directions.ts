import { formNamed } from '../../formulary/public.js';
import { doseAgreesWith } from '../directions/agreement.js';
import { readDose } from '../directions/read-dose.js';
import type { Dose } from '../dose.js';
import type { PrescribedItem } from '../item.js';
import { because, type Checked, unknownItems } from './input.js';
import type { Finding, Findings } from './outcome.js';
import { type RuleInForce, rulesOf } from './rule.js';
import { causeOf, codes, type PrescribedTaken, partsIn } from './taken.js';

/** The directions of each item against the dose beside them, and of what is taken weekly for their day. */
export function checkDirections(checked: Checked): Findings {
  const { items, prescribed } = checked;
  const agreements = items.map(({ directions, dose, drug }) => (dose ? doseAgreesWith(directions, dose, drug) : true));
  return {
    findings: rulesOf(checked.rules, 'directions').flatMap((rule) =>
      prescribed.flatMap((taken) => {
        const item = items[taken.item] as PrescribedItem;
        return findingsOf(rule, taken, item, agreements[taken.item] === false);
      }),
    ),
    // Without a dose beside them directions have nothing to disagree with.
    reasons: [...because('dose_not_computable', agreements.includes('not_computable')), ...unknownItems(checked)],
    isAvailable: prescribed.some(({ item, parts }) => parts.length > 0 && agreements[item] !== 'not_computable'),
  };
}

function findingsOf(
  rule: RuleInForce<'directions'>,
  taken: PrescribedTaken,
  item: PrescribedItem,
  disagrees: boolean,
): readonly Finding[] {
  const read = readDose(item.directions, item.drug);
  const said = [textOf(read), textOf(item.dose)];
  if ('says' in rule.when) {
    return disagrees ? [{ rule, item: taken.item, cause: [causeOf(taken), ...said], with: null }] : [];
  }
  const parts = partsIn(rule.when.notWeekly, taken);
  if (parts.length === 0 || !mayBeOral(item) || isWeekly(read)) return [];
  return [{ rule, item: taken.item, cause: [codes(parts), ...said], with: null }];
}

/** Taken by mouth, or nobody can tell. */
function mayBeOral({ drug }: PrescribedItem): boolean {
  const form = formNamed(drug.form);
  return form === null || form.route === 'oral';
}

/** Once, on one day of the week that the words name: whoever takes it reads the words. */
function isWeekly(read: Dose | 'not_computable'): boolean {
  return read !== 'not_computable' && read.onDays.length === 1 && read.timesPerDay === 1 && !read.asNeeded;
}

/** A dose in one short text, the same for the same dose. */
function textOf(dose: Dose | 'not_computable' | null): string {
  if (dose === null || dose === 'not_computable') return dose ?? 'none';
  const { amount, unit, timesPerDay, everyHours, onDays, asNeeded, maxPerDay } = dose;
  return [amount, unit, timesPerDay, everyHours, [...onDays].sort().join('+'), asNeeded, maxPerDay].join('/');
}
