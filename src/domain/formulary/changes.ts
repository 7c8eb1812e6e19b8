import { DomainError, type FieldError, invalid } from '../errors.js';
import { isSame } from '../same.js';
import { readAtcCode, readPbsCode } from './codes-of-medicines.js';
import { type DrugDraft, derivedSchedule, type Source, type SourcedField } from './drug.js';
import { formNamed } from './forms.js';
import type { Schedule } from './schedules.js';

/** What a person says of an item; what is left out stays as it is. */
export interface DrugChange extends Partial<Omit<DrugDraft, 'statedSchedule' | 'prescribingInfo'>> {
  readonly prescribingInfo?: Partial<DrugDraft['prescribingInfo']>;
  /** Only for an item whose schedule cannot be derived; null takes it back. */
  readonly schedule?: Schedule | null;
}

/** An item about which nothing has been said yet. */
const NOTHING_SAID: DrugDraft = {
  name: '',
  genericName: '',
  brandName: null,
  activeIngredient: '',
  strength: '',
  form: '',
  route: null,
  pack: null,
  manufacturer: null,
  pbsCode: null,
  localCode: null,
  atc: null,
  maxDailyDose: null,
  prescribingInfo: {
    standardDosage: null,
    maximumDailyDose: null,
    contraindications: [],
    interactions: [],
    pregnancyCategory: null,
  },
  sources: [],
  statedSchedule: null,
  active: true,
};

/** Where a statement of a clinic's administrator is from, if they name nothing better. */
const BY_THE_CLINIC = 'Stated by the clinic';
/** What a schedule is of: with another ingredient, strength, form, route or pack, what was said of it holds no more. */
const SCHEDULED_BY = ['activeIngredient', 'strength', 'form', 'route', 'pack'] as const;

/**
 * A new item. Its ingredient is the generic name where only one of them is given, and its name is made of the others.
 * @throws DomainError validation_failed on a name, strength or form that is missing
 */
export function newDraft(said: DrugChange, today: string): DrugDraft {
  const activeIngredient = said.activeIngredient ?? said.genericName;
  if (!activeIngredient) throw invalid('generic_name', 'An item has a generic name or its active ingredients.');
  const { strength, form, brandName, genericName = activeIngredient } = said;
  if (!strength) throw invalid('strength', 'An item has a strength.');
  if (!form) throw invalid('form', 'An item has a form.');
  const name = said.name ?? `${brandName ?? genericName} ${strength} ${form}`;
  return changedDraft(NOTHING_SAID, { ...said, name, genericName, activeIngredient, strength, form }, today);
}

/** What becomes of an item by a change, with whose word each changed statement now is. */
export function changedDraft(draft: DrugDraft, said: DrugChange, today: string): DrugDraft {
  const { schedule, prescribingInfo, sources = [], ...others } = said;
  const next: DrugDraft = {
    ...draft,
    ...others,
    prescribingInfo: { ...draft.prescribingInfo, ...prescribingInfo },
    sources: draft.sources,
  };
  const isOtherwise = SCHEDULED_BY.some((field) => !isSame(next[field], draft[field]));
  const kept = isOtherwise ? null : draft.statedSchedule;
  const named = new Set(sources.map(({ field }) => field));
  const own = statedFields(said)
    .filter((field) => !named.has(field))
    .map((field): Source => ({ field, source: BY_THE_CLINIC, asOf: today }));
  const replaced = new Set<SourcedField>([...named, ...own.map(({ field }) => field)]);
  return {
    ...next,
    route: next.route ?? formNamed(next.form)?.route ?? null,
    statedSchedule: schedule === undefined ? kept : schedule,
    sources: [...draft.sources.filter(({ field }) => !replaced.has(field)), ...sources, ...own],
  };
}

function statedFields({ schedule, maxDailyDose, prescribingInfo = {} }: DrugChange): readonly SourcedField[] {
  const { standardDosage, maximumDailyDose, contraindications, interactions, pregnancyCategory } = prescribingInfo;
  const said: readonly (readonly [SourcedField, unknown])[] = [
    ['schedule', schedule],
    ['max_daily_dose', maxDailyDose],
    ['standard_dosage', standardDosage],
    ['maximum_daily_dose', maximumDailyDose],
    ['contraindications', contraindications],
    ['interactions', interactions],
    ['pregnancy_category', pregnancyCategory],
  ];
  return said.flatMap(([field, value]) => (value === undefined || value === null ? [] : [field]));
}

/** Of a change to another version than there is. */
export function versionConflict(version: number): DomainError {
  const sentence = 'Somebody has changed this meanwhile: read it again, and send your change with its version.';
  return new DomainError('version_conflict', sentence, { version });
}

/** What is wrong with an item, each with its place in the body; empty where it can be kept. */
export function draftProblems(draft: DrugDraft): readonly FieldError[] {
  const problems: FieldError[] = [];
  const wrong = (field: string, message: string) => problems.push({ field, message });
  for (const [field, text] of [
    ['name', draft.name],
    ['generic_name', draft.genericName],
    ['active_ingredient', draft.activeIngredient],
    ['strength', draft.strength],
    ['form', draft.form],
  ] as const) {
    if (!text.trim()) wrong(field, 'This may not be empty.');
  }
  if (draft.pbsCode !== null && readPbsCode(draft.pbsCode) === null) {
    wrong('pbs_code', 'A PBS code has two to five digits and the letter that belongs to them.');
  }
  if (draft.atc !== null && readAtcCode(draft.atc) === null) wrong('atc', 'Use an ATC code such as J01CA04.');
  const derived = derivedSchedule(draft);
  if (derived !== null && draft.statedSchedule !== null && draft.statedSchedule !== derived) {
    wrong('schedule', `By its ingredients, strength, form and pack this is ${derived}.`);
  }
  return problems;
}
