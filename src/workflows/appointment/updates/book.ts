import { ApplicationFailure } from '@temporalio/common';
import { workflowInfo } from '@temporalio/workflow';
import type { BookCommand, Booked } from '../../../domain/appointments/commands.js';
import { BOOKING_LATE_MS } from '../../../domain/appointments/policies.js';
import { localStep } from '../../support/activities.js';
import { expectedFailure, isDefinite, toRefusal } from '../../support/failures.js';
import { LATE_FAILURE } from '../contract.js';
import type { AppointmentRun } from '../run.js';
import { stepInput } from './serve.js';

/** The first update of a new appointment: claims the slot, and says to the run what there is to live for. */
export async function book(run: AppointmentRun, command: BookCommand, seal: unknown): Promise<Booked> {
  return run.locked(async () => {
    if (run.answer) return run.answer;
    // Asked again under another id while this run is ending: its answer stands.
    if (run.refusal) throw run.refusal;
    const late = Date.now() - workflowInfo().startTime.getTime() > BOOKING_LATE_MS;
    try {
      const claim = await localStep.claimSlot({ ...stepInput(run, 'book', command, seal), runId: run.runId, late });
      if (claim.outcome === 'late') {
        run.beginning = { kind: 'late' };
        throw expectedFailure(LATE_FAILURE, 'The booking came too late.');
      }
      run.answer = claim.answer;
      run.adopt(claim.snapshot, 'Slot held');
      run.beginning = { kind: 'begun' };
      return claim.answer;
    } catch (error) {
      run.refusal = refused(run, error);
      throw run.refusal;
    }
  });
}

function refused(run: AppointmentRun, error: unknown): ApplicationFailure {
  if (run.beginning?.kind === 'late' && error instanceof ApplicationFailure) return error;
  const failure = toRefusal(error);
  run.beginning = isDefinite(failure) ? { kind: 'refused', code: failure.type ?? 'internal' } : { kind: 'unknown' };
  return failure;
}
