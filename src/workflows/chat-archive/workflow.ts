import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import type { ChatArchiveResult } from './contract.js';

/** However many rooms there are: the Schedule skips a minute while they are archived. */
const { archiveRooms } = proxyActivities<Activities>({
  startToCloseTimeout: '1 hour',
  heartbeatTimeout: '1 minute',
  retry: { initialInterval: '1s', maximumAttempts: 3 },
});

/** What a Schedule runs every minute: chat rooms that have been inactive for long enough are archived. */
export async function chatArchive(): Promise<ChatArchiveResult> {
  return { archived: await archiveRooms() };
}
