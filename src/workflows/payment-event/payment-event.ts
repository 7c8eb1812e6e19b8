import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  type ExternalWorkflowHandle,
  getExternalWorkflowHandle,
  ParentClosePolicy,
  setHandler,
  startChild,
  WorkflowIdReusePolicy,
  workflowInfo,
} from '@temporalio/workflow';
import type { PaymentEvent } from '../../domain/appointments/commands.js';
import { isPaymentEvent } from '../../domain/appointments/payment-event.js';
import { type AppointmentSnapshot, unsettledRefunds } from '../../domain/appointments/snapshot.js';
import { isActive } from '../../domain/appointments/states.js';
import { invalid } from '../../domain/errors.js';
import { appointmentWorkflowId } from '../../domain/ids.js';
import type { SettleOutcome } from '../../domain/payments/settlement.js';
import { appointment } from '../appointment/appointment.js';
import { paymentEventSignal, refreshSignal } from '../appointment/contract.js';
import { retryForADay, retryForever } from '../support/activities.js';
import { refusal } from '../support/failures.js';
import { isRunLong } from '../support/limits.js';
import { moreNewsSignal } from './contract.js';

/**
 * An event of a provider for an appointment that has no running workflow: late money, a refund that fails after it
 * succeeded, a dispute. It is settled here; if the appointment has something to do again, its workflow is resumed.
 * However many events of the same object come, one is looked up and one waits, which answers all of them.
 * @param waiting events that the run before this one has left
 */
export async function paymentEvent(first: PaymentEvent, waiting: readonly PaymentEvent[] = []): Promise<void> {
  // Whoever starts it by hand in the Temporal UI reads this sentence, instead of a task that fails again and again.
  if (!isPaymentEvent(first))
    throw refusal(invalid('input', 'This is no payment event: the product starts these by itself.'));
  let events = new Map<string, PaymentEvent>();
  const take = (event: PaymentEvent) => events.set(`${event.about}/${event.orderId}/${event.eventId}`, event);
  // Only a run that continued as new has any: what a person types beside the event is not read.
  for (const event of workflowInfo().continuedFromExecutionRunId ? waiting : []) take(event);
  setHandler(moreNewsSignal, (event) => {
    if (!isPaymentEvent(event)) return;
    // The signal that started this workflow brings the same event once more.
    if (event.eventId === null || event.eventId !== first.eventId) take(event);
  });
  for (let next: readonly PaymentEvent[] = [first]; next.length > 0; ) {
    await deal(next);
    await condition(allHandlersFinished);
    const [event, ...others] = events.values();
    if (event && isRunLong()) return continueAsNew<typeof paymentEvent>(event, others);
    const same = (one: PaymentEvent) => one.about === event?.about && one.orderId === event.orderId;
    next = [...events.values()].filter(same);
    events = new Map([...events].filter(([, one]) => !same(one)));
  }
}

/** Deals with events of one kind about one order: the last of them speaks for all. */
async function deal(events: readonly PaymentEvent[]): Promise<void> {
  const event = events.at(-1);
  const settled =
    event &&
    (await settle(
      event,
      events.flatMap(({ eventId }) => eventId ?? []),
    ));
  if (!settled) return;
  const { snapshot, outcome } = settled;
  const alive = isActive(snapshot.status);
  const open = unsettledRefunds(snapshot).length > 0 || snapshot.attention.length > 0;
  // First the run that carries on and shows what needs a person, then the messages: a mail server that is unreachable
  // must not hold up a refund.
  if (alive || open) await resume(event.appointmentId, (run) => run.signal(paymentEventSignal, event));
  if (!(await tell(snapshot, outcome))) await resume(event.appointmentId, (run) => run.signal(refreshSignal));
}

interface Dealt {
  readonly snapshot: AppointmentSnapshot;
  readonly outcome: SettleOutcome | null;
}

async function settle(event: PaymentEvent, eventIds: readonly string[]): Promise<Dealt | null> {
  const { appointmentId, orderId } = event;
  if (event.about === 'refund') {
    const { refundId } = event;
    const settled = await retryForever.settleRefundEvent({ appointmentId, refundId, eventIds, event });
    return settled && { snapshot: settled.snapshot, outcome: null };
  }
  if (event.about === 'dispute') {
    const dispute = { appointmentId, orderId, provider: event.provider, disputeId: event.objectId, eventIds };
    return { snapshot: await retryForever.settleDispute(dispute), outcome: null };
  }
  return retryForever.settlePayment({ appointmentId, orderId, eventIds });
}

/** False when a message could not be delivered, which is then an open attention entry of the appointment. */
async function tell(snapshot: AppointmentSnapshot, outcome: SettleOutcome | null): Promise<boolean> {
  const letter = { appointmentId: snapshot.id, version: snapshot.version, occurrence: '' };
  try {
    if (outcome === 'rebooked') {
      // The run that was resumed confirms the booking.
      await retryForADay.deliverMessage({ ...letter, kind: 'payment_late', lateOutcome: 'rebooked' });
    } else if (outcome === 'refunding') {
      await retryForADay.deliverMessage({ ...letter, kind: 'payment_late', lateOutcome: 'refunded' });
    }
  } catch {
    // Tried for a day: a person has to reach the patient.
    await retryForever.flagAttention({ appointmentId: snapshot.id, code: 'message_undelivered', open: true });
    return false;
  }
  return true;
}

/** Starts a run that goes on from the row; `look` lets one that somebody else has started read it again. */
async function resume(appointmentId: string, look: (run: ExternalWorkflowHandle) => Promise<void>): Promise<void> {
  const workflowId = appointmentWorkflowId(appointmentId);
  for (;;) {
    try {
      await startChild(appointment, {
        workflowId,
        args: [{ mode: 'resume', appointmentId }],
        parentClosePolicy: ParentClosePolicy.ABANDON,
        workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
        staticSummary: 'Appointment, resumed by news of a payment',
      });
      return;
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
    try {
      await look(getExternalWorkflowHandle(workflowId));
      return;
    } catch {
      // That run has just closed: start the next one.
    }
  }
}
