import { ApplicationFailure } from '@temporalio/activity';
import { ApplicationFailureCategory } from '@temporalio/common';
import { ProviderRefused, ProviderUnavailable } from '../adapters/payments/port.js';
import { DomainError } from '../domain/errors.js';

/** Codes that repeating can mend: the step is tried again. */
const TRANSIENT = new Set(['unavailable', 'provider_unavailable']);

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
    return ApplicationFailure.create({
      type: error.code,
      message: error.message,
      details: [error.details],
      nonRetryable: !TRANSIENT.has(error.code),
      // An answer that was to be expected is no warning: only an outage is logged with its stack.
      ...(TRANSIENT.has(error.code) ? {} : { category: ApplicationFailureCategory.BENIGN }),
    });
  }
  if (error instanceof ProviderUnavailable) {
    return ApplicationFailure.retryable('The payment provider is out of reach.', 'provider_unavailable');
  }
  if (error instanceof ProviderRefused) {
    return ApplicationFailure.retryable(`The payment provider refused: ${error.reason}`, 'provider_refused');
  }
  return error;
}

/** Not decided yet: Temporal asks again with growing pauses, and nobody is warned. */
export function undecided(message: string): ApplicationFailure {
  return ApplicationFailure.create({ type: 'undecided', message, category: ApplicationFailureCategory.BENIGN });
}
