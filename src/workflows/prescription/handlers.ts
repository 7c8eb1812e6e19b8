import { CancellationScope, condition, setHandler } from '@temporalio/workflow';
import { DomainError, notFound } from '../../domain/errors.js';
import type { CancelCommand, IssueCommand, ResendCommand } from '../../domain/prescriptions/commands.js';
import { localStep, retryForever } from '../support/activities.js';
import { isDefinite, refusalFailure, toRefusalFailure } from '../support/failures.js';
import { cancelUpdate, followSignal, issueUpdate, prescriptionQuery, resendUpdate } from './contract.js';
import { issue, stepOf } from './issue.js';
import { sendMail } from './mail.js';
import type { PrescriptionRun } from './run.js';

/** Connects the outside to the run. `issue` comes last: an update that waited for its handler runs while it is set. */
export function setHandlers(run: PrescriptionRun): void {
  setHandler(prescriptionQuery, () => run.waiting, {
    description: 'How the prescriptions of the request stand, and what the run waits for.',
  });
  setHandler(resendUpdate, (command, seal) => CancellationScope.nonCancellable(() => resend(run, command, seal)), {
    validator: (_command, seal) => assertSealed(seal),
    description: 'Sends the mail once more. By API only.',
  });
  setHandler(cancelUpdate, (command, seal) => CancellationScope.nonCancellable(() => cancel(run, command, seal)), {
    validator: (_command, seal) => assertSealed(seal),
    description: 'Cancels a prescription. By API only, by a doctor.',
  });
  setHandler(followSignal, () => run.tasks.start(() => follow(run)), {
    description: 'Reads the record again. The product sends it.',
  });
  setHandler(issueUpdate, (command, seal) => CancellationScope.nonCancellable(() => issue(run, command, seal)), {
    validator: (_command: IssueCommand, seal: unknown) => assertSealed(seal),
    description: 'Issues what a doctor has asked for. By API only, by a doctor.',
  });
}

/** Prescribing needs a person whom the API knows: nobody prescribes in the Temporal UI. */
function assertSealed(seal: unknown): void {
  if (typeof seal === 'string') return;
  throw refusalFailure(new DomainError('forbidden', 'Only the API can do this. Nothing was changed.'));
}

function cancel(run: PrescriptionRun, command: CancelCommand, seal: string) {
  return changed(run, async () => {
    const snapshot = await run.refreshBy(() => localStep.cancelPrescription(stepOf(run, 'cancel', command, seal)));
    run.tasks.start(() => sendMail(run, 'prescription_cancelled', command.prescriptionId));
    return snapshot;
  });
}

function resend(run: PrescriptionRun, command: ResendCommand, seal: string) {
  return changed(run, async () => {
    const step = stepOf(run, 'resend', command, seal);
    const snapshot = await run.refreshBy(() => localStep.resendPrescription(step));
    run.tasks.start(async () => {
      await sendMail(run, 'prescription_ready', step.operationId);
      await run.refreshBy(() => retryForever.finishDelivery({ requestId: run.requestId }));
    });
    return snapshot;
  });
}

/** Each mail is sent once, also when the cancel's own run is sending it. */
async function follow(run: PrescriptionRun): Promise<void> {
  const { requestId } = run;
  await condition(() => run.isKnown || run.issueOutcome === 'refused' || run.issueOutcome === 'late');
  if (!run.isKnown) return;
  const { prescriptions } = await run.lock.runExclusive(() =>
    run.refreshBy(() => retryForever.readPrescriptions({ requestId })),
  );
  for (const { id, status } of prescriptions) {
    if (status === 'cancelled') await sendMail(run, 'prescription_cancelled', id);
  }
}

/** An update of what was issued; after an outage the record may be ahead of the run, which reads it then. */
async function changed<T>(run: PrescriptionRun, change: () => Promise<T>): Promise<T> {
  await condition(() => run.isKnown || run.issueOutcome === 'refused' || run.issueOutcome === 'late');
  if (!run.isKnown) throw refusalFailure(notFound('Prescription'));
  return run.lock.runExclusive(async () => {
    try {
      return await change();
    } catch (error) {
      const failure = toRefusalFailure(error);
      const { requestId } = run;
      if (!isDefinite(failure)) {
        run.tasks.start(() => run.refreshBy(() => retryForever.readPrescriptions({ requestId })));
      }
      throw failure;
    }
  });
}
