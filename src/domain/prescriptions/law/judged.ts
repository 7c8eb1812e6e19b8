import { derivedSchedule, type KnownSchedule, substanceByCode } from '../../formulary/public.js';
import { itemFields, itemPaths, type PrescribedItem } from '../item.js';
import type { LawFacts, LawRefusal, RefusalRule } from './facts.js';
import { countingRegions, REGION_NAMES } from './regions.js';
import { type Counting, type ItemKind, type Law, type LawMedicine, type LawRule, lawOf } from './rules.js';

/** An item with what the law of today makes of it. */
export interface JudgedItem extends PrescribedItem {
  /** Position in the request. */
  readonly at: number;
  /** Where the request names it, and what it calls two of its members. */
  readonly path: string;
  readonly fields: { readonly medicine: string; readonly directions: string };
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
  return { facts, law: lawOf(facts.law, countingRegions(places)), items: judgedItems(items) };
}

function judgedItems(items: readonly PrescribedItem[]): readonly JudgedItem[] {
  const [paths, fields] = [itemPaths(items), itemFields(items)];
  return items.map((item, at) => ({
    ...{ ...item, ...scheduleNow(item), at, path: paths[at] ?? '' },
    fields: fields[at] ?? { medicine: '', directions: '' },
  }));
}

function scheduleNow({ drug, product }: PrescribedItem): Pick<JudgedItem, 'schedule' | 'isMonitored'> {
  // A clinic's own items keep the schedule of their last version: it is derived anew (docs/decisions/033-the-formulary.md).
  // What a list says of a product was judged when it was read.
  const schedule = product === null ? (derivedSchedule(drug) ?? drug.statedSchedule) : drug.schedule;
  const isListed = drug.ingredients.some(({ substance }) => substance && substanceByCode(substance)?.isMonitored);
  return { schedule, isMonitored: schedule === 'S8' || drug.monitored || isListed };
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

/** A member that both kinds of items have, though each calls it otherwise. */
type ItemMember =
  | 'medicine'
  | 'directions'
  | 'repeats'
  | 'repeat_interval_days'
  | 'authority_code'
  | 'approval'
  | 'approval_number';

/** The place of an item in the request. */
export function itemField(item: JudgedItem, member: ItemMember): string {
  return member === 'directions' || member === 'medicine' ? item.fields[member] : `${item.path}.${member}`;
}
