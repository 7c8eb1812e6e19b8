import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import type { MaintenanceResult } from './contract.js';

const retry = { initialInterval: '1s', maximumAttempts: 3 } as const;
const { redriveEvents, watchWebhooks, forgetOldKeys } = proxyActivities<Activities>({
  startToCloseTimeout: '50s',
  retry,
});

/** They ask about every open appointment and entry; the Schedule skips a minute while they do. */
const { showEntries, resumeLost } = proxyActivities<Activities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '1 minute',
  retry,
});

/**
 * What a Schedule runs every minute: webhooks that were taken but had no effect yet are delivered again, a
 * provider that has fallen silent is shown to a person, and appointments and attention entries whose workflow was
 * terminated or lost get a new run.
 */
export async function maintenance(): Promise<MaintenanceResult> {
  const redriven = await redriveEvents();
  await watchWebhooks();
  return { redriven, shown: await showEntries(), resumed: await resumeLost(), forgotten: await forgetOldKeys() };
}
