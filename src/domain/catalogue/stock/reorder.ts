import { divideHalfUp } from '../reading/decimal.js';
import { type Hundredths, WEEK_MS } from './usage.js';

/** How soon a product has to be ordered; on the wire. */
export const URGENCIES = ['low', 'medium', 'high'] as const;
export type Urgency = (typeof URGENCIES)[number];

/** What there is of a product and on its way, in packs. */
export interface Reordered {
  readonly stock: number;
  readonly onOrder: number;
  readonly reorderLevel: number | null;
  readonly usage: Hundredths;
}

/** How long an order should last, and how long it takes to come; milliseconds. */
export interface ReorderTimes {
  readonly coverMs: number;
  readonly leadMs: number;
}

/** Ten-thousandths of a week, half up: for people. What is computed with are milliseconds, so that five days are five days. */
type TenThousandths = number;

/** What to order of a product, in packs. */
export interface Reorder {
  /** What stock and orders together should be. */
  readonly target: number;
  readonly quantity: number;
  readonly urgency: Urgency;
  /** Weeks that the stock lasts, to one decimal, half up; null where the product is not used. */
  readonly weeksLeft: number | null;
  readonly coverWeeks: TenThousandths;
  readonly leadWeeks: TenThousandths;
}

/** Hundredths of a pack a week times milliseconds. */
const SCALE = 100n * BigInt(WEEK_MS);

/**
 * What to order of a product. It is ordered when stock and orders together are at or under its reorder level, or last less than an order
 * takes to come. The target is the larger of usage × (cover + lead), rounded up, and twice the reorder level. Null where nothing is to be
 * ordered.
 */
export function reorderOf(of: Reordered, times: ReorderTimes): Reorder | null {
  const { stock, onOrder, reorderLevel, usage } = of;
  const { coverMs, leadMs } = times;
  const expected = stock + onOrder;
  const isAtLevel = reorderLevel !== null && expected <= reorderLevel;
  const endsBefore = BigInt(expected) * SCALE < BigInt(usage) * BigInt(Math.round(leadMs));
  if (!isAtLevel && !endsBefore) return null;
  const target = targetOf(of, coverMs + leadMs);
  if (target <= expected) return null;
  const urgency = stock === 0 || endsBefore ? 'high' : 'medium';
  const weeks = { coverWeeks: weeksOf(coverMs), leadWeeks: weeksOf(leadMs) };
  return { target, quantity: target - expected, urgency, weeksLeft: weeksLeft(of), ...weeks };
}

/**
 * What a low product should be ordered of, also where an order that is on its way keeps it from being suggested: 0 where that is enough.
 */
export function orderedUpTo(of: Reordered, { coverMs, leadMs }: ReorderTimes): number {
  return Math.max(0, targetOf(of, coverMs + leadMs) - of.stock - of.onOrder);
}

/** @param ms cover and lead together */
function targetOf({ usage, reorderLevel }: Reordered, ms: number): number {
  const used = ceiling(BigInt(usage) * BigInt(Math.round(ms)), SCALE);
  return Math.max(Number(used), 2 * (reorderLevel ?? 0));
}

function weeksLeft({ stock, usage }: Reordered): number | null {
  if (usage === 0) return null;
  return Number(divideHalfUp(BigInt(stock) * 1000n, BigInt(usage))) / 10;
}

function weeksOf(ms: number): TenThousandths {
  return Number(divideHalfUp(BigInt(Math.round(ms)) * 10_000n, BigInt(WEEK_MS)));
}

/** Packs of another size that hold at least as much: amounts of one basis, as `pricedAmountOf` gives them. */
export function convertedPacks(packs: number, amount: bigint, otherAmount: bigint): number {
  return Number(ceiling(BigInt(packs) * amount, otherAmount));
}

function ceiling(amount: bigint, divisor: bigint): bigint {
  return (amount + divisor - 1n) / divisor;
}
