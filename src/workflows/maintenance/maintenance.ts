import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import type { MaintenanceResult } from './contract.js';

const retry = { initialInterval: '1s', maximumAttempts: 3 } as const;
const { redriveEvents, forgetOldKeys } = proxyActivities<Activities>({ startToCloseTimeout: '50s', retry });

/** It asks about every open appointment; the Schedule skips a minute while it is at it. */
const { resumeLost } = proxyActivities<Activities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '1 minute',
  retry,
});

/**
 * What a Schedule runs every minute: webhooks that were taken but never dealt with are delivered again, and
 * appointments whose workflow was terminated or lost get a run that goes on from their row.
 */
export async function maintenance(): Promise<MaintenanceResult> {
  return { redriven: await redriveEvents(), resumed: await resumeLost(), forgotten: await forgetOldKeys() };
}
