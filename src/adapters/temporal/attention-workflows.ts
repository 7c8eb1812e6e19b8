import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdReusePolicy,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { attentionWorkflowId } from '../../domain/ids.js';
import { ATTENTION_WORKFLOW, type AttentionInput, refreshEntrySignal } from '../../workflows/attention/contract.js';
import type { AttentionWorkflows } from './port.js';

const CALL_MS = 8_000;

/** Attention entries on Temporal. */
export class TemporalAttentionWorkflows implements AttentionWorkflows {
  constructor(
    private readonly client: Client,
    private readonly taskQueue: string,
  ) {}

  async show(entryId: string): Promise<boolean> {
    const input: AttentionInput = { entryId };
    try {
      await this.client.withDeadline(Date.now() + CALL_MS, () =>
        this.client.workflow.start(ATTENTION_WORKFLOW, {
          workflowId: attentionWorkflowId(entryId),
          taskQueue: this.taskQueue,
          args: [input],
          workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
          staticSummary: 'Something that needs a person, and belongs to no appointment',
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
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
}
