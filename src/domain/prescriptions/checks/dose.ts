import { type Amount, milligramsOf } from '../../formulary/public.js';
import { dosageWithinLimits, isAtMost } from '../directions/dosage-within-limits.js';
import { doseInDay, type IngredientInDay } from '../directions/dose-in-day.js';
import { readDose } from '../directions/read-dose.js';
import type { Dose } from '../dose.js';
import type { PrescribedItem } from '../item.js';
import { because, type Checked, unknownItems } from './input.js';
import type { Finding, Findings } from './outcome.js';
import { type DoseCondition, type RuleInForce, rulesOf } from './rule.js';
import { causeOf } from './taken.js';

/** Below this age a limit for adults says nothing: doses are by weight. */
const DOSED_BY_WEIGHT_UNDER = 12;

/** Each item's dose against its own limit for a day, and each substance's, in all items together, against its limit. */
export function checkDoses(checked: Checked): Findings {
  const doses = checked.items.map(dosesOf);
  const rules = rulesOf(checked.rules, 'dose');
  const limited = rules.map((rule) => ({ rule, ...judged(rule, checked, doses) }));
  const isJudged = checked.items.map((_, item) => isItemJudged(item, checked, limited));
  const isByWeight = isDosedByWeight(checked.age) && checked.prescribed.some(({ isLocal }) => !isLocal);
  return {
    findings: limited.flatMap(({ findings }) => findings),
    reasons: [
      ...because('age_unknown', checked.age === null),
      ...because('weight_unknown', isByWeight && checked.weightKg === null),
      ...because('dose_not_computable', isJudged.includes(false)),
      ...unknownItems(checked),
    ],
    isAvailable: isJudged.includes(true),
  };
}

function isDosedByWeight(age: number | null): boolean {
  return age !== null && age < DOSED_BY_WEIGHT_UNDER;
}

/** The dose beside the directions, and what the directions say: whoever takes the medicine reads the latter. */
function dosesOf(item: PrescribedItem): readonly Dose[] {
  const read = readDose(item.directions, item.drug);
  return [...(item.dose === null ? [] : [item.dose]), ...(read === 'not_computable' ? [] : [read])];
}

interface Judgement {
  readonly findings: readonly Finding[];
  /** The substances, or for `item_limit` the items, whose amount was compared with this limit. */
  readonly compared: ReadonlySet<string | number>;
}

type Doses = readonly (readonly Dose[])[];

function judged(rule: RuleInForce<'dose'>, checked: Checked, doses: Doses): Judgement {
  const { when } = rule;
  return 'inDay' in when || 'inDayPerKg' in when
    ? judgedSubstance(rule, when, checked, doses)
    : judgedItems(rule, checked, doses);
}

/** Each item against its own limit. */
function judgedItems(rule: RuleInForce<'dose'>, { items, prescribed, age }: Checked, doses: Doses): Judgement {
  const compared = new Set<number>();
  const findings = prescribed.flatMap((taken): readonly Finding[] => {
    const { drug } = items[taken.item] as PrescribedItem;
    const within = (doses[taken.item] ?? []).map((dose) => dosageWithinLimits(drug, dose));
    if (within.some((one) => one !== 'not_computable') && !isDosedByWeight(age)) compared.add(taken.item);
    const [most] = mostInDay(taken.item, items, doses);
    const cause = [causeOf(taken), most?.amount ? textOf(most.amount) : 'above'];
    return within.includes(false) ? [{ rule, item: taken.item, cause, with: null }] : [];
  });
  return { findings, compared };
}

type OfSubstance = Extract<DoseCondition, { readonly inDay: string } | { readonly inDayPerKg: string }>;

/** One substance in all items together. */
function judgedSubstance(
  rule: RuleInForce<'dose'>,
  when: OfSubstance,
  { items, age, weightKg }: Checked,
  doses: Doses,
): Judgement {
  const substance = 'inDay' in when ? when.inDay : when.inDayPerKg;
  const each = items.flatMap((_, item) =>
    mostInDay(item, items, doses).flatMap((one) => (one.substance === substance ? [{ item, amount: one.amount }] : [])),
  );
  const limit = limitFor(when, age, weightKg);
  const [first] = each;
  if (!first || limit === null) return { findings: [], compared: new Set() };
  // An amount in another unit is as little known as none.
  const amounts = each.flatMap(({ amount }) => (amount?.unit === limit.unit ? [amount.amount] : []));
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  const isOver = !isAtMost(total, limit.amount);
  const finding = { rule, item: first.item, cause: [substance, textOf({ ...limit, amount: total })], with: null };
  // A limit of old age is a further one, and one for adults says nothing of a child.
  const isOfPatient = 'inDayPerKg' in when || (when.fromAge === undefined && !isDosedByWeight(age));
  const isCompared = isOfPatient && amounts.length === each.length;
  return { findings: isOver ? [finding] : [], compared: new Set(isCompared ? [substance] : []) };
}

/** In mg where it is a mass. Null where the limit is none for this patient, or for nobody of whom so little is known. */
function limitFor(when: OfSubstance, age: number | null, weightKg: number | null): Amount | null {
  const milligrams = milligramsOf(when.above);
  const limit: Amount = milligrams === null ? when.above : { amount: milligrams, unit: 'mg' };
  if ('inDay' in when) return when.fromAge === undefined || (age !== null && age >= when.fromAge) ? limit : null;
  if (age === null || age >= when.underAge || weightKg === null) return null;
  return { ...limit, amount: limit.amount * weightKg };
}

/** Of the doses of one item the one that gives most, by ingredient. */
function mostInDay(item: number, items: readonly PrescribedItem[], doses: Doses): readonly IngredientInDay[] {
  const { drug } = items[item] as PrescribedItem;
  const all = (doses[item] ?? []).flatMap((dose) => {
    const inDay = doseInDay(dose, drug);
    return inDay === 'not_computable' ? [] : [inDay];
  });
  return drug.ingredients.map(({ name, substance }, at) => {
    const amounts = all.flatMap((inDay) => inDay[at]?.amount ?? []).sort((one, other) => other.amount - one.amount);
    return { name, substance, amount: amounts[0] ?? null };
  });
}

/** Whether some limit was compared with all that is in an item. */
function isItemJudged(
  item: number,
  { prescribed }: Checked,
  limited: readonly (Judgement & { readonly rule: RuleInForce<'dose'> })[],
): boolean {
  const compared = limited.flatMap((one) => [...one.compared]);
  const parts = prescribed[item]?.parts ?? [];
  if (compared.includes(item)) return true;
  return prescribed[item]?.isKnown === true && parts.every(({ code }) => compared.includes(code));
}

function textOf({ amount, unit }: Amount): string {
  return `${Math.round(amount * 1_000) / 1_000}${unit}`;
}
