/** Money is a whole number of minor units (cents) of a lower-case ISO 4217 currency; decimals exist only on the wire. */
export const CURRENCIES = ['aud', 'usd', 'gbp', 'eur', 'ngn', 'php'] as const;
export type Currency = (typeof CURRENCIES)[number];

/** `8000` -> `"80.00"`. Every supported currency has two decimals. */
export function toDecimal(minor: number): string {
  const sign = minor < 0 ? '-' : '';
  const digits = Math.abs(minor).toString().padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** `"80.00"` -> `8000`; null unless it is a plain amount with at most two decimals. */
export function fromDecimal(text: string): number | null {
  const match = /^(\d{1,7})(?:\.(\d{1,2}))?$/.exec(text.trim());
  if (!match) return null;
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

/** A percentage of an amount, rounded half up to the minor unit. */
export function percentOf(minor: number, percent: number): number {
  return Math.floor((minor * percent + 50) / 100);
}
