import { type Day, daysInclusive, localDay } from '../days.js';
import { invalid } from '../errors.js';
import type { Currency } from '../money.js';
import type { Bound } from '../periods.js';
import type { ProviderName } from './orders.js';

/** What one clinic took on one day of its own calendar, by provider, method and currency. Minor units. */
export interface Taking {
  readonly day: Day;
  readonly clinicId: string;
  readonly provider: ProviderName;
  /** In the provider's own word; null where it sent none. */
  readonly method: string | null;
  readonly currency: Currency;
  /** How many were captured. */
  readonly payments: number;
  readonly captured: number;
  /** Given back on this day, whenever it had been paid; a refund that failed afterwards counts against it. */
  readonly refunded: number;
  /** What the provider charged, for payments, refunds and disputes. */
  readonly fees: number;
  /** What banks took back in disputes, less what they returned. */
  readonly disputes: number;
  /** What is left: captured less refunds, fees and disputes. */
  readonly net: number;
}

/** A week, today included. */
export const DEFAULT_DAYS = 7;
const MOST_DAYS = 366;

/** @throws DomainError validation_failed */
export function assertPeriod(from: Bound, to: Bound): void {
  const isReversed = 'at' in from && 'at' in to && from.at > to.at;
  const days = isReversed ? 0 : daysInclusive(dayOf(from), dayOf(to));
  if (days < 1) throw invalid('from', 'from must not be after to.');
  if (days > MOST_DAYS) throw invalid('from', `Ask for at most ${MOST_DAYS} days at a time.`);
}

/** The day that a bound names, or on which it lies in UTC. */
export function dayOf(bound: Bound): Day {
  return 'day' in bound ? bound.day : localDay(bound.at, 'UTC');
}
