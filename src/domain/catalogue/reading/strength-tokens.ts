import { type Bound, STRENGTH_UNITS } from '../product.js';
import { cleanText } from './clean-text.js';
import { readDecimal, roundTo } from './decimal.js';

/** As units are printed: `mg` is per mL, gram or piece, which only the dose form says. */
export const PRINTED_UNITS = [...STRENGTH_UNITS, 'mg', '%', '% w/v'] as const;
export type PrintedUnit = (typeof PRINTED_UNITS)[number];

export const CANNABINOIDS = ['thc', 'cbd', 'thca', 'cbda', 'total thc', 'total cbd', 'other'] as const;
export type Cannabinoid = (typeof CANNABINOIDS)[number];

export interface PrintedAmount {
  readonly kind: 'amount';
  /** In ten-thousandths of what is printed. */
  readonly value: bigint;
  readonly bound: Bound;
  readonly unit: PrintedUnit | null;
}
export interface PrintedName {
  readonly kind: 'name';
  readonly name: Cannabinoid;
  /** `T22`: without a unit, which every label leaves out. */
  readonly isShorthand: boolean;
}
export type StrengthToken = PrintedAmount | PrintedName;

const PIECES =
  'units?|capsules?|caps?|tablets?|tabs?|pastilles?|gummy|gummies|wafers?|lozenges?|chews?|sprays?|doses?|pieces?|suppository|pessary|actuations?|each|ea';
const NAME = /(?:total\s+)?(?:THCA|CBDA|THCV|CBDV|CBGA|THC|CBD|CBG|CBN|CBC)(?![a-z])/iy;
const SHORTHAND = /[TC](?=\s*[<>≤≥]?\s*\d)/iy;
const BOUND_BELOW = /(?:<\s*=?|=<|≤|less than|below|under|up to|nmt|not more than|max(?:imum)?\.?)(?=\s*\.?\d)/iy;
const BOUND_ABOVE = /(?:>\s*=?|≥|more than|above|over|at least|nlt|not less than|min(?:imum)?\.?)(?=\s*\.?\d)/iy;
const NUMBER = /\d+(?:,\d+)*(?:\.\d+)?|\.\d+/y;
const UNIT = new RegExp(
  String.raw`mg\s*(?:\/|per)\s*(?:1\s*)?(?:mL|mls?|millilit(?:re|er)|g|grams?|${PIECES})(?![a-z\d])|mg(?![a-z\d])(?!\s*(?:\/|per))|%\s*w\s*\/\s*[wv]|%`,
  'iy',
);
const BETWEEN =
  /\s+|[:;|+&()[\],/=]|\band\b|\bwith\b|\b(?:contains?|content|full[ -]spectrum|broad[ -]spectrum|isolate|balanced)\b/iy;
/** No strength is higher: a longer number is a code. */
const MOST = 1_000_000n;
const DASH = /[-–—]/y;
/** A dash that belongs to the number behind it: less than nothing. */
const MINUS = /(?<!\S)[-–—](?=[\d.])/y;

/**
 * The names and amounts that a strength is printed with, in their order; null where it has a word that nobody knows, a range, or a
 * number that can be read in two ways.
 */
export function strengthTokens(text: string): readonly StrengthToken[] | null {
  const plain = withShortNames(cleanText(text));
  const tokens: StrengthToken[] = [];
  let bound: Bound = 'exact';
  let isAfterDash = false;
  for (let at = 0; at < plain.length; ) {
    const take = (pattern: RegExp): string | null => {
      pattern.lastIndex = at;
      const found = pattern.exec(plain)?.[0] ?? null;
      at += found?.length ?? 0;
      return found;
    };
    const name = take(NAME) ?? (/[a-z]/i.test(plain[at - 1] ?? '') ? null : take(SHORTHAND));
    if (name !== null) {
      tokens.push({ kind: 'name', name: cannabinoidOf(name), isShorthand: name.length === 1 });
    } else if (take(BOUND_BELOW) !== null) bound = bound === 'exact' ? 'below' : bound;
    else if (take(BOUND_ABOVE) !== null) bound = bound === 'exact' ? 'above' : bound;
    else if (take(MINUS) !== null) return null;
    else if (take(DASH) !== null) {
      isAfterDash = true;
      continue;
    } else if (take(BETWEEN) !== null) continue;
    else {
      const number = take(NUMBER);
      // An amount behind a dash that follows an amount is the end of a range.
      if (number === null || (isAfterDash && tokens.at(-1)?.kind === 'amount')) return null;
      if (/[a-z\d.,]/i.test(plain[at - number.length - 1] ?? '') && tokens.at(-1)?.kind !== 'name') return null;
      const amount = readDecimal(number.startsWith('.') ? `0${number}` : number);
      if (amount === null || roundTo(amount, 0) > MOST) return null;
      take(/\s*/y);
      const unit = printedUnit(take(UNIT) ?? '');
      tokens.push({ kind: 'amount', value: roundTo(amount, 4), bound, unit });
      bound = 'exact';
    }
    isAfterDash = false;
  }
  return bound === 'exact' ? tokens : null;
}

/** A unit as a column of units, a heading or a mapping has it; null where it is none of a strength. */
export function printedUnit(text: string): PrintedUnit | null {
  const plain = text.toLowerCase().replaceAll(/\s+/g, '').replace('per', '/').replace('/1', '/');
  if (plain === '%' || plain === '%w/w') return '%';
  if (plain === '%w/v') return '% w/v';
  if (plain === 'mg') return 'mg';
  if (/^mg\/(?:mls?|millilit(?:re|er))$/.test(plain)) return 'mg/mL';
  if (/^mg\/(?:g|grams?)$/.test(plain)) return 'mg/g';
  return new RegExp(`^mg/(?:${PIECES})$`).test(plain) ? 'mg/unit' : null;
}

/** Whether a text has a number with a unit of strength, of whatever medicine: `Paracetamol 500mg`. */
export function hasAmountWithUnit(text: string): boolean {
  return /\d\s*(?:mg|g|mcg|µg|μg|micrograms?|milligrams?|grams?|IU|units?|mmol|%)(?![a-z])/i.test(text);
}

function withShortNames(text: string): string {
  return text
    .replaceAll(/(?:Δ|∆|delta|\bd)[\s-]*9[\s-]*(?=THC|tetrahydro)/giu, '')
    .replaceAll(/tetrahydrocannabinolic acid/gi, 'THCA')
    .replaceAll(/cannabidiolic acid/gi, 'CBDA')
    .replaceAll(/tetrahydrocannabinol|dronabinol/gi, 'THC')
    .replaceAll(/cannabidiol/gi, 'CBD');
}

function cannabinoidOf(name: string): Cannabinoid {
  const plain = name.toLowerCase().replaceAll(/\s+/g, ' ');
  if (plain === 't') return 'thc';
  if (plain === 'c') return 'cbd';
  return CANNABINOIDS.find((one) => one === plain) ?? 'other';
}
