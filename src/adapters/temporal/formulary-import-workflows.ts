import { type Client, WorkflowIdReusePolicy } from '@temporalio/client';
import { DomainError } from '../../domain/errors.js';
import { formularyImportWorkflowId } from '../../domain/ids.js';
import {
  FORMULARY_IMPORT_WORKFLOW,
  type FormularyImportInput,
  followSignal,
} from '../../workflows/formulary-import/contract.js';
import type { FormularyImportWorkflows } from './port.js';

const CALL_MS = 8_000;

/** Imports of lists on Temporal. */
export class TemporalFormularyImportWorkflows implements FormularyImportWorkflows {
  constructor(
    private readonly client: Client,
    private readonly taskQueue: string,
  ) {}

  async follow(importId: string): Promise<void> {
    const input: FormularyImportInput = { importId };
    try {
      await this.client.withDeadline(Date.now() + CALL_MS, () =>
        this.client.workflow.signalWithStart(FORMULARY_IMPORT_WORKFLOW, {
          workflowId: formularyImportWorkflowId(importId),
          taskQueue: this.taskQueue,
          args: [input],
          signal: followSignal,
          // A run ends with what it had to do; an undo is a later run of the same import.
          workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
          staticSummary: 'An import of a list into the formulary of a clinic',
        }),
      );
    } catch (cause) {
      const unavailable = new DomainError('unavailable', 'The workflow engine does not answer. Please try again.', {
        retryAfter: 2,
      });
      unavailable.cause = cause;
      throw unavailable;
    }
  }
}
