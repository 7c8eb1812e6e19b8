/** An amount as it is printed, without the errors of binary fractions: `12.50` is 1250 with two places. Never negative. */
export interface Decimal {
  readonly digits: bigint;
  readonly places: number;
}

const PLAIN = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/;
/** No price, stock or strength has more; a longer text is a code. */
const MOST_DIGITS = 30;

/** One plain amount; a comma stands before three digits each time, else null: `4,20` is never 420. */
export function readDecimal(text: string): Decimal | null {
  const [, whole, fraction = ''] = PLAIN.exec(text) ?? [];
  if (whole === undefined) return null;
  const digits = whole.replaceAll(',', '') + fraction;
  return digits.length > MOST_DIGITS ? null : { digits: BigInt(digits), places: fraction.length };
}

/** In units of ten to the minus `places`, half up: `12.345` with two places is 1235. */
export function roundTo(amount: Decimal, places: number): bigint {
  if (amount.places <= places) return amount.digits * 10n ** BigInt(places - amount.places);
  return divideHalfUp(amount.digits, 10n ** BigInt(amount.places - places));
}

/** Both are positive; a half is rounded up. */
export function divideHalfUp(amount: bigint, divisor: bigint): bigint {
  return (2n * amount + divisor) / (2n * divisor);
}

/** `12345n` with four places is `1.2345`. */
export function decimalText(units: bigint, places: number): string {
  const digits = units.toString().padStart(places + 1, '0');
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
