import { derivedSchedule, type KnownSchedule, substanceByCode } from '../../formulary/public.js';
import type { PrescribedItem } from '../item.js';
import type { LawFacts, LawRefusal, RefusalRule } from './facts.js';
import { countingRegions, REGION_NAMES } from './regions.js';
import { type Counting, type ItemKind, type Law, type LawMedicine, type LawRule, lawOf } from './rules.js';

/** An item with what the law of today makes of it. */
export interface JudgedItem extends PrescribedItem {
  /** Position in the request. */
  readonly at: number;
  /** Of the table of ingredients as it is now, else of the person who stated it; null: not known. */
  readonly schedule: KnownSchedule;
  readonly isMonitored: boolean;
}

/** A request, the law that counts for it, and what is known of its items. */
export interface Case {
  readonly facts: LawFacts;
  readonly law: Law;
  readonly items: readonly JudgedItem[];
}

export function caseOf(facts: LawFacts): Case {
  const { prescriber, patient, items } = facts;
  const places = { region: prescriber.region, prescriberState: prescriber.state, patientState: patient.state };
  return { facts, law: lawOf(facts.law, countingRegions(places)), items: items.map(judgedItem) };
}

function judgedItem(item: PrescribedItem, at: number): JudgedItem {
  const { drug } = item;
  // A clinic's own items keep the schedule of their last version: it is derived anew (docs/decisions/033-the-formulary.md).
  const schedule = derivedSchedule(drug) ?? drug.statedSchedule;
  const isListed = drug.ingredients.some(({ substance }) => substance && substanceByCode(substance)?.isMonitored);
  return { ...item, at, schedule, isMonitored: schedule === 'S8' || drug.monitored || isListed };
}

export function isOfKind({ schedule, isMonitored }: JudgedItem, kinds: readonly ItemKind[]): boolean {
  return kinds.some((kind) => kind === 'all' || kind === schedule || (kind === 'monitored' && isMonitored));
}

/** Whether the item holds one of these medicines, given in the way that is named. */
export function isAmong({ drug }: JudgedItem, medicines: readonly LawMedicine[]): boolean {
  return medicines.some(
    ({ substance, route }) =>
      drug.ingredients.some((one) => one.substance === substance) && (route === undefined || route === drug.route),
  );
}

type KindRule = {
  [R in LawRule]: Counting<R>['value'] extends readonly ItemKind[] ? R : never;
}[LawRule];

/** The rows of a rule that ask something of one of the items. */
export function asking<R extends KindRule>({ law, items }: Case, rule: R): readonly Counting<R>[] {
  return law(rule).filter(({ value }) => items.some((item) => isOfKind(item, value as readonly ItemKind[])));
}

interface Sources {
  readonly region: Counting<LawRule>['region'];
  readonly source: string;
  readonly isAssumed: boolean;
}

/** A refusal by rows of the table: its sentence, who asks for it, and by which sources. */
export function refusal(rule: RefusalRule, rows: readonly Sources[], sentence: string, field?: string): LawRefusal {
  const places = [...new Set(rows.filter(({ region }) => region !== 'all').map(({ region }) => REGION_NAMES[region]))];
  const asks = places.length > 0 ? ` Asked for by the law of ${inWords(places)}.` : '';
  const isAssumed = rows.length > 0 && rows.every((row) => row.isAssumed);
  const why = isAssumed ? ' The state of the patient or the prescriber is not known, so every state’s law counts.' : '';
  return {
    rule,
    message: `${sentence}${asks}${why}`,
    source: [...new Set(rows.map(({ source }) => source))].join('; '),
    ...(field === undefined ? {} : { field }),
  };
}

function inWords(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** What is wrong, each with the rows that say so; no rows, nothing wrong. */
export function refusedBy(
  rule: RefusalRule,
  rows: readonly Sources[],
  sentence: string,
  field?: string,
): readonly LawRefusal[] {
  return rows.length === 0 ? [] : [refusal(rule, rows, sentence, field)];
}

/** The place of an item in the request. */
export function itemField({ at }: JudgedItem, member: string): string {
  return `prescribed_drugs.${at}.${member}`;
}
