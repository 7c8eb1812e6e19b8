import type { Dose, Weekday } from '../dose.js';
import { amountInOne, type DosedItem } from './dose-in-day.js';
import { type Frequency, type Span, spanOf, takeFrequency } from './frequency.js';
import { takeHarmless, takeRest } from './harmless-phrases.js';
import { inFigures, RANGE } from './plain-numbers.js';
import { RemainingText } from './remaining-text.js';
import { ANY_UNIT, countedUnit, unitNamed } from './units.js';

/** What directions say, with both ends of what they leave open. */
export interface DirectionsReading extends Frequency {
  readonly amount: Span;
  readonly unit: string;
  readonly onDays: readonly Weekday[];
  readonly asNeeded: boolean;
  /** In `unit`. */
  readonly maxPerDay: number | null;
}

const AS_NEEDED =
  '(?:only )?(?:as|when|if|whenever)(?: and when)? (?:it is |they are )?(?:needed|required|necessary)|p\\.?r\\.?n\\b\\.?';
const AT_MOST =
  '(?:(?:up )?to )?(?:an? )?(?:max(?:imum)?\\.?(?: daily)?(?: dose)?(?: is| of)?:?|(?:do |to )?not (?:to )?(?:(?:take |use |give |have )?more than|exceed)|no more than|at most)';
const IN_A_DAY =
  '(?:(?:/|(?:in|per|a|every|each|within|over|for)(?: any| an?| 1)? ?)?(?:24[ -]?(?:hours?|hrs?|h)(?: period)?|day|daily))';
const UNIT = `(${ANY_UNIT})`.toLowerCase();

/**
 * Reads the dose of directions that use common phrases, in words or figures. Everything that is written has to be understood, and
 * nothing may contradict itself: otherwise `not_computable`, and never a guess. Of a range the dose is **the most** that the
 * directions allow (`1-2 tablets every 4-6 hours` is 2 every 4 hours), since it is there to be compared with limits.
 */
export function readDose(directions: string, item: DosedItem): Dose | 'not_computable' {
  const reading = readDirections(directions, item);
  return reading === null ? 'not_computable' : mostOf(reading);
}

/** The most that directions allow. */
export function mostOf({ amount, timesPerDay, everyHours, ...rest }: DirectionsReading): Dose {
  return { ...rest, amount: amount.to, timesPerDay: timesPerDay?.to ?? null, everyHours: everyHours?.from ?? null };
}

/** The same with both ends of every range; null for what cannot be read. */
export function readDirections(directions: string, item: DosedItem): DirectionsReading | null {
  const text = new RemainingText(inFigures(directions).replaceAll(/ ?\/ ?(?=day|24)/g, ' per '));
  takeHarmless(text);
  const limit = takeLimit(text);
  const frequency = takeFrequency(text);
  const asNeeded = text.says(AS_NEEDED);
  const dose = takeAmount(text, item);
  takeRest(text);
  if (!frequency || !dose || limit === 'contradictory' || !text.isEmpty()) return null;
  const maxPerDay = limit && inUnit(limit, dose, item);
  const isOften = frequency.timesPerDay !== null || frequency.everyHours !== null || asNeeded || maxPerDay !== null;
  if (!isOften || (limit && maxPerDay === null) || (maxPerDay !== null && maxPerDay < dose.amount.to)) return null;
  const spans = [dose.amount, frequency.timesPerDay, frequency.everyHours];
  return spans.every((span) => span === null || isInOrder(span))
    ? { ...frequency, ...dose, asNeeded, maxPerDay }
    : null;
}

function isInOrder({ from, to }: Span): boolean {
  return from > 0 && from <= to;
}

interface Limit {
  readonly amount: number;
  /** Null: the one of the dose. `times`: so many doses. */
  readonly unit: string | null;
}

function takeLimit(text: RemainingText): Limit | null | 'contradictory' {
  const [first, ...others] = text.take(`${AT_MOST} ?(\\d+(?:\\.\\d+)?) ?(?:${UNIT}|(times|doses))? ?${IN_A_DAY}`);
  if (!first) return null;
  if (others.length > 0) return 'contradictory';
  const [, amount, unit, times] = first;
  return { amount: Number(amount), unit: times === undefined ? unitNamed(unit ?? '') : 'times' };
}

interface AmountAtOnce {
  readonly amount: Span;
  readonly unit: string;
}

/** A limit counted in the unit of the dose; null when the two cannot be compared. */
function inUnit({ amount, unit }: Limit, dose: AmountAtOnce, item: DosedItem): number | null {
  if (unit === null || unit === dose.unit) return amount;
  if (unit === 'times') return amount * dose.amount.to;
  return converted(amount, unit, dose.unit, item);
}

/** So much of one unit in another one: 4 g are 8 tablets of 500 mg. Null unless the item has one ingredient that both measure. */
export function converted(amount: number, from: string, to: string, item: DosedItem): number | null {
  const [ingredient, ...others] = item.ingredients;
  if (from === to) return amount;
  if (!ingredient || others.length > 0) return null;
  const one = amountInOne(from, ingredient, item);
  const other = amountInOne(to, ingredient, item);
  return one && other && one.unit === other.unit && other.amount > 0 ? (amount * one.amount) / other.amount : null;
}

const WHOLE_UNIT = '(tablets?|tabs?|capsules?|caps?|lozenges?|patch(?:es)?)';

function takeAmount(text: RemainingText, item: DosedItem): AmountAtOnce | null {
  const sized = takeSized(text, item);
  const plain = text.take(`${RANGE} ?${UNIT}|an? ${UNIT}`).map((match): AmountAtOnce | null => {
    const unit = unitNamed(match.slice(1).findLast((group) => group !== undefined) ?? '');
    return unit === null ? null : { amount: match[1] === undefined ? { from: 1, to: 1 } : spanIn(match), unit };
  });
  const found = [...sized, ...plain];
  const counted = countedUnit(item.form);
  // "Take one at night": what the item is counted in.
  if (found.length === 0 && counted !== null) {
    found.push(
      ...text
        .take(`(?:take|inhale|use|swallow|give|insert) ${RANGE}`)
        .map((match) => ({ amount: spanOf(match), unit: counted })),
    );
  }
  const [first, ...others] = found;
  return first && others.every((other) => other !== null && isSame(first, other, item)) ? first : null;
}

/** "two 500 mg tablets", "2 x 500 mg tablets": only where the item has that strength. */
function takeSized(text: RemainingText, item: DosedItem): (AmountAtOnce | null)[] {
  return text.take(`${RANGE}(?: x)? (\\d+(?:\\.\\d+)?) ?(mg|micrograms?|g) ${WHOLE_UNIT}`).map((match) => {
    const [, , , size, sizeUnit, counted] = match;
    const unit = unitNamed(counted ?? '');
    const one = unit && converted(1, unit, unitNamed(sizeUnit ?? '') ?? '', item);
    if (unit === null || one !== Number(size)) return null;
    return { amount: spanIn(match), unit };
  });
}

/** "1 tablet (500 mg)" says the same twice, of an item with that strength. */
function isSame(one: AmountAtOnce, other: AmountAtOnce, item: DosedItem): boolean {
  const from = converted(other.amount.from, other.unit, one.unit, item);
  const to = converted(other.amount.to, other.unit, one.unit, item);
  return from === one.amount.from && to === one.amount.to;
}

/** Of a match that begins with `RANGE`. */
function spanIn([, from, to]: RegExpExecArray): Span {
  return { from: Number(from), to: Number(to ?? from) };
}
