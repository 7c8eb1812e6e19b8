import { allHandlersFinished, CancellationScope, condition, continueAsNew, workflowInfo } from '@temporalio/workflow';
import { invalid } from '../../domain/errors.js';
import { appointmentWorkflowId, isUuid } from '../../domain/ids.js';
import { retryForever } from '../support/activities.js';
import { isStale, refusal } from '../support/failures.js';
import type { AppointmentInput, AppointmentResult } from './contract.js';
import { listen } from './handlers.js';
import { begin } from './phases/begin.js';
import { drain, settleUp } from './phases/close.js';
import { holdUntilPaid } from './phases/hold.js';
import { driveRefund, hearPaymentEvent, lookUp, watchOrder } from './phases/payment.js';
import { attendVisit } from './phases/visit.js';
import { AppointmentRun, RunIsLong } from './run.js';

/**
 * One appointment, from the moment its slot is held until nothing is owed any more:
 * hold, await payment, confirm, remind, consult, close.
 */
export async function appointment(started: AppointmentInput): Promise<AppointmentResult> {
  refuseForeignStart(started);
  const input = withoutTypedState(started);
  const whole = CancellationScope.current();
  return CancellationScope.nonCancellable(async () => {
    const run = new AppointmentRun(input, { driveRefund, watchOrder, lookUp });
    whole.cancelRequested.catch(() => run.spawn(cancelForClinic(run)));
    listen(run);
    if (!(await beginning(run))) return { outcome: 'refused' };
    for (const event of input.carried?.paymentEvents ?? []) hearPaymentEvent(run, event);
    try {
      do {
        if (run.status === 'pending') await holdUntilPaid(run);
        await attendVisit(run);
        await settleUp(run);
      } while (!(await drain(run)));
      return { outcome: run.status };
    } catch (error) {
      if (!(error instanceof RunIsLong)) throw error;
    }
    const carried = await run.leave();
    return continueAsNew<typeof appointment>({ mode: 'resume', appointmentId: run.appointmentId, carried });
  });
}

/** Only a run that continued as new carries anything: what a person types into a start is not read. */
function withoutTypedState({ mode, appointmentId, carried }: AppointmentInput): AppointmentInput {
  const continued = carried !== undefined && workflowInfo().continuedFromExecutionRunId !== undefined;
  return continued ? { mode, appointmentId, carried } : { mode, appointmentId };
}

/** A run that somebody started by hand under another id would work on an appointment beside its own run. */
function refuseForeignStart(input: unknown): void {
  const { mode, appointmentId } = (input ?? {}) as Partial<AppointmentInput>;
  const known = mode === 'book' || mode === 'resume';
  if (known && isUuid(appointmentId) && workflowInfo().workflowId === appointmentWorkflowId(appointmentId)) return;
  throw refusal(
    invalid(
      'input',
      'Start it with the id of the appointment as workflow id and {"mode": "resume", "appointmentId": "the same id"}.',
    ),
  );
}

/** Whoever waits for an appointment that never began is told first: the engine takes no answer after the run's own end. */
async function beginning(run: AppointmentRun): Promise<boolean> {
  let begun = false;
  try {
    begun = await begin(run);
  } finally {
    if (!begun) {
      run.beginning ??= { kind: 'refused', code: 'not_found' };
      await condition(allHandlersFinished);
    }
  }
  return begun;
}

/** *Request Cancellation* in the Temporal UI: the clinic cancels, with a full refund. */
async function cancelForClinic(run: AppointmentRun): Promise<void> {
  await CancellationScope.nonCancellable(async () => {
    await run.ready();
    await run.locked(async () => {
      const command = {
        to: 'cancelled_by_clinic',
        reason: 'Cancellation requested in the Temporal UI',
      } as const;
      const operationId = `${run.appointmentId}/ui-cancel`;
      try {
        run.adopt(
          await retryForever.cancelAppointment({
            appointmentId: run.appointmentId,
            operationId,
            actor: { kind: 'temporal_ui', claims: 'nobody' },
            command,
          }),
          'Cancelled in the Temporal UI',
        );
      } catch (error) {
        if (!isStale(error)) throw error;
        run.note('Cancellation was requested, but the appointment can no longer be cancelled', { onlyHere: true });
      }
    });
  });
}
