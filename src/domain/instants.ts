import { invalid } from './errors.js';

const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
/** The letters in either case, a space for the `T`, seconds that may be left out, any number of fraction digits. */
const INSTANT = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;
/** In a query, a plus that was not encoded arrives as a space. */
const LOST_PLUS = / \d{2}:\d{2}$/;

/**
 * A moment as RFC 3339 allows it to be written, to the millisecond. A time without an offset would mean another moment
 * on every machine, so it is refused. A leap second counts as the second after it, as in PostgreSQL.
 * @throws DomainError validation_failed on `field`
 */
export function parseInstant(field: string, text: string): Date {
  const at = readInstant(text);
  if (at) return at;
  if (/[Tt ]\d.* /.test(text) && LOST_PLUS.test(text)) {
    throw invalid(field, 'In a query, write the + of an offset as %2B: 2026-11-21T19:00:00%2B10:00.');
  }
  throw invalid(field, 'Use a time with its offset, such as 2026-11-21T09:00:00Z.');
}

function readInstant(text: string): Date | null {
  const match = INSTANT.exec(text);
  if (!match) return null;
  const [, day = '', hours, minutes, seconds = '0', fraction = '', sign, offsetHours = '0', offsetMinutes = '0'] =
    match;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (!isDate(day) || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 60) return null;
  if (Number(offsetHours) > 23 || Number(offsetMinutes) > 59) return null;
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * MINUTE_MS * (sign === '-' ? -1 : 1);
  const minute = midnight + (Number(hours) * 60 + Number(minutes)) * MINUTE_MS - offset;
  const isLeap = Number(seconds) === 60;
  if (isLeap && !endsMonth(minute + MINUTE_MS)) return null;
  const milliseconds = isLeap ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0'));
  const at = new Date(minute + Number(seconds) * SECOND_MS + milliseconds);
  return hasPlainYear(at) ? at : null;
}

/** Leap seconds are inserted at the end of a month in UTC. */
function endsMonth(ms: number): boolean {
  const at = new Date(ms);
  return at.getUTCDate() === 1 && at.getUTCHours() === 0 && at.getUTCMinutes() === 0;
}

/** In UTC, where an offset can carry it over: other years have another form, and the database has no year 0. */
function hasPlainYear(at: Date): boolean {
  return at.getUTCFullYear() >= 1 && at.getUTCFullYear() <= 9999;
}

// The Date constructor rolls 30 February over into March.
function isDate(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}
