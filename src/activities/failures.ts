import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { ProviderRefused, ProviderUnavailable } from '../adapters/payments/port.js';
import { DomainError } from '../domain/errors.js';
import { FAILURE_KINDS } from '../domain/failure-kinds.js';

/** A step that waits for somebody else: it is tried again, and that is no warning in the log. */
export function undecided(message: string): ApplicationFailure {
  return ApplicationFailure.create({ type: 'undecided', message, category: ApplicationFailureCategory.BENIGN });
}

/** A use case as an activity: refusals end it at once with their code as the failure's type, outages are retried. */
export function asActivity<Args extends unknown[], Result>(
  fn: (...args: Args) => Promise<Result>,
): (...args: Args) => Promise<Result> {
  return async (...args) => {
    try {
      return await fn(...args);
    } catch (error) {
      throw toFailure(error);
    }
  };
}

function toFailure(error: unknown): unknown {
  if (error instanceof ApplicationFailure) return error;
  if (error instanceof DomainError) {
    const isOutage = FAILURE_KINDS[error.code] === 'outage';
    return ApplicationFailure.create({
      type: error.code,
      message: error.message,
      details: [error.details],
      nonRetryable: !isOutage,
      // An expected answer: its sentence stays readable in the engine, and it is no warning in the log.
      ...(isOutage ? {} : { category: ApplicationFailureCategory.BENIGN }),
    });
  }
  if (error instanceof ProviderUnavailable) {
    return ApplicationFailure.retryable('The payment provider is out of reach.', 'provider_unavailable');
  }
  if (error instanceof ProviderRefused) {
    // The provider's own words may quote what it was sent: they are sealed with the cause.
    return ApplicationFailure.create({
      type: 'provider_refused',
      message: 'The payment provider refused.',
      cause: error,
    });
  }
  return error;
}
