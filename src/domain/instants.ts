import { invalid } from './errors.js';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * An ISO 8601 instant with its offset. A time without one would mean another moment on every machine, so it is refused.
 * @throws DomainError validation_failed on `field`
 */
export function parseInstant(field: string, text: string): Date {
  const at = new Date(INSTANT.test(text) && isDate(text.slice(0, 10)) ? text : Number.NaN);
  if (Number.isNaN(at.getTime())) throw invalid(field, 'Use a time such as 2026-11-21T09:00:00Z.');
  return at;
}

/**
 * A bound of a list: an instant, or a date that means its first moment in UTC.
 * @throws DomainError validation_failed on `field`
 */
export function parseBound(field: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  return DATE.test(text) && isDate(text) ? new Date(`${text}T00:00:00Z`) : parseInstant(field, text);
}

// The Date constructor rolls 30 February over into March.
function isDate(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}
