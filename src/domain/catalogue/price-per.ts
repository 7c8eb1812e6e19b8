import type { PackUnit, PriceNote, ProductContent } from './product.js';
import { decimalText, divideHalfUp } from './reading/decimal.js';
import { PACK_UNIT_OF, unitFits } from './units.js';

/** What a price is divided by. */
export type Priced = Pick<
  ProductContent,
  'wholesalePrice' | 'thc' | 'cbd' | 'thcBound' | 'cbdBound' | 'strengthUnit' | 'pack' | 'doseForm'
>;

/** Decimal texts of four places in the currency of the price, half up; null where they cannot be computed, and why. */
export interface PricesPer {
  /** Of THC and CBD together. */
  readonly pricePerMg: string | null;
  /** Of a mL, a gram or a piece. */
  readonly pricePerUnit: string | null;
  /** Why a price is null; null where both are known. */
  readonly priceNote: PriceNote | null;
}

const PLACES = 4;
/** Strengths have at most four decimals, packs three, prices two. */
const STRENGTH = 10_000;
const SIZE = 1_000;
const CENTS = 100n;

/**
 * The price per mg, wholesale price / ((THC + CBD) × pack size), and per unit of the pack. A part that is printed as below n, or not
 * at all, counts as 0: a price per mg never looks better than it is.
 */
export function pricesPer(product: Priced): PricesPer {
  const pricePerUnit = perUnit(product);
  const priceNote = noteOf(product);
  if (priceNote !== null || product.pack === null) return { pricePerMg: null, pricePerUnit, priceNote };
  const total = milligrams(product) * thousandths(product.pack.size);
  return { pricePerMg: per(product.wholesalePrice, total, BigInt(STRENGTH * SIZE)), pricePerUnit, priceNote };
}

/** By what prices are compared: by mg of THC and CBD together, or by the unit of their packs. */
export type PriceBasis = 'mg' | PackUnit;

/**
 * Of how much a product's wholesale price is the price: ten-millionths of a mg, or thousandths of a mL, a gram or a piece. Null where it
 * cannot be computed. Two amounts of one basis are compared, and packs converted, without rounding.
 */
export function pricedAmountOf(product: Priced, basis: PriceBasis): bigint | null {
  const { pack } = product;
  if (pack === null) return null;
  if (basis === 'mg') return noteOf(product) === null ? milligrams(product) * thousandths(pack.size) : null;
  return pack.unit === basis ? thousandths(pack.size) : null;
}

function perUnit({ wholesalePrice, pack }: Priced): string | null {
  return pack === null ? null : per(wholesalePrice, thousandths(pack.size), BigInt(SIZE));
}

function noteOf(product: Priced): PriceNote | null {
  const { strengthUnit, doseForm, pack } = product;
  if (milligrams(product) === 0n) return 'strength_unclear';
  if (strengthUnit === null || !unitFits(strengthUnit, doseForm)) return 'unit_unclear';
  return pack?.unit === PACK_UNIT_OF[strengthUnit] ? null : 'pack_unclear';
}

/** THC and CBD together, in ten-thousandths of the strength's unit. */
function milligrams({ thc, cbd, thcBound, cbdBound }: Priced): bigint {
  const counted = [
    [thc, thcBound],
    [cbd, cbdBound],
  ] as const;
  return counted.reduce(
    (sum, [value, bound]) => (value === null || bound === 'below' ? sum : sum + BigInt(Math.round(value * STRENGTH))),
    0n,
  );
}

function thousandths(size: number): bigint {
  return BigInt(Math.round(size * SIZE));
}

/** `cents` / (`amount` / `scale`), in the currency's own unit. */
function per(cents: number, amount: bigint, scale: bigint): string | null {
  if (amount <= 0n) return null;
  return decimalText(divideHalfUp(BigInt(cents) * 10n ** BigInt(PLACES) * scale, CENTS * amount), PLACES);
}
