import { type Form, formNamed, routeNamed } from './forms.js';
import { type KnownSchedule, SCHEDULES, type Schedule, stricterOf } from './schedules.js';
import { milligramsOf, type Strength } from './strength.js';
import type { Condition, Substance } from './substance.js';

/** What a schedule depends on. */
export interface ScheduledItem {
  readonly ingredients: readonly { readonly substance: Substance | null; readonly strength: Strength | null }[];
  readonly form: string;
  readonly route: string | null;
  /** Dosage units in the pack; null where that is not known or the pack is measured otherwise. */
  readonly packUnits: number | null;
}

interface Facts {
  readonly form: Form | null;
  readonly route: string | null;
  readonly isAlone: boolean;
  readonly milligrams: number | null;
  readonly packUnits: number | null;
}

/**
 * The schedule of an item, by the rules of its ingredients: the strictest of them. Null when an ingredient is in no table,
 * when none of its rules fits, or when what is not known of the item (such as its pack) decides between two schedules.
 */
export function deriveSchedule(item: ScheduledItem): KnownSchedule {
  if (item.ingredients.length === 0) return null;
  let together: ReadonlySet<KnownSchedule> = new Set(['Unscheduled']);
  for (const { possible } of possibleOfEach(item)) together = everyPair(together, possible);
  const [only] = together;
  return together.size === 1 ? (only ?? null) : null;
}

/** The least strict schedule that an ingredient leaves to its item. */
export interface LeastSchedule {
  readonly substance: string;
  readonly schedule: Schedule;
}

/**
 * Of each ingredient of which the rules say enough, as if only the known ones were in the item: codeine is in Schedule 4 beside another
 * active ingredient, and nobody can say that an unknown one is active.
 */
export function leastSchedules(item: ScheduledItem): readonly LeastSchedule[] {
  const ingredients = item.ingredients.filter(({ substance }) => substance !== null);
  return possibleOfEach({ ...item, ingredients }).flatMap(({ substance, possible }) => {
    const schedule = possible.has(null) ? undefined : SCHEDULES.find((one) => possible.has(one));
    return substance && schedule ? [{ substance: substance.code, schedule }] : [];
  });
}

function possibleOfEach({ ingredients, ...item }: ScheduledItem) {
  const form = formNamed(item.form);
  const route = (item.route === null ? null : routeNamed(item.route)) ?? form?.route ?? null;
  return ingredients.map(({ substance, strength }) => {
    const milligrams = strength && isOfOneDose(strength) ? milligramsOf(strength) : null;
    const isAlone = ingredients.length === 1;
    const possible = possibleSchedules(substance, { form, route, isAlone, milligrams, packUnits: item.packUnits });
    return { substance, possible };
  });
}

/** What a medicine can come under whose ingredients can come under these. */
function everyPair(ones: ReadonlySet<KnownSchedule>, others: ReadonlySet<KnownSchedule>): ReadonlySet<KnownSchedule> {
  return new Set([...ones].flatMap((one) => [...others].map((other) => stricterOf(one, other))));
}

/** Whether the amount is that of a dosage unit or of a metered dose, and not of so much liquid. */
function isOfOneDose({ per }: Strength): boolean {
  return per === null || (per.unit === 'dose' && per.amount === 1);
}

/** Every schedule that the substance's rules allow, as far as the item is known; null among them where no rule fits. */
function possibleSchedules(substance: Substance | null, facts: Facts): ReadonlySet<KnownSchedule> {
  const possible = new Set<KnownSchedule>();
  for (const { schedule, when } of substance?.rules ?? []) {
    const holds = when ? isTrue(when, facts) : true;
    if (holds !== false) possible.add(schedule);
    if (holds === true) return possible;
  }
  return possible.add(null);
}

/** Null: it cannot be said. */
function isTrue(condition: Condition, facts: Facts): boolean | null {
  const { forms, routes, release, isAlone, upToMg, packUpTo } = condition;
  const parts = [
    forms && (facts.form ? forms.includes(facts.form.kind) : null),
    routes && (facts.route ? routes.some((route) => route === facts.route) : null),
    release && (facts.form ? facts.form.release === release : null),
    isAlone === undefined ? undefined : facts.isAlone === isAlone,
    upToMg === undefined ? undefined : isAtMost(facts.milligrams, upToMg),
    packUpTo === undefined ? undefined : isAtMost(facts.packUnits, packUpTo),
  ];
  if (parts.includes(false)) return false;
  return parts.includes(null) ? null : true;
}

function isAtMost(known: number | null, most: number): boolean | null {
  return known === null ? null : known <= most;
}
