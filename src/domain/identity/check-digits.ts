/** Check-digit arithmetic of the identifiers in `identifiers.ts`. Every function expects digits of the right shape. */

function digitsOf(text: string): readonly number[] {
  return [...text].map(Number);
}

function weightedSum(digits: readonly number[], weights: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * (digits[at] ?? 0), 0);
}

/** Luhn over all digits, the last one being the check digit. */
export function passesLuhn(text: string): boolean {
  const sum = [...digitsOf(text)].reverse().reduce((total, digit, at) => {
    if (at % 2 === 0) return total + digit;
    const doubled = digit * 2;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

/** Digit 9 of a Medicare card from its first eight. */
export function passesMedicare(text: string): boolean {
  const digits = digitsOf(text);
  return weightedSum(digits, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === digits[8];
}

// No I, O, S, Z: a location's value is its place in this list.
const LOCATIONS = '0123456789ABCDEFGHJKLMNPQRTUVWXY';
const PROVIDER_LETTERS = 'YXWTLKJHFBA';

/** Six-digit stem, practice location, check letter. */
export function passesProvider(text: string): boolean {
  const location = LOCATIONS.indexOf(text.charAt(6));
  const remainder = (weightedSum(digitsOf(text.slice(0, 6)), [3, 5, 8, 4, 2, 1]) + location * 6) % 11;
  return PROVIDER_LETTERS.charAt(remainder) === text.charAt(7);
}

/** Digit 7 from the first six; a first digit of 0 has its own rule, whose remainder 10 no digit can show. */
export function passesPrescriber(text: string): boolean {
  const digits = digitsOf(text);
  const remainder =
    digits[0] === 0 ? weightedSum(digits, [0, 5, 8, 4, 2, 1]) % 11 : weightedSum(digits, [1, 3, 7, 9, 1, 3]) % 10;
  return remainder === digits[6];
}

const PBS_LETTERS = 'BCDEFGHJKLMNPQRTWXY';

/** Up to five digits and their check letter; leading zeros do not change the number. */
export function passesPbsItem(text: string): boolean {
  const number = Number(text.slice(0, -1));
  return number > 0 && PBS_LETTERS.charAt(number % 19) === text.slice(-1);
}

export function passesAbn(text: string): boolean {
  const digits = digitsOf(text).map((digit, at) => (at === 0 ? digit - 1 : digit));
  return weightedSum(digits, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) % 89 === 0;
}

export function passesAcn(text: string): boolean {
  const digits = digitsOf(text);
  return (10 - (weightedSum(digits, [8, 7, 6, 5, 4, 3, 2, 1]) % 10)) % 10 === digits[8];
}
