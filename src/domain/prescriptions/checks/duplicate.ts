import { type Checked, canCompare, unknownItems, unknownMedicines } from './input.js';
import type { Finding, Findings } from './outcome.js';
import { type DuplicateCondition, type RuleInForce, rulesOf } from './rule.js';
import { codes, type Part, type PrescribedTaken, partsIn, type Taken } from './taken.js';

/**
 * Items against current medicines and each other: the same once more, or two of a class of which one is enough. An item that stands
 * on the list already is what a doctor expects who renews a prescription: a word, and no interruption.
 */
export function checkDuplicates(checked: Checked): Findings {
  const { prescribed, current } = checked;
  const pairs = prescribed.flatMap((item, at) =>
    [...prescribed.slice(at + 1), ...current].map((other) => [item, other] as const),
  );
  return {
    findings: rulesOf(checked.rules, 'duplicate').flatMap((rule) =>
      pairs.flatMap(([item, other]) => findingOf(rule, item, other)),
    ),
    reasons: [...unknownMedicines(checked), ...unknownItems(checked)],
    isAvailable: canCompare(checked),
  };
}

function findingOf(rule: RuleInForce<'duplicate'>, item: PrescribedTaken, other: Taken): readonly Finding[] {
  const cause = causeOf(rule.when, item, other);
  return cause === null ? [] : [{ rule, item: item.item, cause: [cause, kindOf(other)], with: other.name }];
}

/** A medicine twice on one prescription is another matter than one that the patient has already. */
function kindOf({ item }: Taken): string {
  return item === null ? 'listed' : 'prescribed';
}

function causeOf(when: DuplicateCondition, item: PrescribedTaken, other: Taken): string | null {
  if ('twoOf' in when) {
    const ones = partsIn(when.twoOf, item);
    const others = partsIn(when.twoOf, other);
    const pair = ones.flatMap((one) => others.filter(({ code }) => code !== one.code).map((each) => [one, each])).at(0);
    return pair ? codes(pair) : null;
  }
  const both = shared(item, other);
  return both.length > 0 && samenessOf(item, other) === when.same ? codes(both) : null;
}

/** Which of the three ways of being the same it is. */
function samenessOf(item: PrescribedTaken, other: Taken): 'item' | 'medicine' | 'ingredient' {
  if (codes(item.parts) !== codes(other.parts)) return 'ingredient';
  return other.item === null && isListed(item, other) ? 'item' : 'medicine';
}

/**
 * Whether a current medicine is the item itself. A product stands in the list by its printed name, without an item: another name is another
 * product, perhaps of another strength. A medicine that was only written may be an item of the formulary, and is taken for it.
 */
function isListed(item: PrescribedTaken, { drug, printedName, isOnlyWritten }: Taken): boolean {
  if (drug !== null) return drug === item.drug;
  return printedName === item.printedName || (isOnlyWritten && !item.isProduct);
}

function shared(item: Taken, other: Taken): readonly Part[] {
  return item.parts.filter(({ code }) => other.parts.some((part) => part.code === code));
}
