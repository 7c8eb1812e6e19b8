import { type Amount, type Ingredient, milligramsOf } from '../../formulary/public.js';
import type { Dose } from '../dose.js';
import type { PrescribedDrug } from '../item.js';
import { countedUnit, unitNamed } from './units.js';

/** What a dose is computed with. */
export type DosedItem = Pick<PrescribedDrug, 'form' | 'ingredients'>;

/** How much of an ingredient a dose comes to on one day: mass in mg; null where that cannot be computed. */
export interface IngredientInDay {
  readonly name: string;
  readonly substance: string | null;
  readonly amount: Amount | null;
}

/**
 * The most of each ingredient that a dose gives on one day: on a day of the week on which it is taken, and of a dose "as needed" as
 * often as it may be. `not_computable` when nobody can say how often that is.
 */
export function doseInDay(dose: Dose, item: DosedItem): readonly IngredientInDay[] | 'not_computable' {
  const units = unitsInDay(dose);
  if (units === null) return 'not_computable';
  return item.ingredients.map((ingredient) => ({
    name: ingredient.name,
    substance: ingredient.substance,
    amount: amountIn(units, dose, ingredient, item),
  }));
}

/** How many of its unit a dose comes to on one day at most; null when it does not say how often it is taken. */
export function unitsInDay(dose: Dose): number | null {
  const times = timesInDay(dose);
  if (times === null) return dose.maxPerDay;
  return Math.min(dose.amount * times, dose.maxPerDay ?? Number.POSITIVE_INFINITY);
}

/** How often a dose is taken on a day at most; null when it does not say. */
export function timesInDay({ timesPerDay, everyHours, onDays }: Dose): number | null {
  if (timesPerDay !== null) return timesPerDay;
  // Of a day that begins with a dose: every 5 hours is five times.
  if (everyHours !== null) return Math.ceil(24 / everyHours);
  return onDays.length > 0 ? 1 : null;
}

function amountIn(units: number, dose: Dose, ingredient: Ingredient, item: DosedItem): Amount | null {
  const unit = unitNamed(dose.unit);
  // A patch gives what it gives in an hour for as long as it stays, and the next one takes its place.
  if (unit === 'patch') return inPatches(dose, ingredient, item);
  const one = unit === null ? null : amountInOne(unit, ingredient, item);
  return one && { ...one, amount: one.amount * units };
}

function inPatches(dose: Dose, { strength }: Ingredient, { form }: DosedItem): Amount | null {
  const isChangedDaily = timesInDay(dose) === 1 && dose.onDays.length === 0;
  if (strength?.per?.unit !== 'hour' || countedUnit(form) !== 'patch' || !isChangedDaily) return null;
  return inMilligrams({ amount: (strength.amount / strength.per.amount) * 24 * dose.amount, unit: strength.unit });
}

/** How much of an ingredient is in one `unit` of an item: in a tablet, in a mL, in a puff. Null where that cannot be said. */
export function amountInOne(unit: string, { strength }: Ingredient, { form, ingredients }: DosedItem): Amount | null {
  if (unit === 'mg' || unit === 'microgram' || unit === 'g' || unit === 'unit') {
    // "500 mg" of a medicine with two ingredients does not say of which; a gram of a cream is one of the whole cream.
    const isOfIngredient = ingredients.length === 1 && !isMeasuredWhole(form);
    const isItsKind = strength === null || (unit === 'unit') === (strength.unit === 'unit');
    return isOfIngredient && isItsKind ? inMilligrams({ amount: 1, unit }) : null;
  }
  if (!strength || strength.unit === 'percent') return null;
  const { per } = strength;
  const isItsUnit = unit === countedUnit(form);
  if (unit === 'mL' && per?.unit === 'mL') return inMilligrams({ ...strength, amount: strength.amount / per.amount });
  if (isItsUnit && per?.unit === 'dose') return inMilligrams({ ...strength, amount: strength.amount / per.amount });
  return isItsUnit && per === null ? inMilligrams(strength) : null;
}

/** Forms that are weighed with all that is in them. */
function isMeasuredWhole(form: string): boolean {
  return /\b(?:cream|ointment|gel|lotion)s?$/i.test(form.trim());
}

/** Mass in mg, everything else as it is. */
function inMilligrams({ amount, unit }: Amount): Amount {
  const milligrams = milligramsOf({ amount, unit });
  return milligrams === null ? { amount, unit } : { amount: milligrams, unit: 'mg' };
}
