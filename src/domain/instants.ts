import { invalid } from './errors.js';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * An ISO 8601 instant with its offset. A time without one would mean another moment on every machine, so it is refused.
 * @throws DomainError validation_failed on `field`
 */
export function parseInstant(field: string, text: string): Date {
  const at = new Date(INSTANT.test(text) && isDate(text.slice(0, 10)) ? text : Number.NaN);
  if (!hasPlainYear(at)) throw invalid(field, 'Use a time such as 2026-11-21T09:00:00Z.');
  return at;
}

/**
 * A bound of a list: an instant, or a date that means its first moment in UTC.
 * @throws DomainError validation_failed on `field`
 */
export function parseBound(field: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  return DATE.test(text) && isDate(text) && hasPlainYear(new Date(text))
    ? new Date(`${text}T00:00:00Z`)
    : parseInstant(field, text);
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
