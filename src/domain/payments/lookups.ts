import type { OrderStatus } from './orders.js';

/** Least time between the beginnings of the first lookups that people ask for one after the other; then the last one counts. */
const PAUSES_MS = [0, 5_000, 30_000] as const;
/** After this long without a lookup the next one begins at once again. */
const QUIET_MS = 60_000;
/** A request for a lookup that has not begun by then was lost with its process: the next one is passed on again. */
export const LOOKUP_LOST_MS = 60_000;

/** The lookups of one order that began one soon after the other; times in epoch milliseconds. */
export interface LookupSeries {
  readonly count: number;
  readonly lastBegan: number;
}

export function nextLookupAt(series: LookupSeries | undefined, now: number): number {
  if (!series || !wasJustLookedUp(series, now)) return now;
  const pause = PAUSES_MS[Math.min(series.count, PAUSES_MS.length - 1)] ?? 0;
  return series.lastBegan + pause;
}

export function afterLookup(series: LookupSeries | undefined, now: number): LookupSeries {
  return { count: series && wasJustLookedUp(series, now) ? series.count + 1 : 1, lastBegan: now };
}

function wasJustLookedUp(series: LookupSeries | undefined, now: number): boolean {
  return series !== undefined && now - series.lastBegan < QUIET_MS;
}

/** Whether a lookup can find out anything: of an order that was paid, the provider's events tell the rest. */
export function mayBringMoney(status: OrderStatus): boolean {
  return status === 'creating' || status === 'pending' || status === 'expired' || status === 'cancelled';
}
