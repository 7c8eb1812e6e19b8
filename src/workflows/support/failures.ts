import { ActivityFailure, ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { DomainError, type ErrorDetails, isErrorCode } from '../../domain/errors.js';
import { FAILURE_KINDS } from '../../domain/failure-kinds.js';

/**
 * An expected answer, as a failure: benign, so that it is no warning in the log, and its sentence stays readable in the
 * engine (adapters/temporal/failure-converter.cjs). It holds no personal data and quotes nothing.
 */
export function expectedFailure(type: string, message: string, details: readonly unknown[] = []): ApplicationFailure {
  return ApplicationFailure.create({
    type,
    message,
    details: [...details],
    nonRetryable: true,
    category: ApplicationFailureCategory.BENIGN,
  });
}

/** A refusal as a failure that an update's caller receives: `type` is the error code, `details[0]` its extras. */
export function refusalFailure(error: DomainError): ApplicationFailure {
  return expectedFailure(error.code, error.message, [error.details]);
}

/**
 * The one border at which what a step threw becomes what a caller receives. Anything but an
 * ApplicationFailure would fail the workflow task again and again, so nothing else leaves a handler.
 */
export function toRefusalFailure(error: unknown): ApplicationFailure {
  if (error instanceof DomainError) return refusalFailure(error);
  // A local activity's failure comes as it was thrown, a remote one's inside an ActivityFailure.
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure && isErrorCode(cause.type)) return refusalFailure(fromFailure(cause));
  return refusalFailure(
    new DomainError('unavailable', 'The service is out of reach for a moment. Please try again.', { retryAfter: 2 }),
  );
}

/** A refusal that a step or an update has thrown, as the error that it was. */
export function fromFailure(cause: ApplicationFailure): DomainError {
  const code = isErrorCode(cause.type) ? cause.type : 'internal';
  return new DomainError(code, cause.message, (cause.details?.[0] ?? {}) as ErrorDetails);
}

/** A handler asked for the appointment before it is known: a fault of ours. */
export function unknownAppointment(): ApplicationFailure {
  return ApplicationFailure.nonRetryable('the appointment is not known yet', 'internal');
}

/** Whether it is known that the step had no effect: a refusal of `toRefusal`, not a time-out or an outage. */
export function isDefinite(failure: ApplicationFailure): boolean {
  return isErrorCode(failure.type) && FAILURE_KINDS[failure.type] === 'refused';
}

/** Whether a step was refused because the row has changed since the run read it. */
export function isStale(error: unknown): boolean {
  return toRefusalFailure(error).type === 'invalid_transition';
}
