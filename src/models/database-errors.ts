import { DomainError } from '../domain/errors.js';
import { isUnreachable } from '../domain/network-errors.js';
import { supplyRefused } from '../domain/prescriptions/supply.js';

interface PostgresError extends Error {
  readonly code: string;
  readonly constraint?: string;
}

/** Five characters; no class of SQLSTATE begins with E, as Node's `EPIPE` does. */
const SQLSTATE = /^(?!E)[0-9A-Z]{5}$/;

export function isPostgresError(error: unknown): error is PostgresError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && SQLSTATE.test(error.code);
}

/** Lost a race that repeating the transaction can win: deadlock, serialization failure, or a migration meanwhile. */
export function isRetryable(error: unknown): boolean {
  return isPostgresError(error) && (error.code === '40P01' || error.code === '40001' || isStalePlan(error));
}

/** A migration has changed a type that a statement answers with, and this connection prepared the statement before. */
function isStalePlan({ code, message }: PostgresError): boolean {
  return code === '0A000' && message.includes('cached plan must not change result type');
}

/**
 * SQLSTATEs that mean "not now": nothing is wrong with the request, and a later one can succeed. By class: 08 connection,
 * 53 resources (disk full, too many connections), 57 operator intervention (shutdown, statement timeout), 58 system
 * error. By code: 25006 read-only (a standby, or a database that was closed for writing), 25P03 idle in transaction,
 * 55P03 lock not available, 40001 and 40P01 where repeating did not help.
 */
const NOT_NOW = /^(08|53|57|58)|^(25006|25P03|55P03|40001|40P01)$/;
/** Of these the connection itself is fine: only the statement was in the way of others, or took too long. */
const SAME_CONNECTION = /^(57014|55P03|40001|40P01)$/;

/**
 * Whether the connection should not be used again: after a failover it leads to a server that takes no writes, and what
 * it has prepared for an older schema it cannot prepare anew.
 */
export function isConnectionSpent(error: unknown): error is PostgresError {
  if (!isPostgresError(error)) return false;
  return isStalePlan(error) || (NOT_NOW.test(error.code) && !SAME_CONNECTION.test(error.code));
}

/** The database cannot be reached, takes no writes, is shutting down or too slow: nothing is wrong with the request. */
export function isUnavailable(error: unknown): boolean {
  if (isPostgresError(error)) return NOT_NOW.test(error.code) || isStalePlan(error);
  if (!(error instanceof Error)) return false;
  return (
    isUnreachable(error) ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/.test(
      error.message,
    )
  );
}

const BY_CONSTRAINT: Readonly<Record<string, () => DomainError>> = {
  appointments_live_slot: () => new DomainError('slot_taken', 'Slot already booked'),
  appointments_slot_not_shared: () => new DomainError('slot_taken', 'Slot already booked'),
  appointments_patient_no_overlap: () =>
    new DomainError('overlap', 'The patient already has an appointment at that time.'),
  availabilities_no_overlap: () => new DomainError('overlap', 'This overlaps another slot of the doctor.'),
  dispensings_number: () => supplyRefused('no_repeats_left'),
  dispensings_repeats: () => supplyRefused('no_repeats_left'),
  dispensings_interval: () => supplyRefused('too_early'),
  dispensings_validity: () => supplyRefused('expired'),
  dispensings_ended: () => supplyRefused('cancelled'),
};

/** What a violated rule means to a caller; undefined when the violation is our own mistake. */
export function domainErrorOf(error: unknown): DomainError | undefined {
  if (!isPostgresError(error) || !error.constraint) return undefined;
  return BY_CONSTRAINT[error.constraint]?.();
}

/** 503 with a retry hint; the cause stays in the log. */
export function unavailable(cause: unknown): DomainError {
  const error = new DomainError('unavailable', 'The service is not available at the moment. Please try again.', {
    retryAfter: 2,
  });
  error.cause = cause;
  return error;
}
