import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy, type ScheduleSpec } from '@temporalio/client';
import { CHAT_ARCHIVE_SCHEDULE_ID, MAINTENANCE_SCHEDULE_ID, RECONCILIATION_SCHEDULE_ID } from '../../domain/ids.js';
import { CHAT_ARCHIVE_WORKFLOW } from '../../workflows/chat-archive/contract.js';
import { MAINTENANCE_WORKFLOW } from '../../workflows/maintenance/contract.js';
import { RECONCILIATION_WORKFLOW } from '../../workflows/reconciliation/contract.js';

interface Periodic {
  readonly id: string;
  readonly workflow: string;
  readonly spec: ScheduleSpec;
  /** How late a start may be made up for, after Temporal was unavailable. */
  readonly catchupWindow: '1 minute' | '12 hours';
}

const PERIODIC: readonly Periodic[] = [
  {
    id: MAINTENANCE_SCHEDULE_ID,
    workflow: MAINTENANCE_WORKFLOW,
    spec: { intervals: [{ every: '1 minute' }] },
    catchupWindow: '1 minute',
  },
  {
    id: CHAT_ARCHIVE_SCHEDULE_ID,
    workflow: CHAT_ARCHIVE_WORKFLOW,
    spec: { intervals: [{ every: '1 minute' }] },
    catchupWindow: '1 minute',
  },
  {
    id: RECONCILIATION_SCHEDULE_ID,
    workflow: RECONCILIATION_WORKFLOW,
    // Installations do not all ask their provider in the same second.
    spec: { calendars: [{ hour: 2, minute: 30 }], jitter: '20 minutes' },
    catchupWindow: '12 hours',
  },
];

/**
 * Makes sure that everything periodic has its Schedule as it stands above: one that an earlier release made is brought
 * up to date. Whether an operator paused it, and its record of what ran, stay.
 */
export async function ensureSchedules(client: Client, taskQueue: string): Promise<void> {
  for (const periodic of PERIODIC) await ensure(client, taskQueue, periodic);
}

async function ensure(client: Client, taskQueue: string, { id, workflow, spec, catchupWindow }: Periodic) {
  const wanted = {
    spec,
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow },
    action: { type: 'startWorkflow' as const, workflowType: workflow, workflowId: id, taskQueue, args: [] },
  };
  try {
    await client.schedule.create({ scheduleId: id, ...wanted });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await client.schedule.getHandle(id).update(({ state }) => ({ ...wanted, state }));
  }
}
