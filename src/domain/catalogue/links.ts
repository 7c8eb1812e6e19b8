import { doseFormOf } from './dose-form-of.js';
import type { StrengthUnit } from './product.js';

/** How much of an ingredient is in a dosage unit, or `per` so much of the medicine. */
interface LinkedStrength {
  readonly amount: number;
  readonly unit: string;
  readonly per: { readonly amount: number; readonly unit: string } | null;
}

/** An item of a formulary, as far as a supplier's product can be the same medicine. */
export interface LinkedMedicine {
  /** What the formulary calls its form. */
  readonly form: string;
  readonly ingredients: readonly {
    /** As lists may call it: its own name, and other ones. */
    readonly names: readonly string[];
    /** Null where it could not be read. */
    readonly strength: LinkedStrength | null;
  }[];
}

/** Forms that a list does not tell apart, or that release otherwise than what lists call by one name. */
const UNLINKED_FORMS: ReadonlySet<string> = new Set(['other', 'topical', 'suppository']);
const UNLINKED_RELEASE = /modified release|enteric coated/i;
const [THC, CBD] = ['tetrahydrocannabinol', 'cannabidiol'];
/** Percent of both: a part below it is a trace. */
const TRACE = 2;
/** Names of one medicine that are looked for; more would be one of many ingredients, which no list of a supplier has. */
const MOST_KEYS = 64;

/**
 * The keys under which a supplier's product is the same medicine as an item: one for each way in which lists may name it. The column
 * `link_key` of `supplier_products` says the same of a product (`product_link_key`). None where nobody can say in numbers what is in it.
 */
export function linkKeysOf({ form, ingredients }: LinkedMedicine): readonly string[] {
  const doseForm = doseFormOf(form);
  if (UNLINKED_FORMS.has(doseForm) || UNLINKED_RELEASE.test(form) || ingredients.length === 0) return [];
  const cannabinoids = ingredients.filter(({ names }) => names.some((name) => name === THC || name === CBD));
  if (cannabinoids.length === 0) return namedKeys(ingredients).map((key) => `${doseForm}|${key}`);
  const key = cannabinoids.length === ingredients.length ? cannabinoidKey(cannabinoids) : null;
  return key === null ? [] : [`${doseForm}|${key}`];
}

function cannabinoidKey(ingredients: LinkedMedicine['ingredients']): string | null {
  const units = new Set<StrengthUnit | null>();
  const amounts = { thc: 0, cbd: 0 };
  for (const { names, strength } of ingredients) {
    const read = strength && amountOf(strength);
    units.add(read?.unit ?? null);
    amounts[names.includes(THC) ? 'thc' : 'cbd'] += read?.amount ?? 0;
  }
  const [unit = null] = units;
  const total = amounts.thc + amounts.cbd;
  if (units.size !== 1 || unit === null || total === 0) return null;
  const printed = (amount: number) => (amount * 100 < total * TRACE ? '0' : String(Number(amount.toFixed(4))));
  return `${unit}|${printed(amounts.thc)}|${printed(amounts.cbd)}`;
}

function amountOf({
  amount,
  unit,
  per,
}: LinkedStrength): { readonly amount: number; readonly unit: StrengthUnit } | null {
  if (unit !== 'mg') return null;
  if (per === null || (per.unit === 'dose' && per.amount === 1)) return { amount, unit: 'mg/unit' };
  if (per.unit === 'mL') return { amount: amount / per.amount, unit: 'mg/mL' };
  return per.unit === 'g' ? { amount: amount / per.amount, unit: 'mg/g' } : null;
}

/** `codeine8mg+paracetamol500mg`, for each name of each ingredient. */
function namedKeys(ingredients: LinkedMedicine['ingredients']): readonly string[] {
  let together: readonly (readonly string[])[] = [[]];
  for (const { names, strength } of ingredients) {
    if (strength === null) return [];
    const amount = strengthText(strength);
    const texts = [...new Set(names.map((name) => `${linkedText(name)}${amount}`))];
    together = together.flatMap((some) => texts.map((text) => [...some, text]));
    if (together.length > MOST_KEYS) return [];
  }
  return together.map((texts) => [...texts].sort().join('+'));
}

function strengthText({ amount, unit, per }: LinkedStrength): string {
  const of = per === null ? '' : `/${per.amount === 1 ? '' : per.amount}${per.unit}`;
  return linkedText(`${amount}${unit === 'percent' ? '%' : unit}${of}`);
}

/** Small letters and digits without blanks; `linked_text` in the database does the same. */
function linkedText(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9.%/]+/g, '')
    .replaceAll(/(?:micrograms|mcg|ug)(?![a-z])/g, 'microgram');
}
