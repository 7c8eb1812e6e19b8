import type { Dose } from '../dose.js';
import { isAtMost } from './dosage-within-limits.js';
import { type DosedItem, timesInDay, unitsInDay } from './dose-in-day.js';
import { converted, type DirectionsReading, mostOf, readDirections } from './read-dose.js';
import { unitNamed } from './units.js';

/**
 * Whether a dose says the same as the directions beside it. A dose within what they leave open (1 tablet, of "1-2 tablets") agrees;
 * one that is taken more often, on other days, or only as needed does not. `not_computable` when the directions cannot be read or
 * the two are counted in units that cannot be compared.
 */
export function doseAgreesWith(directions: string, dose: Dose, item: DosedItem): boolean | 'not_computable' {
  if (contradictsItself(dose)) return false;
  const words = readDirections(directions, item);
  const unit = unitNamed(dose.unit);
  if (words === null || unit === null) return 'not_computable';
  const inWords = (amount: number) => converted(amount, unit, words.unit, item);
  const amount = inWords(dose.amount);
  if (amount === null) return 'not_computable';
  const units = unitsInDay(dose);
  return (
    dose.asNeeded === words.asNeeded &&
    isSameDays(dose, words) &&
    isBetween(amount, words.amount.from, words.amount.to) &&
    isAsOften(dose, words) &&
    isSameMost(units === null ? null : inWords(units), words)
  );
}

/** "3 times a day, every 12 hours", or a limit for a day that one dose exceeds. */
export function contradictsItself({ amount, timesPerDay, everyHours, maxPerDay }: Dose): boolean {
  const saysTwo = timesPerDay !== null && everyHours !== null && timesPerDay !== Math.ceil(24 / everyHours);
  return saysTwo || (maxPerDay !== null && maxPerDay < amount);
}

function isSameDays({ onDays }: Dose, words: DirectionsReading): boolean {
  return onDays.length === words.onDays.length && onDays.every((day) => words.onDays.includes(day));
}

/** As often as the words say: an interval and a number of times are compared as hours between two doses. */
function isAsOften(dose: Dose, { timesPerDay, everyHours }: DirectionsReading): boolean {
  const said = timesPerDay ?? (everyHours && { from: 24 / everyHours.to, to: 24 / everyHours.from });
  const times = dose.timesPerDay ?? (dose.everyHours === null ? timesInDay(dose) : 24 / dose.everyHours);
  // One of them only says how much there may be in a day, which `isSameMost` compares.
  return !said || times === null || isBetween(times, said.from, said.to);
}

/** A limit for a day that stands in one of them alone changes what may be taken. */
function isSameMost(units: number | null, words: DirectionsReading): boolean {
  const most = unitsInDay(mostOf(words));
  if (units === null || most === null) return units === most;
  return isAtMost(units, most) && (isRanged(words) || isAtMost(most, units));
}

function isRanged({ amount, timesPerDay, everyHours }: DirectionsReading): boolean {
  return [amount, timesPerDay, everyHours].some((span) => span !== null && span.from !== span.to);
}

function isBetween(number: number, from: number, to: number): boolean {
  return isAtMost(from, number) && isAtMost(number, to);
}
