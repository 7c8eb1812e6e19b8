/** Units of an amount; `unit` is the biological one, such as of insulin. */
export const AMOUNT_UNITS = ['microgram', 'mg', 'g', 'mL', 'unit', 'mmol', 'percent'] as const;
export type AmountUnit = (typeof AMOUNT_UNITS)[number];

export interface Amount {
  readonly amount: number;
  readonly unit: AmountUnit;
}

/** How much of an ingredient there is: in one dosage unit, or `per` so much of the medicine. */
export interface Strength extends Amount {
  /** Of a liquid, spray or patch: `5 mL`, `1 dose`, `1 hour`; null of a tablet, capsule or other divided form. */
  readonly per: { readonly amount: number; readonly unit: PerUnit } | null;
}

const PER_UNITS = ['mL', 'g', 'dose', 'hour', 'day'] as const;
type PerUnit = (typeof PER_UNITS)[number];

/** Spellings of units, lower case. Abbreviations that lists still use are read, and never written. */
const UNITS: Readonly<Record<string, AmountUnit>> = {
  microgram: 'microgram',
  micrograms: 'microgram',
  mcg: 'microgram',
  ug: 'microgram',
  µg: 'microgram',
  μg: 'microgram',
  mg: 'mg',
  milligram: 'mg',
  milligrams: 'mg',
  g: 'g',
  gram: 'g',
  grams: 'g',
  ml: 'mL',
  unit: 'unit',
  units: 'unit',
  iu: 'unit',
  mmol: 'mmol',
  '%': 'percent',
};
const PER: Readonly<Record<string, PerUnit>> = {
  ml: 'mL',
  g: 'g',
  gram: 'g',
  dose: 'dose',
  actuation: 'dose',
  spray: 'dose',
  puff: 'dose',
  hour: 'hour',
  h: 'hour',
  day: 'day',
};
const NUMBER = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+`;
const STRENGTH = new RegExp(
  String.raw`^(${NUMBER})\s*(%|[a-zµμ]+)(?:\s*(?:/|per)\s*(${NUMBER})?\s*([a-z]+))?(?:\s*\([^)]*\))?$`,
);

/** `500 mg`, `250 mg/5 mL`, `100 microgram/dose`, `1%`; null for what cannot be read as one amount with its unit. */
export function parseStrength(text: string): Strength | null {
  const match = STRENGTH.exec(text.trim().toLowerCase());
  if (!match) return null;
  const [, amount = '', unit = '', perAmount, perUnit] = match;
  const known = UNITS[unit];
  const size = numberOf(amount);
  if (!known || size <= 0) return null;
  if (perUnit === undefined) return { amount: size, unit: known, per: null };
  const per = PER[perUnit];
  const perSize = perAmount === undefined ? 1 : numberOf(perAmount);
  return per && perSize > 0 ? { amount: size, unit: known, per: { amount: perSize, unit: per } } : null;
}

/** The strengths of each ingredient in a text such as `875 mg + 125 mg`, in its order; null for those that cannot be read. */
export function parseStrengths(text: string): readonly (Strength | null)[] {
  return text.split(/\s\+\s/).map(parseStrength);
}

/** An amount of mass in mg; null for units that are no mass. */
export function milligramsOf({ amount, unit }: Amount): number | null {
  if (unit === 'microgram') return amount / 1_000;
  if (unit === 'mg') return amount;
  return unit === 'g' ? amount * 1_000 : null;
}

const numberOf = (text: string) => Number(text.replaceAll(',', ''));
