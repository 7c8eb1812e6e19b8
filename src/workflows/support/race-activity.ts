import { CancellationScope, isCancellation } from '@temporalio/workflow';

/**
 * Runs an activity that may take days, while the workflow also waits for something that makes it superfluous:
 * 1. `start` schedules the activity.
 * 2. `wait` waits until `ended()` is true, or until nobody needs the activity any more.
 * 3. An activity that has not ended by then is cancelled, and its cancellation is waited for.
 * @returns the activity's result; undefined when it was cancelled, also where its attempt failed just then: the engine does not repeat
 *   an attempt whose cancellation is requested, so that a worker that dies looks like a failure of the activity
 * @throws what the activity throws by itself, or `wait`
 */
export async function raceActivity<Result>(
  start: () => Promise<Result>,
  wait: (ended: () => boolean) => Promise<unknown>,
): Promise<Result | undefined> {
  const scope = new CancellationScope();
  let hasEnded = false;
  let isSuperfluous = false;
  const activity = scope.run(start).finally(() => {
    hasEnded = true;
  });
  // Its failure is thrown below, when `wait` is over.
  activity.catch(() => undefined);
  try {
    await wait(() => hasEnded);
  } finally {
    if (!hasEnded) {
      isSuperfluous = true;
      scope.cancel();
      await activity.catch(() => undefined);
    }
  }
  return activity.catch((error: unknown) => {
    if (isSuperfluous || isCancellation(error)) return undefined;
    throw error;
  });
}
