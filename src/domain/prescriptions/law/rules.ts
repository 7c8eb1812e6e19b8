import type { Day } from '../../days.js';
import { ROUTES, type Route } from '../../formulary/public.js';
import { type CountingRegion, LAW_REGIONS, type LawRegion } from './regions.js';

/** Which items a rule is about: of a schedule, monitored ones (every Schedule 8 medicine is), or all. */
export const ITEM_KINDS = ['all', 'Unscheduled', 'S2', 'S3', 'S4', 'S8', 'monitored'] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

/** Who pays: the patient, the Pharmaceutical Benefits Scheme, or the one of veterans. */
export const SCHEMES = ['private', 'pbs', 'rpbs'] as const;
export type Scheme = (typeof SCHEMES)[number];

/** By which register a prescriber is registered. */
export const REGISTERS = ['ahpra_registration', 'mdcn_folio', 'prc_licence'] as const;
export type Register = (typeof REGISTERS)[number];

/** A medicine by the code of its substance; with a route, only where it is given so. */
export interface LawMedicine {
  readonly substance: string;
  readonly route?: Route;
}

type Read<T> = (value: unknown) => T | null;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text: Read<string> = (value) => (typeof value === 'string' && value.trim() !== '' ? value : null);
const oneOf =
  <const T extends string>(values: readonly T[]): Read<T> =>
  (value) =>
    values.find((one) => one === value) ?? null;
const count =
  (least: number, most: number): Read<number> =>
  (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most ? value : null;
const list =
  <T>(read: Read<T>): Read<readonly T[]> =>
  (value) => {
    if (!Array.isArray(value)) return null;
    const items = value.flatMap((one) => read(one) ?? []);
    return items.length === value.length ? items : null;
  };
/** Each member by its own reader; none is missing, and no other one is there. */
const members =
  <T extends object>(readers: { readonly [K in keyof T]: Read<T[K]> }): Read<T> =>
  (value) => {
    if (!isObject(value) || Object.keys(value).some((name) => !Object.hasOwn(readers, name))) return null;
    const entries = Object.entries<Read<unknown>>(readers).map(([name, read]) => [name, read(value[name])] as const);
    return entries.some(([, read]) => read === null) ? null : (Object.fromEntries(entries) as T);
  };
const medicine: Read<LawMedicine> = (value) => {
  if (!isObject(value)) return null;
  const { route, ...others } = value;
  const named = members<{ readonly substance: string }>({ substance: text })(others);
  if (named === null || route === undefined) return named;
  const known = oneOf(ROUTES)(route);
  return known && { ...named, route: known };
};
const kinds = list(oneOf(ITEM_KINDS));
const schemes = list(oneOf(SCHEMES));
const medicines = list(medicine);

/** Every rule, with what a row of it says. An empty list asks for nothing: so a later row takes a demand back. */
const READERS = {
  // What has to stand on it of the patient and the prescriber, for which items.
  patient_name: kinds,
  patient_address: kinds,
  patient_birth_date: kinds,
  prescriber_address: kinds,
  prescriber_phone: kinds,
  prescriber_qualifications: kinds,
  prescriber_registration: oneOf(REGISTERS),
  prescriber_number: schemes,
  prescriber_tax_receipt: kinds,
  prescriber_dangerous_drugs_licence: kinds,
  // Who may prescribe to whom.
  prescriber_authority: kinds,
  self_prescribing: kinds,
  consultation: kinds,
  chat_reason: kinds,
  // The items: what each of them says, how long and how often they may be supplied.
  directions: kinds,
  validity_months: count(1, 24),
  validity_months_s8: count(1, 24),
  repeat_interval: kinds,
  alone: kinds,
  scheme_items: count(1, 20),
  authority_alone: schemes,
  handwriting: kinds,
  // Registers, permits and approvals.
  monitoring_check: members<{ readonly register: string; readonly of: readonly ItemKind[] }>({
    register: text,
    of: kinds,
  }),
  monitoring_hours: count(1, 8760),
  state_approval: medicines,
  minors_approval: members<{ readonly years: number; readonly medicines: readonly LawMedicine[] }>({
    years: count(1, 150),
    medicines,
  }),
  practice_in_state: medicines,
  interstate_mark: members<{ readonly text: string; readonly of: readonly ItemKind[] }>({ text, of: kinds }),
  cannabis_approval: members<{ readonly registered: readonly string[] }>({ registered: list(text) }),
  // The schemes.
  medicare_number: schemes,
  veteran_number: schemes,
} as const;

export type LawRule = keyof typeof READERS;
export const LAW_RULES = Object.keys(READERS) as readonly LawRule[];
export type LawValue<R extends LawRule> = NonNullable<ReturnType<(typeof READERS)[R]>>;

/** What the law of a region asks for, and from when to when. */
export interface LawRowOf<R extends LawRule> {
  readonly rule: R;
  readonly region: LawRegion;
  /** Its first day; null: before anything was prescribed here. */
  readonly effectiveFrom: Day | null;
  /** Its last day; null: none is known. */
  readonly effectiveTo: Day | null;
  readonly source: string;
  readonly value: LawValue<R>;
}
export type LawRow = { readonly [R in LawRule]: LawRowOf<R> }[LawRule];

/** What a row's value says, in the form that its rule has; null where it has another one. */
export function readLawRow(row: { readonly [K in keyof LawRow]: unknown }): LawRow | null {
  const rule = oneOf(LAW_RULES)(row.rule);
  const region = oneOf(LAW_REGIONS)(row.region);
  const value = rule && READERS[rule](row.value);
  return value === null || region === null ? null : ({ ...row, rule, region, value } as LawRow);
}

/**
 * The rows that count on a day. Of the rows of one rule and region the one that took effect last stands in the place of all
 * earlier ones: so the law is changed by adding a row.
 */
export function lawInForce(rows: readonly LawRow[], on: Day): readonly LawRow[] {
  const latest = new Map<string, LawRow>();
  for (const row of rows) {
    const key = `${row.rule} ${row.region}`;
    const other = latest.get(key);
    if ((row.effectiveFrom ?? '') > on) continue;
    if (!other || (row.effectiveFrom ?? '') >= (other.effectiveFrom ?? '')) latest.set(key, row);
  }
  return [...latest.values()].filter(({ effectiveTo }) => effectiveTo === null || effectiveTo >= on);
}

/** A row that counts for a prescription. */
export type Counting<R extends LawRule> = LawRowOf<R> & { readonly isAssumed: boolean };

/** The law of some regions: the rows of a rule that count there. */
export type Law = <R extends LawRule>(rule: R) => readonly Counting<R>[];

export function lawOf(rows: readonly LawRow[], regions: readonly CountingRegion[]): Law {
  const counting = regions.flatMap(({ region, isAssumed }) =>
    rows.filter((row) => row.region === region).map((row) => ({ ...row, isAssumed })),
  );
  return <R extends LawRule>(rule: R) => counting.filter((row): row is Counting<R> & typeof row => row.rule === rule);
}
