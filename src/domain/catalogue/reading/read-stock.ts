import type { StockStatus } from '../product.js';
import type { Reason } from '../reasons.js';
import { cleanText, foldText, isPlaceholder } from './clean-text.js';
import { readDecimal } from './decimal.js';

type StockRefusal = Extract<Reason, { code: 'stock_invalid' | 'stock_unreadable' }>;
export interface Stock {
  readonly quantity: number | null;
  /** By the words of the list; null where it has a number only. */
  readonly status: StockStatus | null;
}

/** No supplier has more: a longer number is a code or a date. */
const MOST = 100_000_000;

const WORDS: Readonly<Record<string, StockStatus>> = {
  'in stock': 'in_stock',
  available: 'in_stock',
  yes: 'in_stock',
  y: 'in_stock',
  true: 'in_stock',
  ok: 'in_stock',
  instock: 'in_stock',
  'good stock': 'in_stock',
  'high stock': 'in_stock',
  low: 'low',
  'low stock': 'low',
  'stock low': 'low',
  limited: 'low',
  'limited stock': 'low',
  'limited availability': 'low',
  'very low': 'low',
  'out of stock': 'out_of_stock',
  outofstock: 'out_of_stock',
  oos: 'out_of_stock',
  'o o s': 'out_of_stock',
  'no stock': 'out_of_stock',
  'not in stock': 'out_of_stock',
  'not available': 'out_of_stock',
  unavailable: 'out_of_stock',
  no: 'out_of_stock',
  n: 'out_of_stock',
  false: 'out_of_stock',
  nil: 'out_of_stock',
  none: 'out_of_stock',
  'sold out': 'out_of_stock',
  backorder: 'out_of_stock',
  'back order': 'out_of_stock',
  'on back order': 'out_of_stock',
  'on backorder': 'out_of_stock',
  backordered: 'out_of_stock',
  discontinued: 'out_of_stock',
  'coming soon': 'out_of_stock',
  'temporarily unavailable': 'out_of_stock',
};

/** What is counted, behind a number: `40 units`. */
const COUNTED =
  /\s*\b(?:units?|packs?|packets?|pcs|pieces?|ea|each|bottles?|boxes|box|jars?|in stock|available|avail)\.?$/i;

/**
 * The stock of a supplier: a whole number (`100+` and `>100` are 100), or words, first the supplier's own (`stockWords`, by
 * `foldText`). Null where nothing is said.
 */
export function readStock(
  text: string,
  stockWords: Readonly<Record<string, StockStatus>> = {},
): Stock | StockRefusal | null {
  const cleaned = cleanText(text);
  const status = statusNamed(cleaned, stockWords);
  if (status !== null) return { quantity: null, status };
  if (isPlaceholder(cleaned)) return null;
  const number = cleaned
    .replace(COUNTED, '')
    .replace(/^>\s*=?\s*|^≥\s*/, '')
    .replace(/\s*\+$/, '');
  if (/^[-−–]\s*\d[\d,.]*$|^\(\d[\d,.]*\)$|^\d[\d,.]*[-−]$/.test(number))
    return { code: 'stock_invalid', why: 'negative' };
  const amount = readDecimal(number);
  if (amount === null) return { code: 'stock_unreadable', why: 'is' };
  const one = 10n ** BigInt(amount.places);
  if (amount.digits % one !== 0n) return { code: 'stock_invalid', why: 'fraction' };
  const quantity = amount.digits / one;
  if (quantity > MOST) return { code: 'stock_unreadable', why: 'is' };
  return { quantity: Number(quantity), status: null };
}

function statusNamed(text: string, stockWords: Readonly<Record<string, StockStatus>>): StockStatus | null {
  const folded = /^[\d.,]*$/.test(text) ? '' : foldText(text);
  if (folded === '') return null;
  const own = Object.entries(stockWords).find(([words]) => foldText(words) === folded)?.[1];
  return own ?? (Object.hasOwn(WORDS, folded) ? (WORDS[folded] ?? null) : null);
}

/** Of a stock and what else the list says of it: out of stock where either says so, because an order must not rely on it. */
export function stockStatusOf(stock: Stock | null, availability: Stock | null): StockStatus {
  const quantity = stock?.quantity ?? availability?.quantity ?? null;
  const words = [stock?.status, availability?.status].filter((one) => one !== undefined && one !== null);
  if (quantity === 0 || words.includes('out_of_stock')) return 'out_of_stock';
  if (words.includes('low')) return 'low';
  return quantity !== null || words.includes('in_stock') ? 'in_stock' : 'unknown';
}
