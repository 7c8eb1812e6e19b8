import type { ApplicationFailure } from '@temporalio/common';
import { condition, workflowInfo } from '@temporalio/workflow';
import type { BookCommand, Booked } from '../../../domain/appointments/commands.js';
import { DomainError } from '../../../domain/errors.js';
import { localStep, retryForever } from '../../support/activities.js';
import { expectedFailure, isDefinite, refusalFailure, toRefusalFailure } from '../../support/failures.js';
import { LATE_AFTER_MS, LATE_FAILURE } from '../../support/late.js';
import type { AppointmentRun } from '../run.js';
import { stepInput } from '../step-input.js';

/** A workflow that was started for a booking gets the update `book` in its first task; one that does not get it was started by mistake. */
const BOOKING_TIMEOUT = '1 minute';

/**
 * Gets hold of the appointment: by its booking, or from its row. False: there is none, and there never will be. A run
 * whose claim is in doubt settles the doubt before it ends, so that no hold is without a workflow.
 */
export async function hold(run: AppointmentRun): Promise<boolean> {
  const input = { appointmentId: run.appointmentId, runId: workflowInfo().runId };
  if (run.input.mode === 'resume') return resume(run, input);
  await condition(() => run.holdOutcome !== undefined, BOOKING_TIMEOUT, { summary: 'Booking' });
  // A claim that is under way decides, however long its task was delayed. Releasing the claim meanwhile would record commands
  // in an order that no replay repeats.
  await condition(() => run.holdOutcome !== undefined || !run.lock.busy);
  if (run.holdOutcome === 'held') return true;
  if (run.holdOutcome === 'refused') return false;
  if (run.holdOutcome === 'late') throw lateFailure();
  const snapshot = await retryForever.releaseClaim(input);
  if (!snapshot) {
    run.holdOutcome = 'refused';
    throw refusalFailure(new DomainError('unavailable', 'The slot could not be claimed.'));
  }
  run.state.update(snapshot);
  run.holdOutcome = 'held';
  run.staffView.add('Slot held; the answer was lost on its way');
  return true;
}

/** The first update of a new appointment claims the slot, and with that says to `hold` how it went. */
export async function book(run: AppointmentRun, command: BookCommand, seal: unknown): Promise<Booked> {
  return run.lock.runExclusive(async () => {
    if (run.answer) return run.answer;
    // Sent again under another update id while this run is ending: the first answer stands.
    if (run.refusal) throw run.refusal;
    const { runId, startTime } = workflowInfo();
    const late = Date.now() - startTime.getTime() > LATE_AFTER_MS;
    try {
      const claim = await localStep.claimSlot({ ...stepInput(run, 'book', command, seal), runId, late });
      if (claim.outcome === 'late') {
        run.holdOutcome = 'late';
        throw lateFailure();
      }
      run.answer = claim.answer;
      run.state.update(claim.snapshot);
      run.holdOutcome = 'held';
      run.staffView.add('Slot held');
      run.staffView.show();
      return claim.answer;
    } catch (error) {
      run.refusal = run.holdOutcome === 'late' ? lateFailure() : noteRefusal(run, error);
      throw run.refusal;
    }
  });
}

function noteRefusal(run: AppointmentRun, error: unknown): ApplicationFailure {
  const failure = toRefusalFailure(error);
  run.holdOutcome = isDefinite(failure) ? 'refused' : 'in_doubt';
  return failure;
}

function lateFailure(): ApplicationFailure {
  return expectedFailure(LATE_FAILURE, 'The booking came too late.');
}

type ResumeInput = Parameters<typeof localStep.resumeRun>[0];

async function resume(run: AppointmentRun, input: ResumeInput): Promise<true> {
  const { owed = [], ...snapshot } = await readRow(run, input);
  run.state.update(snapshot);
  run.owed = owed;
  run.holdOutcome = 'held';
  run.staffView.add(run.input.carried ? 'Goes on in a new run' : 'Resumed from the record');
  run.staffView.show();
  return true;
}

/** Tried at once, because staff may be waiting for the update that came with the start; then for as long as it takes. */
async function readRow(run: AppointmentRun, input: ResumeInput) {
  try {
    return await localStep.resumeRun(input);
  } catch (error) {
    const failure = toRefusalFailure(error);
    if (failure.type !== 'not_found') return retryForever.resumeRun(input);
    run.holdOutcome = 'refused';
    throw failure;
  }
}
