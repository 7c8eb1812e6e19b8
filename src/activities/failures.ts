import { ApplicationFailure } from '@temporalio/activity';
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
