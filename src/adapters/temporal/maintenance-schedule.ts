import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import { MAINTENANCE_SCHEDULE_ID } from '../../domain/ids.js';
import { MAINTENANCE_WORKFLOW } from '../../workflows/maintenance/contract.js';

/** Makes sure that maintenance runs every minute; one that is still at work skips the next. */
export async function ensureMaintenanceSchedule(client: Client, taskQueue: string): Promise<void> {
  try {
    await client.schedule.create({
      scheduleId: MAINTENANCE_SCHEDULE_ID,
      spec: { intervals: [{ every: '1 minute' }] },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
      action: {
        type: 'startWorkflow',
        workflowType: MAINTENANCE_WORKFLOW,
        workflowId: MAINTENANCE_SCHEDULE_ID,
        taskQueue,
        args: [],
      },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
