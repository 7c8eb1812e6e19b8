import { ActivityCancellationType, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { LOCAL_STEP_OPTIONS } from './local-step-timing.js';

/**
 * Local activities: one short transaction each, inside the workflow task, for what a person waits for. A local activity
 * must finish all its attempts within the workflow-task heartbeat. If it takes longer, Temporal starts a new task and
 * records later commands first; a replay then fails with a non-determinism error that no retry can clear. Hence few, short
 * attempts (`local-step-timing.ts`). A `scheduleToCloseTimeout` does not hold between local attempts.
 */
export const localStep = proxyLocalActivities<Activities>(LOCAL_STEP_OPTIONS);

/**
 * Retried without limit, however long the database or a provider is unavailable. When a run continues as new and cancels
 * such an activity, it waits for the attempt to end: the next run starts the same step, and two must not be at work.
 */
export const retryForever = proxyActivities<Activities>({
  startToCloseTimeout: '10s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/** Two attempts within 25 s: provider calls for which another step of the workflow may be waiting. */
export const twoAttempts = proxyActivities<Activities>({
  startToCloseTimeout: '10s',
  scheduleToCloseTimeout: '25s',
  retry: { initialInterval: '300ms', maximumAttempts: 2 },
});

/** One attempt: a provider call that a person waits for, who is asked to try again when it fails. */
export const singleAttempt = proxyActivities<Activities>({
  startToCloseTimeout: '10s',
  scheduleToCloseTimeout: '11s',
  retry: { maximumAttempts: 1 },
});

/** Retried for a day: mail and text messages, whose server may be unavailable; then a person is notified. */
export const retryForADay = proxyActivities<Activities>({
  startToCloseTimeout: '40s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  scheduleToCloseTimeout: '24h',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});

/**
 * The activities below wait for a provider: each looks its subject up and fails retryably while nothing is decided, so that
 * waiting costs no history. `raceActivity` cancels them when an event or a command has come first.
 */
export const { watchPayment } = proxyActivities<Activities>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '1 minute', backoffCoefficient: 2, maximumInterval: '1h' },
  summary: 'Watch for a payment whose webhook is lost',
});

export const { watchRefund } = proxyActivities<Activities>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '5s', backoffCoefficient: 2, maximumInterval: '1h' },
  summary: 'Watch the pending refund',
});

/** @param limitMs after which the activity fails; without it, it goes on until the provider decides */
export function watchCheckouts(subjectId: string, maximumInterval: '1 minute' | '1h', limitMs?: number) {
  const undecided = proxyActivities<Activities>({
    ...(limitMs === undefined ? {} : { scheduleToCloseTimeout: limitMs }),
    startToCloseTimeout: '10s',
    retry: { initialInterval: '2s', backoffCoefficient: 1.5, maximumInterval },
    summary: 'Watch the undecided payment',
  });
  return undecided.watchCheckouts({ subjectId });
}
