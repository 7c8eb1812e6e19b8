import { IANAZone } from 'luxon';
import type { Day } from './days.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A wall-clock time is kept as if it were UTC milliseconds: plain arithmetic, no zone of the machine. */
export type WallClock = number;

/** A stretch of the wall clock that a zone skips when its clocks go forward. */
export interface ClockGap {
  /** The first instant after it. */
  readonly at: Date;
  /** First and last wall-clock time that does not exist, the last one excluded. */
  readonly from: WallClock;
  readonly to: WallClock;
}

/**
 * The instant of a wall-clock time of a zone, in epoch milliseconds. Of two (an overlap) the wanted one; of none (a gap)
 * the first instant after it.
 */
export function instantOf(wall: WallClock, zoneName: string, wanted: 'earlier' | 'later'): number {
  const offset = offsetsOf(zoneName);
  const instants = [wall - offset(wall - DAY_MS), wall - offset(wall + DAY_MS)].filter((i) => i + offset(i) === wall);
  if (instants.length > 0) return wanted === 'earlier' ? Math.min(...instants) : Math.max(...instants);
  // Offsets lie between -12 and +14 hours, so the jump over the missing time lies between these two.
  return firstInstant(wall - 15 * HOUR_MS, wall + 15 * HOUR_MS, (at) => at + offset(at) >= wall);
}

/** The gap between two instants, when the clocks go forward there; `from` itself may be the first instant after it. */
export function clockGap(from: number, to: number, zoneName: string): ClockGap | null {
  const offset = offsetsOf(zoneName);
  const before = offset(from - 1);
  if (offset(to) <= before) return null;
  const at = firstInstant(from - 1, to, (instant) => offset(instant) !== before);
  return { at: new Date(at), from: at + before, to: at + offset(at) };
}

/** The first moment of a day on the wall of a zone: midnight, or the first minute after it where clocks skip it. */
export function startOfDay(day: Day, zoneName: string): Date {
  return new Date(instantOf(Date.parse(`${day}T00:00:00Z`), zoneName, 'earlier'));
}

/** The first moment of the day after it: 23, 24 or 25 hours later, as the zone has it. */
export function endOfDay(day: Day, zoneName: string): Date {
  return new Date(instantOf(Date.parse(`${day}T00:00:00Z`) + DAY_MS, zoneName, 'earlier'));
}

function offsetsOf(zoneName: string): (instant: number) => number {
  const zone = IANAZone.create(zoneName);
  return (instant) => zone.offset(instant) * MINUTE_MS;
}

/** The first millisecond after `before`, and not after `after`, that is so; it is not so at `before`. */
function firstInstant(before: number, after: number, isSo: (instant: number) => boolean): number {
  let [low, high] = [before, after];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isSo(middle)) high = middle;
    else low = middle;
  }
  return high;
}
