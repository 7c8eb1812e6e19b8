import { condition } from '@temporalio/workflow';
import { DomainError } from '../../../domain/errors.js';
import { localStep, retryForever } from '../../support/activities.js';
import { expectedFailure, refusal, toRefusal } from '../../support/failures.js';
import { LATE_FAILURE } from '../contract.js';
import type { AppointmentRun } from '../run.js';

/** A workflow started for a booking gets it in its first task; one that does not was started by mistake. */
const BOOKING_PATIENCE = '1 minute';

/**
 * Gets hold of the appointment: by its booking, or from its row. False: there is none, and there never will
 * be. A run whose claim is in doubt settles the doubt before it ends, so that no hold is without a workflow.
 */
export async function begin(run: AppointmentRun): Promise<boolean> {
  if (run.input.mode === 'resume') return resume(run);
  await condition(() => run.beginning !== undefined, BOOKING_PATIENCE, { summary: 'Booking' });
  const beginning = run.beginning ?? { kind: 'unknown' };
  if (beginning.kind === 'begun') return true;
  if (beginning.kind === 'refused') return false;
  if (beginning.kind === 'late') throw expectedFailure(LATE_FAILURE, 'The booking came too late.');
  const found = await retryForever.releaseClaim({ appointmentId: run.appointmentId, runId: run.runId });
  if (!found) {
    run.beginning = { kind: 'refused', code: 'unavailable' };
    throw refusal(new DomainError('unavailable', 'The slot could not be claimed.'));
  }
  run.adopt(found, 'Slot held; the answer was lost on its way');
  run.beginning = { kind: 'begun' };
  return true;
}

async function resume(run: AppointmentRun): Promise<boolean> {
  const note = run.input.carried ? 'Goes on in a new run' : 'Resumed from the record';
  const input = { appointmentId: run.appointmentId, runId: run.runId };
  try {
    // Staff may be waiting for the update that came with the start.
    run.adopt(await localStep.resumeRun(input), note);
  } catch (error) {
    const failure = toRefusal(error);
    if (failure.type === 'not_found') {
      run.beginning = { kind: 'refused', code: 'not_found' };
      throw failure;
    }
    run.adopt(await retryForever.resumeRun(input), note);
  }
  run.beginning = { kind: 'begun' };
  return true;
}
