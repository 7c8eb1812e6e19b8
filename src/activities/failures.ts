import { ApplicationFailure, ApplicationFailureCategory, TemporalFailure } from '@temporalio/common';
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

const ATTEMPTS_AT_A_FAULT = 4;

/**
 * As `asActivity`, for a step that somebody waits for: what fails for no reason that is known is soon given up, because it would fail again.
 * Outages, and attempts that have ended with their worker, are tried again for as long as the step's options say.
 */
export function asActivityThroughOutages<Args extends unknown[], Result>(
  attempt: () => number,
  fn: (...args: Args) => Promise<Result>,
): (...args: Args) => Promise<Result> {
  return async (...args) => {
    try {
      return await fn(...args);
    } catch (error) {
      const failure = toFailure(error);
      if (failure instanceof TemporalFailure || !(error instanceof Error)) throw failure;
      const nonRetryable = attempt() >= ATTEMPTS_AT_A_FAULT;
      throw ApplicationFailure.create({
        type: 'internal',
        message: 'The step has failed.',
        cause: error,
        nonRetryable,
      });
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
