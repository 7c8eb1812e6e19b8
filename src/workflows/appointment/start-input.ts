import { workflowInfo } from '@temporalio/workflow';
import { invalid } from '../../domain/errors.js';
import { appointmentWorkflowId, isUuid } from '../../domain/ids.js';
import { refusalFailure } from '../support/failures.js';
import type { AppointmentInput } from './contract.js';

/**
 * The input that a run works with: a person can start a workflow in the Temporal UI and type anything.
 * - Under another id it would work on an appointment beside its own run: refused.
 * - Only a run that continued as new carries anything: what was typed there is not read.
 */
export function startInput(typed: unknown): AppointmentInput {
  const { mode, appointmentId, carried } = (typed ?? {}) as Partial<AppointmentInput>;
  const { workflowId, continuedFromExecutionRunId } = workflowInfo();
  const isOwn = isUuid(appointmentId) && workflowId === appointmentWorkflowId(appointmentId);
  if ((mode !== 'book' && mode !== 'resume') || !isOwn) {
    const message =
      'Start it with the id of the appointment as workflow id and {"mode": "resume", "appointmentId": "the same id"}.';
    throw refusalFailure(invalid('input', message));
  }
  const isContinued = carried !== undefined && continuedFromExecutionRunId !== undefined;
  return isContinued ? { mode, appointmentId, carried } : { mode, appointmentId };
}
