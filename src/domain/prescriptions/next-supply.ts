import { addDays, type Day } from '../days.js';
import type { SuppliedItem } from './states.js';

/**
 * From which day on an item may be supplied next, by its latest supply that stands: after the interval, and without one on another day. Null
 * where no supply is left.
 */
export function nextSupplyFrom(
  item: SuppliedItem & {
    readonly issuedOn: Day;
    /** Of the latest supply that stands. */
    readonly lastSuppliedOn: Day | null;
    readonly intervalDays: number;
  },
): Day | null {
  if (item.supplied > item.repeats) return null;
  return item.lastSuppliedOn === null ? item.issuedOn : addDays(item.lastSuppliedOn, item.intervalDays);
}
