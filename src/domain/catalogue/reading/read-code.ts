import type { Reason } from '../reasons.js';
import { cleanText, isPlaceholder } from './clean-text.js';

/** A number of which a spreadsheet has kept the first digits only. */
const EXPONENT = /^\d(?:[.,]\d+)?E[+-]?\d+$/i;
const GTIN_LENGTHS = [8, 12, 13, 14];

/**
 * A code of the supplier as text: `123456.0` is the number that a spreadsheet made of `123456`. Null where there is none.
 * `isDate`: the cell holds a date.
 */
export function readCode(text: string, isDate: boolean): string | Extract<Reason, { code: 'code_damaged' }> | null {
  const cleaned = cleanText(text);
  if (isPlaceholder(cleaned)) return null;
  if (isDate) return { code: 'code_damaged', why: 'date' };
  return EXPONENT.test(cleaned) ? { code: 'code_damaged', why: 'exponent' } : withoutFraction(cleaned);
}

/** A trade item number (GTIN-8, -12, -13 or -14) whose last digit checks the others. Null where there is none. */
export function readGtin(text: string): string | Extract<Reason, { code: 'gtin_invalid' }> | null {
  const cleaned = cleanText(text);
  if (isPlaceholder(cleaned)) return null;
  const digits = withoutFraction(cleaned).replaceAll(/[\s-]/g, '');
  const isGtin = /^\d+$/.test(digits) && GTIN_LENGTHS.includes(digits.length) && hasCheckDigit(digits);
  return isGtin ? digits : { code: 'gtin_invalid', why: 'is' };
}

/** `123456.0` is `123456`; other texts stay as they are. */
export function withoutFraction(text: string): string {
  return /^\d+\.0+$/.test(text) ? text.replace(/\.0+$/, '') : text;
}

/** The weights 3 and 1 from the right, modulo 10 (GS1). */
function hasCheckDigit(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0 && /[1-9]/.test(digits);
}
