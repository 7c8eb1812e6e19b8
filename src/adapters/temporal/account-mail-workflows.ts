import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowIdReusePolicy } from '@temporalio/client';
import { accountMailWorkflowId } from '../../domain/ids.js';
import { ACCOUNT_MAIL_WORKFLOW, type AccountMailInput } from '../../workflows/account-mail/contract.js';
import type { AccountMailWorkflows } from './port.js';

const CALL_MS = 8_000;

/** Mails about accounts on Temporal. */
export class TemporalAccountMailWorkflows implements AccountMailWorkflows {
  constructor(
    private readonly client: Client,
    private readonly taskQueue: string,
  ) {}

  async send(mailId: string): Promise<boolean> {
    const input: AccountMailInput = { mailId };
    try {
      await this.client.withDeadline(Date.now() + CALL_MS, () =>
        this.client.workflow.start(ACCOUNT_MAIL_WORKFLOW, {
          workflowId: accountMailWorkflowId(mailId),
          taskQueue: this.taskQueue,
          args: [input],
          // One that has given up after a day is started again by nobody but a person, who terminates and resets.
          workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
          staticSummary: 'A mail about an account',
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
  }
}
