import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import proto from '@temporalio/proto';
import type { RunProgress } from './port.js';

const { EventType, WorkflowTaskFailedCause } = proto.temporal.api.enums.v1;

/** So many workflow tasks in a row have to fail before a run counts as stuck: one may meet a worker of another release. */
const FAILURES = 3;
/** Newest events that are looked at: a failed task is three of them, and what has arrived in between. */
const EVENTS = 60;

/** How the workflow tasks of a running workflow end. One call more, and only where a task has failed or timed out. */
export async function progressOf(client: Client, { workflowId, runId, raw }: WorkflowExecutionDescription) {
  const attempt = raw.pendingWorkflowTask?.attempt ?? 1;
  return attempt < 2 ? 'healthy' : judge(await newestTasks(client, { workflowId, runId }), attempt);
}

type TaskEnd = 'completed' | 'timed_out' | 'not_replayed' | 'failed';

/** How the latest recorded tasks have ended, the newest first. */
async function newestTasks(client: Client, execution: { workflowId: string; runId: string }): Promise<TaskEnd[]> {
  const { history } = await client.workflowService.getWorkflowExecutionHistoryReverse({
    namespace: client.options.namespace,
    execution,
    maximumPageSize: EVENTS,
  });
  return (history?.events ?? []).flatMap((event): TaskEnd[] => {
    switch (event.eventType) {
      case EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED:
        return ['completed'];
      case EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT:
        return ['timed_out'];
      case EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED: {
        const { WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR: notReplayed } = WorkflowTaskFailedCause;
        return [event.workflowTaskFailedEventAttributes?.cause === notReplayed ? 'not_replayed' : 'failed'];
      }
      default:
        return [];
    }
  });
}

/**
 * Temporal records the first failure of a task and not those of its repeats, which `attempt` counts, until an event arrives:
 * then the next attempt is the first one again. Hence both are added.
 */
function judge(tasks: readonly TaskEnd[], attempt: number): RunProgress {
  const [newest] = tasks;
  if (newest === 'timed_out') return attempt > FAILURES ? 'unclear' : 'healthy';
  if (newest !== 'not_replayed') return 'healthy';
  const other = tasks.findIndex((end) => end === 'completed' || end === 'failed');
  const recorded = tasks.slice(0, other < 0 ? undefined : other).filter((end) => end === 'not_replayed').length;
  return recorded + Math.max(0, attempt - 2) >= FAILURES ? 'stuck' : 'healthy';
}
