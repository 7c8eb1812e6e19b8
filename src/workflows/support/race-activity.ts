import { CancellationScope, isCancellation } from '@temporalio/workflow';

/**
 * Runs an activity that may take days, while the workflow also waits for something that makes it superfluous:
 * 1. `start` schedules the activity.
 * 2. `wait` waits until `ended()` is true, or until nobody needs the activity any more.
 * 3. An activity that has not ended by then is cancelled, and its cancellation is waited for.
 * @returns the activity's result; undefined when it was cancelled
 * @throws what the activity or `wait` throws
 */
export async function raceActivity<Result>(
  start: () => Promise<Result>,
  wait: (ended: () => boolean) => Promise<unknown>,
): Promise<Result | undefined> {
  const scope = new CancellationScope();
  let hasEnded = false;
  const activity = scope.run(start).finally(() => {
    hasEnded = true;
  });
  // Its failure is thrown below, when `wait` is over.
  activity.catch(() => undefined);
  try {
    await wait(() => hasEnded);
  } finally {
    if (!hasEnded) {
      scope.cancel();
      await activity.catch(() => undefined);
    }
  }
  return activity.catch((error: unknown) => {
    if (isCancellation(error)) return undefined;
    throw error;
  });
}
