import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  continueAsNew,
  type ExternalWorkflowHandle,
  getExternalWorkflowHandle,
  ParentClosePolicy,
  setHandler,
  startChild,
  WorkflowIdReusePolicy,
  workflowInfo,
} from '@temporalio/workflow';
import { unsettledRefunds } from '../../domain/appointments/snapshot.js';
import { isActive } from '../../domain/appointments/states.js';
import { invalid } from '../../domain/errors.js';
import { appointmentWorkflowId } from '../../domain/ids.js';
import type { PaymentEvent } from '../../domain/payments/payment-event.js';
import { isPaymentEvent } from '../../domain/payments/payment-event.js';
import { paymentEventSignal, refreshSignal } from '../appointment/contract.js';
import {
  LATE_MESSAGES,
  requestName,
  type Settlement,
  settlePaymentEvents,
  subjectOf,
} from '../appointment/payment-events.js';
import { appointment } from '../appointment/workflow.js';
import { retryForADay, retryForever } from '../support/activities.js';
import { Answers } from '../support/answers.js';
import { refusalFailure } from '../support/failures.js';
import { isRunLong } from '../support/limits.js';
import { MergedWork } from '../support/merged-work.js';
import { moreEventsSignal } from './contract.js';

/**
 * An event of a provider for an appointment that has no running workflow: late money, a refund that fails after it
 * succeeded, a dispute. It is settled here; if the appointment has something to do again, its workflow is resumed.
 * However many events of the same object come, one is looked up and one waits, which answers all of them.
 * @param waiting events that the run before this one has left
 */
export async function paymentEvent(first: PaymentEvent, waiting: readonly PaymentEvent[] = []): Promise<void> {
  // Whoever starts it by hand in the Temporal UI reads this sentence, instead of a task that fails again and again.
  if (!isPaymentEvent(first))
    throw refusalFailure(invalid('input', 'This is no payment event: the product starts these by itself.'));
  const lookups = new MergedWork<PaymentEvent>(settle, isRunLong);
  const ask = (event: PaymentEvent) => lookups.ask(subjectOf(event), requestName(event), event, Date.now());
  setHandler(moreEventsSignal, async (event) => {
    // The signal that started this workflow brings the same event once more.
    if (isPaymentEvent(event) && (event.eventId === null || event.eventId !== first.eventId)) await ask(event);
  });
  // Only a run that continued as new has any: what a person types beside the event is not read.
  const left = workflowInfo().continuedFromExecutionRunId ? waiting : [];
  await Promise.all([first, ...left].map(ask));
  await new Answers().drain(() => !lookups.busy);
  const [next, ...others] = lookups.left;
  if (next) await continueAsNew<typeof paymentEvent>(next, others);
}

async function settle(events: readonly PaymentEvent[]): Promise<void> {
  const settled = await settlePaymentEvents(events, retryForever);
  const event = events.at(-1);
  if (!settled || !event) return;
  const { snapshot } = settled;
  const hasWork = isActive(snapshot.status) || unsettledRefunds(snapshot).length > 0 || snapshot.attention.length > 0;
  // First the run that carries on and shows what needs a person, then the message: a mail server that is unavailable must
  // not hold up a refund.
  if (hasWork) await resume(event.subjectId, (run) => run.signal(paymentEventSignal, event));
  if (!(await sendLateMessage(settled))) await resume(event.subjectId, (run) => run.signal(refreshSignal));
}

/** False when it could not be delivered, which is then an open attention entry of the appointment. */
async function sendLateMessage({ snapshot, outcome }: Settlement): Promise<boolean> {
  const lateOutcome = outcome && LATE_MESSAGES[outcome];
  if (!lateOutcome) return true;
  const { id: appointmentId, version } = snapshot;
  try {
    await retryForADay.deliverMessage({ appointmentId, version, kind: 'payment_late', occurrence: '', lateOutcome });
    return true;
  } catch {
    // Tried for a day: a person has to reach the patient.
    await retryForever.flagAttention({ appointmentId, code: 'message_undelivered', open: true });
    return false;
  }
}

/** Starts a run that goes on from the row; `notify` signals one that somebody else has started. */
async function resume(appointmentId: string, notify: (run: ExternalWorkflowHandle) => Promise<void>): Promise<void> {
  const workflowId = appointmentWorkflowId(appointmentId);
  for (;;) {
    try {
      await startChild(appointment, {
        workflowId,
        args: [{ mode: 'resume', appointmentId }],
        parentClosePolicy: ParentClosePolicy.ABANDON,
        workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
        staticSummary: 'Appointment, resumed by a payment event',
      });
      return;
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
    try {
      await notify(getExternalWorkflowHandle(workflowId));
      return;
    } catch {
      // That run has just closed: start the next one.
    }
  }
}
