import { workflowInfo } from '@temporalio/workflow';
import { invalid } from '../../domain/errors.js';
import { isUuid, prescriptionWorkflowId } from '../../domain/ids.js';
import { refusalFailure } from '../support/failures.js';
import type { PrescriptionInput } from './contract.js';

/**
 * The input that a run works with: a person can start a workflow in the Temporal UI and type anything, and reads this sentence then.
 * Under another id it would work on a request beside its own run.
 */
export function startInput(typed: unknown): PrescriptionInput {
  const { mode, requestId } = (typed ?? {}) as Partial<PrescriptionInput>;
  const isOwn = isUuid(requestId) && workflowInfo().workflowId === prescriptionWorkflowId(requestId);
  if ((mode !== 'issue' && mode !== 'resume') || !isOwn) {
    throw refusalFailure(invalid('requestId', 'This is no prescription: the product starts these itself.'));
  }
  return { mode, requestId };
}
