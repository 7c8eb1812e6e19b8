import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import type { ChatArchiveResult } from './contract.js';

/** However many rooms there are: the Schedule skips a minute while they are looked after. */
const { archiveRooms, destroyRooms } = proxyActivities<Activities>({
  startToCloseTimeout: '1 hour',
  heartbeatTimeout: '1 minute',
  retry: { initialInterval: '1s', maximumAttempts: 3 },
});

/**
 * What a Schedule runs every minute: chat rooms that have been inactive for long enough are archived, and those that the law does not have
 * kept any more are destroyed.
 */
export async function chatArchive(): Promise<ChatArchiveResult> {
  return { archived: await archiveRooms(), destroyed: await destroyRooms() };
}
