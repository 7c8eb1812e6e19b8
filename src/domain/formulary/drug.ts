import { deriveSchedule, type LeastSchedule, leastSchedules, type ScheduledItem } from './derive-schedule.js';
import type { KnownSchedule } from './schedules.js';
import { type Amount, parseStrengths, type Strength } from './strength.js';
import type { Substance } from './substance.js';
import { substanceByCode, substanceOf } from './substances.js';

/** An active ingredient of an item. */
export interface Ingredient {
  /** As the item names it. */
  readonly name: string;
  /** Its code in the table of ingredients; null for one that is not in it, which no check knows. */
  readonly substance: string | null;
  /** Null where it could not be read. */
  readonly strength: Strength | null;
}

/** How much is in a pack: 20 `unit` (tablets, capsules, doses), 100 `mL`, 15 `g`. */
export interface Pack {
  readonly size: number;
  readonly unit: 'unit' | 'mL' | 'g';
}

/** What a prescriber reads about an item; null and empty where nobody has written it. */
export interface PrescribingInfo {
  readonly standardDosage: string | null;
  readonly maximumDailyDose: string | null;
  readonly contraindications: readonly string[];
  readonly interactions: readonly string[];
  /** Of the Australian categorisation: A, B1 to B3, C, D, X. */
  readonly pregnancyCategory: string | null;
}

/** Where a statement about an item is from, and on which day that was looked at. */
export interface Source {
  readonly field: SourcedField;
  readonly source: string;
  readonly asOf: string;
}

export const SOURCED_FIELDS = [
  'schedule',
  'max_daily_dose',
  'standard_dosage',
  'maximum_daily_dose',
  'contraindications',
  'interactions',
  'pregnancy_category',
] as const;
export type SourcedField = (typeof SOURCED_FIELDS)[number];

export const PREGNANCY_CATEGORIES = ['A', 'B1', 'B2', 'B3', 'C', 'D', 'X'] as const;

/** What somebody says of an item: the rest follows from it. */
export interface DrugDraft {
  readonly name: string;
  readonly genericName: string;
  readonly brandName: string | null;
  /** Several are joined by ` + `, and so are their strengths, in the same order. */
  readonly activeIngredient: string;
  readonly strength: string;
  readonly form: string;
  readonly route: string | null;
  readonly pack: Pack | null;
  readonly manufacturer: string | null;
  readonly pbsCode: string | null;
  readonly localCode: string | null;
  readonly atc: string | null;
  readonly maxDailyDose: Amount | null;
  readonly prescribingInfo: PrescribingInfo;
  readonly sources: readonly Source[];
  /** By a person, for an item whose schedule cannot be derived; else it has no effect. */
  readonly statedSchedule: KnownSchedule;
  readonly active: boolean;
}

/** An item of the formulary in one of its versions. */
export interface Drug extends DrugDraft {
  readonly ingredients: readonly Ingredient[];
  /** Null: not known, so it cannot be prescribed and waits for a person. */
  readonly schedule: KnownSchedule;
  readonly monitored: boolean;
}

/** Derives what follows from a draft: its ingredients, its schedule with the sources of it, and whether it is monitored. */
export function drugOf(draft: DrugDraft): Drug {
  const derived = derivedSchedule(draft);
  const ingredients = ingredientsOf(draft);
  const substances = ingredients.flatMap(({ substance }) => (substance && substanceByCode(substance)) || []);
  const schedule = derived ?? draft.statedSchedule;
  return {
    ...draft,
    // What a person has said of it counts only where nothing can be derived.
    statedSchedule: derived === null ? draft.statedSchedule : null,
    sources: [
      ...draft.sources.filter(({ field }) => field !== 'schedule' || (derived === null && schedule !== null)),
      ...(derived === null ? [] : sourcesOf(substances)),
    ],
    ingredients,
    schedule,
    monitored: schedule === 'S8' || substances.some(({ isMonitored }) => isMonitored),
  };
}

/** Where the rules of these ingredients are from, each source once. */
function sourcesOf(substances: readonly Substance[]): readonly Source[] {
  const sources = new Map(substances.map(({ source, asOf }) => [source, asOf]));
  return [...sources].map(([source, asOf]) => ({ field: 'schedule', source, asOf }));
}

/** The schedule that the table of ingredients gives an item, whatever a person has said of it. */
export function derivedSchedule(draft: DrugDraft): KnownSchedule {
  return deriveSchedule(scheduledItem(draft));
}

/** The least strict schedule that each known ingredient leaves to an item: a laxer one is wrong. */
export function leastSchedulesOf(draft: DrugDraft): readonly LeastSchedule[] {
  return leastSchedules(scheduledItem(draft));
}

function scheduledItem(draft: DrugDraft): ScheduledItem {
  return {
    ingredients: ingredientsOf(draft).map(({ substance, strength }) => ({
      substance: substance === null ? null : substanceByCode(substance),
      strength,
    })),
    form: draft.form,
    route: draft.route,
    packUnits: draft.pack?.unit === 'unit' ? draft.pack.size : null,
  };
}

function ingredientsOf({ activeIngredient, strength }: DrugDraft): readonly Ingredient[] {
  const names = activeIngredient.split(/\s\+\s/).map((name) => name.trim());
  const strengths = parseStrengths(strength);
  // With more or fewer strengths than ingredients nobody can say which belongs to which.
  const isPaired = strengths.length === names.length;
  return names.map((name, at) => ({
    name,
    substance: substanceOf(name)?.code ?? null,
    strength: isPaired ? (strengths[at] ?? null) : null,
  }));
}

/** What an item is, without whose it is and which version. */
export function contentOf(drug: Drug): Drug {
  const { name, genericName, brandName, activeIngredient, strength, form, route, pack, manufacturer } = drug;
  const { pbsCode, localCode, atc, maxDailyDose, prescribingInfo, sources, statedSchedule, active } = drug;
  const { ingredients, schedule, monitored } = drug;
  return {
    ...{ name, genericName, brandName, activeIngredient, strength, form, route, pack, manufacturer },
    ...{ pbsCode, localCode, atc, maxDailyDose, prescribingInfo, sources, statedSchedule, active },
    ...{ ingredients, schedule, monitored },
  };
}
