import {
  type Client,
  isGrpcServiceError,
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { DomainError, type ErrorDetails, isErrorCode } from '../../domain/errors.js';
import { LATE_FAILURE } from '../../workflows/support/late.js';

/** Less than the 20 s within which every request is answered. */
export const CALL_MS = 16_000;
export const SHORT_CALL_MS = 8_000;
const ATTEMPTS = 3;
/** gRPC status 9. */
const FAILED_PRECONDITION = 9;
/** An answer this fast is a stored one: no step has run for it. */
const STORED_WITHIN_MS = 3_000;
/** Everybody who repeats a request within this time repeats it under the same update id. */
const SENDING_MS = 10_000;

/**
 * Calls the engine within a time.
 * @throws DomainError the workflow's own refusal, or `unavailable` when the engine or the workers do not answer
 */
export async function callEngine<T>(client: Client, limitMs: number, fn: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await client.withDeadline(deadline, fn);
    } catch (error) {
      if (attempt < ATTEMPTS && isLostWithItsTask(error)) continue;
      throw toDomainError(error);
    }
  }
}

/**
 * Sends an update. Temporal keeps the answer `unavailable` of an earlier sending under its update id: then it is sent once more, under
 * another id.
 */
export async function beyondStoredOutage<T>(updateId: string, send: (updateId: string) => Promise<T>): Promise<T> {
  const startedAt = Date.now();
  try {
    return await send(updateId);
  } catch (error) {
    const outage = error instanceof DomainError && error.code === 'unavailable';
    if (!outage || Date.now() - startedAt > STORED_WITHIN_MS) throw error;
    return send(`${updateId}@${Math.floor(startedAt / SENDING_MS)}`);
  }
}

/**
 * A signal arrived while the task that carried the update ended the run: Temporal dropped the task and the update. It is sent
 * again under the same id, so that its step finds its own answer.
 */
function isLostWithItsTask(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return isGrpcServiceError(cause) && cause.code === FAILED_PRECONDITION;
}

/** It reached its workflow after its caller had given up: nothing was done, and the same request under another update id may be. */
function late(): DomainError {
  return new DomainError('unavailable', 'This took too long, so nothing was done. Please try again.', {
    retryAfter: 1,
  });
}

function toDomainError(error: unknown): unknown {
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
  if (cause instanceof ApplicationFailure) {
    if (cause.type === LATE_FAILURE) return late();
    if (isErrorCode(cause.type)) {
      return new DomainError(cause.type, cause.message, (cause.details?.[0] ?? {}) as ErrorDetails);
    }
  }
  const isUnavailable =
    error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
    error instanceof WorkflowUpdateFailedError ||
    error instanceof WorkflowNotFoundError ||
    error instanceof ServiceError ||
    error instanceof WorkflowExecutionAlreadyStartedError ||
    isGrpcServiceError(error);
  if (!isUnavailable) return error;
  const unavailable = new DomainError('unavailable', 'The service is out of reach for a moment. Please try again.', {
    retryAfter: 2,
  });
  unavailable.cause = error;
  return unavailable;
}
