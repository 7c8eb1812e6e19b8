import { type Day, longDay } from '../../days.js';
import { assertValid, invalid } from '../../errors.js';
import { substanceByCode } from '../../formulary/public.js';
import { hasVisibleText } from '../../text.js';
import { LAW_RULES, type LawMedicine, type LawRow, readLawRow } from './rules.js';

/** A row of the law as somebody writes it. */
export interface LawRowDraft {
  readonly rule: string;
  readonly region: string;
  readonly effectiveFrom: Day;
  readonly effectiveTo: Day | null;
  readonly source: string;
  readonly value: unknown;
}

/**
 * Reads a row that is to be added. It takes effect after `latest`, the last day that has begun anywhere: no prescription that is
 * being written can fall under it. What every region has cannot be taken back.
 * @throws DomainError validation_failed with the place of each problem
 */
export function readAddedRow(draft: LawRowDraft, latest: Day): LawRow & { readonly effectiveFrom: Day } {
  const { rule, region, effectiveFrom, effectiveTo, source } = draft;
  const row = readLawRow(draft);
  const problems: readonly (readonly [isWrong: boolean, field: string, message: string])[] = [
    [!LAW_RULES.some((one) => one === rule), 'rule', `There is no rule ${rule}.`],
    [region === 'all', 'region', 'What counts everywhere is a rule of this product: name a country or a state.'],
    [effectiveFrom <= latest, 'effective_from', `A row takes effect later: after ${longDay(latest)}.`],
    [effectiveTo !== null && effectiveTo < effectiveFrom, 'effective_to', 'The last day is not before the first one.'],
    [!hasVisibleText(source), 'source', 'Name the act, the regulation or the page that says so.'],
    [row === null, 'value', 'This is not a value of this rule: the rows that there are show its form.'],
    ...unknownMedicines(row).map((code) => [true, 'value', `The table of ingredients has no ${code}.`] as const),
  ];
  assertValid(problems.filter(([isWrong]) => isWrong).map(([, field, message]) => ({ field, message })));
  if (row === null) throw invalid('value', 'This is not a value of this rule.');
  return { ...row, effectiveFrom };
}

/** Codes of medicines in a row that no item of a formulary can have. */
function unknownMedicines(row: LawRow | null): readonly string[] {
  return medicinesOf(row)
    .map(({ substance }) => substance)
    .filter((code) => substanceByCode(code) === null);
}

function medicinesOf(row: LawRow | null): readonly LawMedicine[] {
  switch (row?.rule) {
    case 'state_approval':
    case 'practice_in_state':
      return row.value;
    case 'minors_approval':
      return row.value.medicines;
    default:
      return [];
  }
}
