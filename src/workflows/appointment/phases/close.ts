import { unsettledRefunds } from '../../../domain/appointments/snapshot.js';
import { isActive, isCancelled } from '../../../domain/appointments/states.js';
import { retryForever, watchCheckouts } from '../../support/activities.js';
import { waitUntil } from '../../support/limits.js';
import { raceActivity } from '../../support/race-activity.js';
import { applyPayment } from '../payment-events.js';
import type { AppointmentRun } from '../run.js';
import { withdrawOutdatedWarnings } from './consult.js';

/**
 * Cancelled, expired, completed or not attended: notifies the patient, and stays until nothing is owed. True when the run may
 * end; false when something has changed, such as late money that booked the appointment again.
 */
export async function close(run: AppointmentRun): Promise<boolean> {
  const { state, staffView, outbox } = run;
  if (isActive(state.status)) return false;
  staffView.show();
  if (isCancelled(state.status)) outbox.send('cancelled');
  if (state.status === 'payment_expired') outbox.send('payment_expired');
  await run.withdrawAttention('payment_undecided');
  await withdrawOutdatedWarnings(run);
  if (state.snapshot.openOrders.length > 0) {
    await closeCheckouts(run);
    return false;
  }
  if (unsettledRefunds(state.snapshot).length > 0) {
    await run.waitForChange(Number.POSITIVE_INFINITY, 'A refund');
    return false;
  }
  // A run that ended would take its open attention out of the list in which staff look for it.
  if (state.snapshot.attention.length > 0) {
    await run.waitForChange(Number.POSITIVE_INFINITY, 'A person, for what needs attention');
    return false;
  }
  return allIsAnswered(run);
}

/** A signal, an update or a message that is at work while a run ends would be lost: waits for them. */
async function allIsAnswered({ state, tasks, answers }: AppointmentRun): Promise<boolean> {
  const seen = state.changes;
  const hasChanged = () => state.changes !== seen;
  const isQuiet = () => answers.areGiven && tasks.areDone;
  await waitUntil(() => hasChanged() || isQuiet());
  if (!hasChanged()) await answers.leave();
  return !hasChanged() && isQuiet();
}

/** Ends what a cancelled or expired appointment has left open; a payment under way is watched to its end. */
async function closeCheckouts(run: AppointmentRun): Promise<void> {
  const { state, appointmentId } = run;
  const summary = 'Close the checkout sessions';
  const closed = await raceActivity(
    () => retryForever.closeCheckouts.executeWithOptions({ summary }, [{ subjectId: appointmentId }]),
    (ended) => waitUntil(() => ended() || isActive(state.status)),
  );
  if (!closed) return;
  applyPayment(run, closed);
  if (closed.outcome !== 'undecided') return;
  // A bank may take days, and no slot is held for it any more: one activity, not a timer that fills the history.
  run.staffView.showWait('Decision on a payment that is under way');
  const open = state.snapshot.openOrders.length;
  await raceActivity(
    () => watchCheckouts(appointmentId, '1h'),
    (ended) => waitUntil(() => ended() || state.snapshot.openOrders.length < open || isActive(state.status)),
  );
}

/** *Request Cancellation* in the Temporal UI: the clinic cancels, with a full refund. */
export async function cancelForClinic(run: AppointmentRun): Promise<void> {
  await run.whenBooked();
  const input = {
    appointmentId: run.appointmentId,
    operationId: `${run.appointmentId}/ui-cancel`,
    actor: { kind: 'temporal_ui', claims: 'nobody' },
    command: { to: 'cancelled_by_clinic', reason: 'Cancellation requested in the Temporal UI' },
  } as const;
  const isCancelledNow = await run.runUnlessStale(
    () => retryForever.cancelAppointment(input),
    'Cancelled in the Temporal UI',
  );
  if (isCancelledNow) return;
  run.staffView.add('Cancellation was requested, but the appointment can no longer be cancelled', { onlyHere: true });
}
