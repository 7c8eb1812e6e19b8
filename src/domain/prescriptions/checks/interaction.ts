import { type Checked, canCompare, unknownItems, unknownMedicines } from './input.js';
import type { Finding, Findings } from './outcome.js';
import { type RuleInForce, rulesOf, type SubstanceGroup } from './rule.js';
import { codes, type Part, partsIn, type Taken } from './taken.js';

/** Items against current medicines and against each other: two or three substances, by themselves or by their classes. */
export function checkInteractions(checked: Checked): Findings {
  const all = [...checked.prescribed, ...checked.current];
  return {
    findings: rulesOf(checked.rules, 'interaction').flatMap((rule) => findingsOf(rule, all)),
    reasons: [...unknownMedicines(checked), ...unknownItems(checked)],
    isAvailable: canCompare(checked),
  };
}

interface Member {
  readonly taken: Taken;
  readonly part: Part;
}

function findingsOf(rule: RuleInForce<'interaction'>, all: readonly Taken[]): readonly Finding[] {
  return combinations(rule.when.together, all).flatMap((members) => {
    const items = members.flatMap(({ taken }) => taken.item ?? []);
    const taken = new Set(members.map((member) => member.taken));
    // What the patient takes already is no matter of this prescription, and a product may combine what two may not.
    if (items.length === 0 || taken.size < 2) return [];
    const item = Math.min(...items);
    const others = [...taken].filter((other) => other.item !== item).map(({ name }) => name);
    return { rule, item, cause: [codes(members.map(({ part }) => part))], with: others.join(' + ') };
  });
}

/** One of each group, each of another substance. */
function combinations(groups: readonly SubstanceGroup[], all: readonly Taken[]): readonly (readonly Member[])[] {
  const [group, ...rest] = groups;
  if (!group) return [[]];
  const members = all.flatMap((taken) => partsIn(group, taken).map((part): Member => ({ taken, part })));
  return combinations(rest, all).flatMap((others) =>
    members
      .filter(({ part }) => others.every((other) => other.part.code !== part.code))
      .map((member) => [member, ...others]),
  );
}
