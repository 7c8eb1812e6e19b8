import { ActivityCancellationType, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';

/**
 * Steps that somebody waits for: one short transaction each, inside the workflow task. All attempts together must end
 * before the task's heartbeat (80 % of its 5 s): what a longer one is overtaken by comes in another order in a replay,
 * and the workflow is stuck for good. A `scheduleToCloseTimeout` is not kept between local attempts (both ran).
 */
export const quick = proxyLocalActivities<Activities>({
  startToCloseTimeout: '1700ms',
  retry: { initialInterval: '300ms', maximumAttempts: 2 },
});

/**
 * Steps that must happen, however long the database or a provider is away. One that is cancelled because its run
 * continues as new ends its attempt first: the next run begins the same step, and no two may be at it.
 */
export const sure = proxyActivities<Activities>({
  startToCloseTimeout: '10s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/** Steps that call a provider and that others may wait for: bounded, so that nobody waits for long. */
export const bounded = proxyActivities<Activities>({
  startToCloseTimeout: '10s',
  scheduleToCloseTimeout: '25s',
  retry: { initialInterval: '300ms', maximumAttempts: 2 },
});

/** A provider call that a person waits for: one attempt, and the person is told to try again. */
export const once = proxyActivities<Activities>({
  startToCloseTimeout: '10s',
  scheduleToCloseTimeout: '11s',
  retry: { maximumAttempts: 1 },
});

/** Mail and text messages: a server that is away is tried for a day, then a person is told. */
export const letters = proxyActivities<Activities>({
  startToCloseTimeout: '40s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  scheduleToCloseTimeout: '24h',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});
