import type { Currency } from '../../money.js';
import type { Reason } from '../reasons.js';
import { cleanText, isPlaceholder } from './clean-text.js';
import { type Decimal, divideHalfUp, readDecimal, roundTo } from './decimal.js';
import { gstAllowed, gstIn, type PriceBasis } from './gst.js';

/** Why a cell has no price. */
export type PriceRefusal = Extract<Reason, { code: 'price_missing' | 'price_invalid' | 'currency_conflict' }>;
/** A price in cents, or why there is none. */
export type PriceReading = { readonly cents: number } | PriceRefusal;

const MOST = 1_000_000n;

/** Signs and codes of currencies, the longer first: `A$` is not `$`. */
const CURRENCY =
  /(?<![a-z])(?:AUD|AU|A|USD|US|NZD|NZ|CAD|C|SGD|S|HKD|HK)\s?\$|(?<![a-z])(?:AUD|USD|GBP|EUR|NGN|PHP|NZD|CAD|SGD|HKD|JPY|CHF|CNY|INR|ZAR|Rs)(?![a-z])|[$€£¥₦₱₹₩₪₫]/giu;
/** The signs that a price in our currencies may have; `$` alone is any dollar. */
const OWN_SIGNS: Readonly<Record<Currency, readonly string[]>> = {
  aud: ['aud', 'aud$', 'au$', 'a$', '$'],
  usd: ['usd', 'usd$', 'us$', '$'],
  gbp: ['gbp', '£'],
  eur: ['eur', '€'],
  ngn: ['ngn', '₦'],
  php: ['php', '₱'],
};

/**
 * A wholesale price without GST, in cents: one plain amount, with its currency and GST in words where the list has them. More
 * than two decimals are rounded half up; a price with GST is divided by 1.1 and rounded once.
 */
export function readWholesalePrice(
  text: string,
  { currency, basis }: { readonly currency: Currency; readonly basis: PriceBasis },
): PriceReading {
  const cleaned = cleanText(text);
  if (isPlaceholder(cleaned)) return { code: 'price_missing', why: 'is' };
  const { rest, said } = gstIn(cleaned);
  if (!gstAllowed(said, basis)) return { code: 'price_invalid', why: 'gst' };
  const amount = readAmount(rest, currency);
  if ('code' in amount) return amount;
  const cents =
    basis === 'inc_gst' ? divideHalfUp(amount.digits * 1_000n, 11n * 10n ** BigInt(amount.places)) : roundTo(amount, 2);
  if (cents === 0n) return { code: 'price_invalid', why: 'zero' };
  return cents > MOST * 100n ? { code: 'price_invalid', why: 'tooHigh' } : { cents: Number(cents) };
}

/** What a list says the retail price is, in cents as it is printed; null where nothing is said. */
export function readRetailPrice(text: string, currency: Currency): PriceReading | null {
  const cleaned = cleanText(text);
  if (isPlaceholder(cleaned)) return null;
  const amount = readAmount(gstIn(cleaned).rest, currency);
  if ('code' in amount) {
    return amount.why === 'negative' ? { code: 'price_invalid', why: 'retailNegative' } : amount;
  }
  const cents = roundTo(amount, 2);
  if (cents === 0n) return { code: 'price_invalid', why: 'zero' };
  return cents > MOST * 100n ? { code: 'price_invalid', why: 'tooHigh' } : { cents: Number(cents) };
}

/** Whether a text has a sign or code of a currency that is not this one. */
export function namesOtherCurrency(text: string, currency: Currency): boolean {
  const signs = text.match(CURRENCY) ?? [];
  return signs.some((sign) => !OWN_SIGNS[currency].includes(sign.toLowerCase().replaceAll(' ', '')));
}

/** A text without signs and codes of currencies. */
export function withoutCurrency(text: string): string {
  return text.replaceAll(CURRENCY, ' ');
}

function readAmount(text: string, currency: Currency): Decimal | PriceRefusal {
  const bare = readDecimal(text);
  if (bare !== null) return bare;
  if (namesOtherCurrency(text, currency)) return { code: 'currency_conflict', why: 'is' };
  const plain = withoutCurrency(text).trim();
  // A sign between two digits leaves a blank: it stands for a point, or separates two amounts.
  return readDecimal(plain) ?? { code: 'price_invalid', why: whyNot(plain) };
}

function whyNot(plain: string): Extract<PriceRefusal, { code: 'price_invalid' }>['why'] {
  if (/^[-−–]\s*[\d.,]+$|^\(\s*[\d.,]+\s*\)$|^[\d.,]+\s*[-−]$/.test(plain)) return 'negative';
  if (/^\d[\d.,]*\s*(?:-|–|—|−|\/|to|or|\s)\s*\d[\d.,]*$/i.test(plain)) return 'range';
  if (/\p{L}/u.test(plain)) return 'words';
  return /^[\d.,]*,[\d.,]*$/.test(plain) ? 'comma' : 'unreadable';
}
