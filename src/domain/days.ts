import { invalid } from './errors.js';

const DAY_MS = 86_400_000;
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const calendars = new Map<string, Intl.DateTimeFormat>();

/** A calendar day as `YYYY-MM-DD`: no zone of its own, and in order when compared as text. */
export type Day = string;

/** @throws DomainError validation_failed on `field`, also for a day that no calendar has */
export function parseDay(field: string, text: string): Day {
  const at = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : Number.NaN);
  // The Date constructor rolls 30 February over into March; the database has no year 0.
  if (Number.isNaN(at.getTime()) || !at.toISOString().startsWith(text) || text < '0001') {
    throw invalid(field, 'Use a date such as 2026-11-21.');
  }
  return text;
}

/** The day of an instant on the calendar of a zone. @throws RangeError when the zone is unknown */
export function localDay(instant: Date, zone: string): Day {
  const parts = calendarOf(zone).formatToParts(instant);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

/** Making a format costs a hundred times what using it does; clinics have few zones. */
function calendarOf(zone: string): Intl.DateTimeFormat {
  const calendar =
    calendars.get(zone) ??
    new Intl.DateTimeFormat('en', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
  calendars.set(zone, calendar);
  return calendar;
}

/** `2026-11-21` -> `21 November 2026`: the same for every reader, whatever order they write dates in. */
export function longDay(day: Day): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${date} ${MONTHS[(month ?? 1) - 1]} ${year}`;
}

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Days from one to the other, both counted; below 1 when `to` comes first. */
export function daysInclusive(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS) + 1;
}
