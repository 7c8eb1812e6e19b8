import { daysOf } from './mappings/mapping.js';

const DAY_MS = 86_400_000;
/** A list may be half its time late before somebody asks for it. */
const TOLERANCE = 1.5;

/**
 * Whether the last list of a supplier is so old that a newer one should have come: older than 1.5 times how often lists come. A supplier
 * of which there never was a list is not late.
 * @param updateFrequency as a mapping says it: `weekly`, `7d`
 */
export function isListStale(lastListAt: Date | null, updateFrequency: string, now: Date): boolean {
  const days = daysOf(updateFrequency);
  if (lastListAt === null || days === null) return false;
  return now.getTime() - lastListAt.getTime() > TOLERANCE * days * DAY_MS;
}
