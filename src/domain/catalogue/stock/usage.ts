import { divideHalfUp } from '../reading/decimal.js';

export const WEEK_MS = 604_800_000;

/** Packs of a product that were used or prescribed within a window, and when the first of them was. */
export interface Usage {
  readonly packs: number;
  readonly firstAt: Date;
}

/** Hundredths of a pack: what people are shown is what is computed with. */
export type Hundredths = number;

/**
 * Packs a week, half up: those within the window divided by the weeks since the first of them, at least 1 and at most the window. A
 * product that was used for the first time yesterday is not used seven times as much.
 */
export function usagePerWeek(usage: Usage | null, windowMs: number, now: Date): Hundredths {
  if (usage === null) return 0;
  const since = now.getTime() - usage.firstAt.getTime();
  const spanMs = Math.min(Math.max(since, WEEK_MS), windowMs);
  return Number(divideHalfUp(BigInt(usage.packs) * 100n * BigInt(WEEK_MS), BigInt(spanMs)));
}

/** Usage of one product from several sources, each of which leaves out what it knows nothing of. */
export function joinedUsage(sources: readonly (Usage | undefined)[]): Usage | null {
  const known = sources.filter((usage) => usage !== undefined);
  if (known.length === 0) return null;
  return {
    packs: known.reduce((sum, { packs }) => sum + packs, 0),
    firstAt: new Date(Math.min(...known.map(({ firstAt }) => firstAt.getTime()))),
  };
}
