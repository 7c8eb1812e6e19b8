import { CancellationScope, continueAsNew } from '@temporalio/workflow';
import { fromFailure } from '../support/failures.js';
import { RunIsLong } from '../support/limits.js';
import type { AppointmentInput, AppointmentResult } from './contract.js';
import { setHandlers } from './handlers.js';
import { lookUp, receivePaymentEvent } from './payment-events.js';
import { awaitPayment } from './phases/await-payment.js';
import { cancelForClinic, close } from './phases/close.js';
import { confirm } from './phases/confirm.js';
import { consult } from './phases/consult.js';
import { hold } from './phases/hold.js';
import { remind } from './phases/remind.js';
import { sendRefunds } from './refunds.js';
import { AppointmentRun } from './run.js';
import { startInput } from './start-input.js';

/**
 * One appointment, from the moment its slot is held until nothing is owed any more. Each phase returns at once when the
 * appointment is in another one: after a reschedule the story goes back to `confirm`; after late money, too, from `close`
 * (all of it: `payment-events.ts`).
 */
export async function appointment(started: AppointmentInput): Promise<AppointmentResult> {
  const input = startInput(started);
  const wholeRun = CancellationScope.current();
  return CancellationScope.nonCancellable(async () => {
    const run = new AppointmentRun(input, lookUp);
    // *Request Cancellation* in the Temporal UI.
    wholeRun.cancelRequested.catch(() => run.tasks.start(() => cancelForClinic(run)));
    setHandlers(run);

    if (!(await isHeld(run))) return refusedResult(run);
    run.tasks.startStandby(() => sendRefunds(run));
    run.outbox.resume(run.owed);
    for (const event of run.input.carried?.paymentEvents ?? []) receivePaymentEvent(run, event);
    try {
      do {
        await awaitPayment(run);
        confirm(run);
        await remind(run);
        await consult(run);
      } while (!(await close(run)));
      return { outcome: run.state.status };
    } catch (error) {
      if (!(error instanceof RunIsLong)) throw error;
    }
    const carried = await run.handOver();
    return continueAsNew<typeof appointment>({ mode: 'resume', appointmentId: run.appointmentId, carried });
  });
}

function refusedResult({ refusal }: AppointmentRun): AppointmentResult {
  if (!refusal) return { outcome: 'refused' };
  const { code, message, details } = fromFailure(refusal);
  return { outcome: 'refused', refusal: { code, message, details } };
}

/** Whoever waits for an appointment that is not held gets an answer first: the engine takes none after the run's own end. */
async function isHeld(run: AppointmentRun): Promise<boolean> {
  let held = false;
  try {
    held = await hold(run);
  } finally {
    if (!held) {
      run.holdOutcome ??= 'refused';
      run.staffView.hide();
      await run.answers.drain();
    }
  }
  return held;
}
