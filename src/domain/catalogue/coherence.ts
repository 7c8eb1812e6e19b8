import type { Bound, ProductSchedule, TgaCategory } from './product.js';
import type { Reason } from './reasons.js';

/** An amount of a cannabinoid as it is printed; null where it is not. */
export interface Cannabinoids {
  readonly thc: Amount | null;
  readonly cbd: Amount | null;
  /** Further ones, in the same unit. */
  readonly others: readonly Amount[];
}
interface Amount {
  readonly value: bigint;
  readonly bound: Bound;
}

/** From how many percent of all cannabinoids CBD is, and to how many (TGA). */
const SHARES: Readonly<Record<TgaCategory, readonly [from: number, to: number]>> = {
  1: [98, 100],
  2: [60, 98],
  3: [40, 60],
  4: [2, 40],
  5: [0, 2],
};
/** Percentage points, for what labels round. */
const TOLERANCE = 2;

/** Category 1 is in Schedule 4, or 3 in low doses, and the others are in Schedule 8 (Poisons Standard). */
export function scheduleConflict(category: TgaCategory | null, schedule: ProductSchedule | null): Reason | null {
  if (category === null || schedule === null) return null;
  if (category === 1) {
    return schedule === 'S4' || schedule === 'S3' ? null : { code: 'schedule_conflict', why: 'categoryOne' };
  }
  return schedule === 'S8' ? null : { code: 'schedule_conflict', why: 'otherCategory' };
}

/**
 * Whether the share of CBD contradicts a category for every amount that the printed bounds allow: `< 1 %` is anything from 0 to 1.
 * Nothing is said where THC or CBD is not printed.
 */
export function categoryConflict(category: TgaCategory | null, { thc, cbd, others }: Cannabinoids): Reason | null {
  if (category === null || thc === null || cbd === null) return null;
  const rest = [thc, ...others].map(rangeOf);
  const [leastCbd, mostCbd] = rangeOf(cbd);
  const leastRest = rest.reduce((sum, [least]) => sum + least, 0);
  const mostRest = rest.reduce((sum, [, most]) => sum + most, 0);
  const [from, to] = SHARES[category];
  const least = shareOf(leastCbd, mostRest, 0);
  const most = shareOf(mostCbd, leastRest, 100);
  const isOutside = most < from - TOLERANCE || least > to + TOLERANCE;
  return isOutside ? { code: 'category_conflict', why: 'is' } : null;
}

function rangeOf({ value, bound }: Amount): readonly [least: number, most: number] {
  const printed = Number(value);
  if (bound === 'below') return [0, printed];
  return bound === 'above' ? [printed, Number.POSITIVE_INFINITY] : [printed, printed];
}

/** In percent; `otherwise` where nothing, or something without limit, is divided. */
function shareOf(cbd: number, rest: number, otherwise: number): number {
  if (cbd + rest === 0) return otherwise;
  if (cbd === Number.POSITIVE_INFINITY) return 100;
  return rest === Number.POSITIVE_INFINITY ? 0 : (cbd * 100) / (cbd + rest);
}
