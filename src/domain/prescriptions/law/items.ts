import { directionsProblem } from '../directions/directions-problem.js';
import type { LawRefusal } from './facts.js';
import { type Case, isOfKind, itemField, type JudgedItem, refusedBy } from './judged.js';

/** What is wrong with single items, whoever prescribes them. */
export function itemProblems(judged: Case): readonly LawRefusal[] {
  return judged.items.flatMap((item) => [
    ...formularyProblems(item),
    ...directionProblems(judged, item),
    ...repeatProblems(judged, item),
  ]);
}

function formularyProblems(item: JudgedItem): readonly LawRefusal[] {
  const { drug, product, schedule } = item;
  const field = itemField(item, 'medicine');
  const unknown = (message: string): LawRefusal => ({
    rule: 'schedule_unknown',
    message,
    source: 'Poisons Standard, by the table of ingredients; nothing takes the place of a schedule that is not known',
    field,
  });
  return [
    ...(drug.active
      ? []
      : [
          {
            rule: 'inactive_item',
            message: `${drug.name} is not in use any more: choose another item.`,
            source: product === null ? 'The formulary of the clinic' : 'The supplier’s list that is in force',
            field,
          } as const,
        ]),
    ...(schedule === null ? [unknown(unknownSchedule(item))] : []),
    ...(schedule !== null && drug.schedule !== schedule
      ? [
          unknown(
            `${drug.name} is kept as ${drug.schedule ?? 'of no known schedule'}, and by its ingredients it is ${schedule}: an administrator has to save it anew.`,
          ),
        ]
      : []),
  ];
}

function unknownSchedule({ drug, product }: JudgedItem): string {
  if (product === null) {
    return `The schedule of ${drug.name} is not known: an administrator of the clinic has to state it first.`;
  }
  return product.content.poisonSchedule === null
    ? `The schedule of ${drug.name} is not known: its supplier’s list says none.`
    : `The schedule of ${drug.name} is not known: its supplier’s list says a laxer one than its ingredients have.`;
}

function directionProblems({ law }: Case, item: JudgedItem): readonly LawRefusal[] {
  const problem = directionsProblem(item.directions);
  const rows = law('directions').filter(({ value }) => isOfKind(item, value));
  const field = itemField(item, 'directions');
  return problem === null ? [] : refusedBy('directions', rows, `${item.drug.name}: ${problem}`, field);
}

function repeatProblems({ law, facts }: Case, item: JudgedItem): readonly LawRefusal[] {
  const { maxRepeats, s8MaxRepeats } = facts.policy;
  const { repeats, repeatIntervalDays, schedule, drug } = item;
  const isControlled = schedule === 'S8';
  const most = isControlled ? Math.min(s8MaxRepeats, maxRepeats) : maxRepeats;
  const field = itemField(item, 'repeats');
  const intervals = repeats > 0 && repeatIntervalDays === null ? law('repeat_interval') : [];
  return [
    ...(repeats <= most
      ? []
      : [
          isControlled
            ? ({
                rule: 's8_repeats',
                message: `${drug.name} is in Schedule 8: at most ${most} repeats.`,
                source: 'The clinic’s policy (POLICY_S8_MAX_REPEATS)',
                field,
              } as const)
            : ({
                rule: 'max_repeats',
                message: `At most ${most} repeats of ${drug.name}.`,
                source: 'The clinic’s policy (POLICY_MAX_REPEATS)',
                field,
              } as const),
        ]),
    ...refusedBy(
      's8_interval',
      intervals.filter(({ value }) => isOfKind(item, value)),
      `Repeats of ${drug.name} need an interval: say how many days have to pass between two supplies.`,
      itemField(item, 'repeat_interval_days'),
    ),
  ];
}
