import { type Client, WorkflowIdReusePolicy } from '@temporalio/client';
import { DomainError } from '../../domain/errors.js';
import { formularyImportWorkflowId, supplierImportWorkflowId } from '../../domain/ids.js';
import {
  FORMULARY_IMPORT_WORKFLOW,
  followSignal as followFormulary,
} from '../../workflows/formulary-import/contract.js';
import { followSignal as followSupplier, SUPPLIER_IMPORT_WORKFLOW } from '../../workflows/supplier-import/contract.js';
import type { ListImportWorkflows } from './port.js';

const CALL_MS = 8_000;

const LISTS = {
  formulary: {
    type: FORMULARY_IMPORT_WORKFLOW,
    idOf: formularyImportWorkflowId,
    signal: followFormulary,
    summary: 'An import of a list into the formulary of a clinic',
  },
  supplier: {
    type: SUPPLIER_IMPORT_WORKFLOW,
    idOf: supplierImportWorkflowId,
    signal: followSupplier,
    summary: 'An import of a price list into the catalogue of a clinic',
  },
} as const;

/** Imports of lists of one kind on Temporal. */
export class TemporalListImportWorkflows implements ListImportWorkflows {
  constructor(
    private readonly client: Client,
    private readonly taskQueue: string,
    private readonly kind: keyof typeof LISTS,
  ) {}

  async follow(importId: string): Promise<void> {
    const { type, idOf, signal, summary } = LISTS[this.kind];
    try {
      await this.client.withDeadline(Date.now() + CALL_MS, () =>
        this.client.workflow.signalWithStart(type, {
          workflowId: idOf(importId),
          taskQueue: this.taskQueue,
          args: [{ importId }],
          signal,
          // A run ends with what it had to do; an undo may be a later run of the same import.
          workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
          staticSummary: summary,
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
