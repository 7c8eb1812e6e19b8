import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import type { MaintenanceResult } from './contract.js';

const { redriveEvents, resumeLost, forgetOldKeys } = proxyActivities<Activities>({
  startToCloseTimeout: '50s',
  retry: { initialInterval: '1s', maximumAttempts: 3 },
});

/**
 * What a Schedule runs every minute: webhooks that were taken but never dealt with are delivered again, and
 * appointments whose workflow was terminated or lost get a run that goes on from their row.
 */
export async function maintenance(): Promise<MaintenanceResult> {
  return { redriven: await redriveEvents(), resumed: await resumeLost(), forgotten: await forgetOldKeys() };
}
