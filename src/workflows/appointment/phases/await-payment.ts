import { condition } from '@temporalio/workflow';
import { type HoldStep, nextHoldStep } from '../../../domain/appointments/clock.js';
import { UNDECIDED_ATTENTION_MS, undecidedUntil } from '../../../domain/appointments/policies.js';
import { twoAttempts, watchCheckouts, watchPayment } from '../../support/activities.js';
import { RunIsLong, waitUntil } from '../../support/limits.js';
import { raceActivity } from '../../support/race-activity.js';
import { applyPayment } from '../payment-events.js';
import type { AppointmentRun } from '../run.js';

const WAITS: Readonly<Record<HoldStep, string>> = {
  first_lookup: 'Payment',
  warning: 'Payment',
  end: 'Payment, or the end of the window',
};
const UNDER_WAY = 'Decision on a payment that is under way';

/** Holds the slot until it is paid, given up, or the window is over and nothing can be paid any more. */
export async function awaitPayment(run: AppointmentRun): Promise<void> {
  const done = new Set<HoldStep>();
  let failures = 0;
  if (run.state.status === 'pending') run.outbox.send('booking_held');
  while (run.state.status === 'pending') {
    if (done.has('first_lookup')) watchOpenOrders(run);
    const { at, step } = nextHoldStep(run.state.snapshot, done);
    if (await run.waitForChange(at, WAITS[step], { timer: 'Payment window' })) continue;
    if (step === 'end') {
      const end = await endHold(run);
      failures = end === 'failed' ? failures + 1 : 0;
      if (end !== 'over') await awaitDecision(run, failures);
    } else {
      if (step === 'warning') run.outbox.send('payment_warning');
      done.add(step);
    }
  }
  // Also what the run before this one has opened.
  await run.withdrawAttention('payment_undecided');
}

/** Looks open orders up by itself, for the case that a webhook is lost: superfluous when anything else settles the order. */
function watchOpenOrders(run: AppointmentRun): void {
  const { state, appointmentId } = run;
  for (const orderId of state.snapshot.openOrders) {
    const isOpen = () => state.status === 'pending' && state.snapshot.openOrders.includes(orderId);
    run.tasks.startOnce(orderId, async () => {
      const settled = await raceActivity(
        () => watchPayment({ subjectId: appointmentId, orderId, eventIds: [] }),
        (ended) => condition(() => ended() || !isOpen()),
      );
      if (settled) applyPayment(run, settled);
    });
  }
}

/** The deadline: closes the checkout sessions at the provider first, and frees the slot only then. */
async function endHold(run: AppointmentRun): Promise<'over' | 'undecided' | 'failed'> {
  const { state, appointmentId } = run;
  const isOver = () => state.status !== 'pending' || Date.now() < state.snapshot.expiresAt;
  return run.checkouts.runExclusive(async () => {
    if (isOver()) return 'over';
    try {
      const summary = 'Close the checkout sessions';
      const closed = await twoAttempts.closeCheckouts.executeWithOptions({ summary }, [{ subjectId: appointmentId }]);
      applyPayment(run, closed);
      if (closed.outcome === 'undecided') return 'undecided';
      // A cancel or an extension did not wait for the provider.
      await run.lock.runExclusive(async () => {
        if (!isOver()) await freeSlot(run, { undecided: false });
      });
      return 'over';
    } catch {
      // Provider or database unavailable: the slot stays held, and the payment is watched instead.
      run.staffView.add('Payment provider unreachable at the deadline', { onlyHere: true });
      return 'failed';
    }
  });
}

async function freeSlot({ state, staffView, appointmentId }: AppointmentRun, { undecided }: { undecided: boolean }) {
  const operationId = `${appointmentId}/expire/${state.snapshot.revision}`;
  state.update(await twoAttempts.expireHold({ appointmentId, operationId, undecided }));
  staffView.add(undecided ? 'Processing limit over: slot freed' : 'Not paid in time: slot freed');
}

/** Keeps holding while a payment is under way or the provider is unavailable, up to the processing limit. */
async function awaitDecision(run: AppointmentRun, failures: number): Promise<void> {
  const { policy, expiresAt, startsAt } = run.state.snapshot;
  const limit = undecidedUntil(policy, expiresAt, startsAt);
  const isPending = () => run.state.status === 'pending';
  if (Date.now() < limit) {
    await watchUndecided(run, limit);
    // A provider that answers, but closes nothing, is not asked without a pause.
    if (failures > 0 && isPending()) await pause(run, Math.min(pauseAfter(failures), limit - Date.now()));
    if (!isPending() || Date.now() < limit) return;
  }
  try {
    await run.lock.runExclusive(async () => {
      if (isPending()) await freeSlot(run, { undecided: true });
    });
  } catch {
    // The database is unavailable: nobody else can take the slot either.
    run.staffView.add('The slot could not be freed yet', { onlyHere: true });
    await pause(run, pauseAfter(failures));
  }
}

function pauseAfter(failures: number): number {
  return Math.min(1_000 * 2 ** Math.min(failures, 10), 60_000);
}

function pause(run: AppointmentRun, ms: number): Promise<unknown> {
  return run.waitForChange(Date.now() + ms, 'Another attempt to end the hold');
}

/**
 * One activity that fails retryably while the payment is undecided, so that its retries cost no history. A webhook, a
 * cancel or an extension makes it superfluous; after ten minutes a person is shown that it is undecided.
 */
async function watchUndecided(run: AppointmentRun, limit: number): Promise<void> {
  const { state, appointmentId } = run;
  const left = limit - Date.now();
  const before = state.snapshot.revision;
  run.staffView.showWait(UNDER_WAY);
  try {
    await raceActivity(
      () => watchCheckouts(appointmentId, '1 minute', left),
      async (ended) => {
        const isDecided = () => ended() || state.snapshot.revision !== before;
        if (await waitUntil(isDecided, Math.min(UNDECIDED_ATTENTION_MS, left), 'Undecided payment')) return;
        await run.openAttention('payment_undecided');
        await waitUntil(() => ended() || state.status !== 'pending');
        await run.withdrawAttention('payment_undecided');
      },
    );
  } catch (error) {
    if (error instanceof RunIsLong) throw error;
    // The engine ends an activity whose next attempt would come after its limit: what is left of the time is waited for.
    run.staffView.add('The payment was not decided in time', { onlyHere: true });
    if (state.status === 'pending') await run.waitForChange(limit, UNDER_WAY);
  }
}
