import { ApplicationFailure, ApplicationFailureCategory, CancelledFailure } from '@temporalio/common';

/** The SDK's word for why an activity is cancelled when its worker is shut down. */
const SHUTDOWN = 'WORKER_SHUTDOWN';

/**
 * Gives a step up when its worker is shut down, so that the worker ends in its time and another one begins the step anew. Without this, one
 * step that takes seconds keeps the worker until it is ended by force. For steps alone of which two may be at work at once: what was begun
 * goes on until its process ends. A cancel by the workflow waits for the step as ever. `cancelled` is that of the activity's context.
 */
export function untilShutdown<Result>(cancelled: Promise<never>, work: Promise<Result>): Promise<Result> {
  const shutdown = cancelled.catch((error: unknown): Promise<never> => {
    if (!(error instanceof CancelledFailure) || error.message !== SHUTDOWN) return new Promise(() => undefined);
    // Nobody has asked for a cancel, so that it fails, to be tried again; it is no warning in the log.
    const category = ApplicationFailureCategory.BENIGN;
    throw ApplicationFailure.create({ type: 'worker_shutdown', message: 'The worker was shut down.', category });
  });
  return Promise.race([work, shutdown]);
}
