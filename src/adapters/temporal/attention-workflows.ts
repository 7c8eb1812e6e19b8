import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { attentionWorkflowId } from '../../domain/ids.js';
import { ATTENTION_WORKFLOW, type AttentionInput, refreshEntrySignal } from '../../workflows/attention/contract.js';
import type { AttentionWorkflows, RunProgress } from './port.js';
import { progressOf } from './run-progress.js';

const CALL_MS = 8_000;

/** Attention entries on Temporal. */
export class TemporalAttentionWorkflows implements AttentionWorkflows {
  constructor(
    private readonly client: Client,
    private readonly taskQueue: string,
  ) {}

  async show(entryId: string): Promise<boolean> {
    try {
      await this.start(entryId, WorkflowIdConflictPolicy.FAIL);
      return true;
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
    const progress = await this.progress(entryId);
    if (progress === 'unclear') await this.refresh(entryId);
    if (progress !== 'stuck') return false;
    // Everything that it shows is in the row.
    await this.start(entryId, WorkflowIdConflictPolicy.TERMINATE_EXISTING);
    return true;
  }

  async refresh(entryId: string): Promise<void> {
    try {
      const handle = this.client.workflow.getHandle(attentionWorkflowId(entryId));
      await this.client.withDeadline(Date.now() + CALL_MS, () => handle.signal(refreshEntrySignal));
    } catch (error) {
      // Its workflow has ended, because the entry is resolved, or has not started yet: then it reads the row when it does.
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }

  private async start(entryId: string, workflowIdConflictPolicy: WorkflowIdConflictPolicy): Promise<void> {
    const input: AttentionInput = { entryId };
    await this.client.withDeadline(Date.now() + CALL_MS, () =>
      this.client.workflow.start(ATTENTION_WORKFLOW, {
        workflowId: attentionWorkflowId(entryId),
        taskQueue: this.taskQueue,
        args: [input],
        workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
        workflowIdConflictPolicy,
        staticSummary: 'Something that needs a person, and belongs to no appointment',
      }),
    );
  }

  private async progress(entryId: string): Promise<RunProgress> {
    const handle = this.client.workflow.getHandle(attentionWorkflowId(entryId));
    return this.client.withDeadline(Date.now() + CALL_MS, async () => progressOf(this.client, await handle.describe()));
  }
}
