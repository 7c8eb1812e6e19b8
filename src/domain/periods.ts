import { type Day, parseDay } from './days.js';
import { invalid } from './errors.js';
import { gather } from './gather.js';
import { parseInstant } from './instants.js';
import { canonicalTimezone, TIMEZONE_PROBLEM } from './timezones.js';
import { endOfDay, startOfDay } from './wall-clock.js';

/** `from`, `to` and `timezone` of a list, as typed. */
export interface PeriodText {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly timezone?: string | undefined;
}

/** A bound is an instant, or a whole day on the wall of some zone. */
export type Bound = { readonly at: Date } | { readonly day: Day };

/** What a list is asked for, before it is known in which zone its days are. */
export interface Period {
  readonly from: Bound | null;
  readonly to: Bound | null;
  /** Overrides the clinic's zone. */
  readonly zone: string | null;
}

/** Half-open: `to` is not included. */
export interface Span {
  readonly from: Date | undefined;
  readonly to: Date | undefined;
}

/** A span as one clinic has it, in the zone of its days. */
export interface ClinicSpan extends Span {
  readonly clinicId: string;
  readonly zone: string;
}

/** The widest of several clinics' spans; `byClinic` holds each one where they differ, and nothing where they do not. */
export interface ListedSpan extends Span {
  readonly byClinic: readonly ClinicSpan[];
}

/** @throws DomainError validation_failed on the member at fault */
export function parsePeriod(text: PeriodText): Period {
  return gather({
    from: () => readBound('from', text.from),
    to: () => readBound('to', text.to),
    zone: () => parseZone(text.timezone),
  });
}

function parseZone(text: string | undefined): string | null {
  const zone = text === undefined ? null : canonicalTimezone(text);
  if (zone === null && text !== undefined) throw invalid('timezone', TIMEZONE_PROBLEM);
  return zone;
}

function readBound(field: string, text: string | undefined): Bound | null {
  return text === undefined ? null : parseBound(field, text);
}

/** @throws DomainError validation_failed on `field` */
export function parseBound(field: string, text: string): Bound {
  return /^\d+-\d+-\d+$/.test(text) ? { day: parseDay(field, text) } : { at: parseInstant(field, text) };
}

/** When a bound begins: a day on the wall of the zone. */
export function momentOf(bound: Bound, zone: string): Date {
  return 'at' in bound ? bound.at : inDatabase(startOfDay(bound.day, zone));
}

/** Whether the instants of a period depend on where it is asked for. */
export function needsZone(period: Period): boolean {
  const hasDay = [period.from, period.to].some((bound) => bound !== null && 'day' in bound);
  return hasDay && period.zone === null;
}

/**
 * The instants of a period in a clinic's zone, which the period's own zone overrides. The day that `to` names is included,
 * whatever its length: 23 or 25 hours where clocks change.
 */
export function spanOf(period: Period, clinicZone: string): Span {
  const zone = period.zone ?? clinicZone;
  const { from, to } = period;
  return {
    from: from === null ? undefined : momentOf(from, zone),
    to: to === null ? undefined : 'at' in to ? to.at : inDatabase(endOfDay(to.day, zone)),
  };
}

const FIRST = Date.parse('0001-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/** The first day of year 1 begins in year 0 east of Greenwich, which the database does not have. */
function inDatabase(at: Date): Date {
  return new Date(Math.min(Math.max(at.getTime(), FIRST), LAST));
}
