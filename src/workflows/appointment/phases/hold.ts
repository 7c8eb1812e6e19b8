import { CancellationScope, isCancellation, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../../activities/index.js';
import { UNDECIDED_ATTENTION_MS, undecidedUntil } from '../../../domain/appointments/policies.js';
import { retryForever, twoAttempts } from '../../support/activities.js';
import type { AppointmentRun } from '../run.js';
import { tellOutcome } from './payment.js';

/** Holds the slot until it is paid, given up, or the window is over and nothing can be paid any more. */
export async function holdUntilPaid(run: AppointmentRun): Promise<void> {
  let warned = false;
  let failures = 0;
  while (run.status === 'pending') {
    const { expiresAt, bookedAt, policy } = run.snapshot;
    const warnAt = expiresAt - policy.paymentWarningMs;
    // A window shorter than the warning has no room for one, and none may be wanted.
    if (!warned && (warnAt <= bookedAt || policy.paymentWarningMs === 0)) warned = true;
    const next = warned ? expiresAt : warnAt;
    if (await run.changes(next - Date.now(), warned ? 'Payment, or the end of the window' : 'Payment')) continue;
    if (!warned) {
      warned = true;
      run.tell('payment_warning');
      continue;
    }
    const end = await endHold(run);
    failures = end === 'failed' ? failures + 1 : 0;
    if (end !== 'over') await awaitDecision(run, failures);
  }
}

/** The deadline: ends the checkout first and frees the slot only then. */
async function endHold(run: AppointmentRun): Promise<'over' | 'undecided' | 'failed'> {
  const isOver = () => run.status !== 'pending' || Date.now() < run.snapshot.expiresAt;
  return run.checkouts.hold(async () => {
    if (isOver()) return 'over';
    try {
      const closed = await twoAttempts.closeCheckouts.executeWithOptions({ summary: 'Close the payment page' }, [
        { appointmentId: run.appointmentId },
      ]);
      run.adopt(closed.snapshot);
      tellOutcome(run, closed.outcome);
      if (closed.outcome === 'undecided') return 'undecided';
      // A cancel or an extension did not wait for the provider.
      await run.locked(async () => {
        if (!isOver()) await expire(run, false);
      });
      return 'over';
    } catch {
      // Provider or database out of reach: the slot stays held, and the payment is watched instead.
      run.note('Payment provider unreachable at the deadline', { onlyHere: true });
      return 'failed';
    }
  });
}

async function expire(run: AppointmentRun, undecided: boolean): Promise<void> {
  run.adopt(
    await twoAttempts.expireHold({
      appointmentId: run.appointmentId,
      operationId: `${run.appointmentId}/expire/${run.snapshot.revision}`,
      undecided,
    }),
    undecided ? 'Processing limit over: slot freed' : 'Not paid in time: slot freed',
  );
}

/** Keeps holding while a payment is under way or the provider is away, up to the processing limit. */
async function awaitDecision(run: AppointmentRun, failures: number): Promise<void> {
  const { policy, expiresAt, startsAt } = run.snapshot;
  const limit = undecidedUntil(policy, expiresAt, startsAt);
  if (Date.now() < limit) {
    await watch(run, limit);
    // A provider that answers, but closes nothing, is not asked without a pause.
    if (failures > 0 && run.status === 'pending') await pause(run, Math.min(pauseAfter(failures), limit - Date.now()));
    if (run.status !== 'pending' || Date.now() < limit) return;
  }
  try {
    await run.locked(async () => {
      if (run.status === 'pending') await expire(run, true);
    });
  } catch {
    // The database is away: nobody else can take the slot either.
    run.note('The slot could not be freed yet', { onlyHere: true });
    await pause(run, pauseAfter(failures));
  }
}

function pauseAfter(failures: number): number {
  return Math.min(1_000 * 2 ** Math.min(failures, 10), 60_000);
}

function pause(run: AppointmentRun, ms: number): Promise<unknown> {
  return run.changes(ms, 'Another attempt to end the hold');
}

/**
 * One activity that fails retryably while the payment is undecided, raced against news: a webhook, a cancel,
 * an extension. Retries cost no history.
 */
async function watch(run: AppointmentRun, limit: number): Promise<void> {
  const left = limit - Date.now();
  const watchCheckouts = watcher({ scheduleToCloseTimeout: left, maximumInterval: '1 minute' });
  const seen = run.snapshot.revision;
  let decided = false;
  let gaveUp = false;
  const scope = new CancellationScope();
  const watching = scope
    .run(() => watchCheckouts({ appointmentId: run.appointmentId }))
    .catch((error: unknown) => {
      // Else there is news, and the watch was cancelled for it.
      gaveUp = !isCancellation(error);
    })
    .finally(() => {
      decided = true;
    });
  run.waitsFor = 'Decision on a payment that is under way';
  const settled = () => decided || run.snapshot.revision !== seen;
  try {
    if (!(await run.waitUntil(settled, Math.min(UNDECIDED_ATTENTION_MS, left), 'Undecided payment'))) {
      await run.flag('payment_undecided', true);
      await run.waitUntil(() => decided || run.status !== 'pending');
      await run.flag('payment_undecided', false);
    }
  } finally {
    scope.cancel();
    await watching;
  }
  // The engine ends an activity whose next attempt would come after its limit: what is left of the time is waited for.
  if (gaveUp && run.status === 'pending') {
    run.note('The payment was not decided in time', { onlyHere: true });
    await run.changes(limit - Date.now(), 'Decision on a payment that is under way');
  }
}

function watcher({
  maximumInterval,
  ...limit
}: {
  scheduleToCloseTimeout?: number;
  maximumInterval: '1 minute' | '1h';
}) {
  return proxyActivities<Activities>({
    ...limit,
    startToCloseTimeout: '10s',
    retry: { initialInterval: '2s', backoffCoefficient: 1.5, maximumInterval },
    summary: 'Watch the undecided payment',
  }).watchCheckouts;
}

/** Ends checkouts that a cancelled or expired appointment has left open; a payment under way is watched to its end. */
export async function closeLeftovers(run: AppointmentRun): Promise<void> {
  const closed = await run.patiently(() =>
    retryForever.closeCheckouts.executeWithOptions({ summary: 'Close the payment page' }, [
      { appointmentId: run.appointmentId },
    ]),
  );
  run.adopt(closed.snapshot);
  tellOutcome(run, closed.outcome);
  if (closed.outcome !== 'undecided') return;
  // A bank may take days, and no slot hangs on it any more: one activity, not a timer that fills the history.
  let decided = false;
  const scope = new CancellationScope();
  const watching = scope
    .run(() => watcher({ maximumInterval: '1h' })({ appointmentId: run.appointmentId }))
    .catch((error: unknown) => {
      if (!isCancellation(error)) throw error;
    })
    .finally(() => {
      decided = true;
    });
  run.waitsFor = 'Decision on a payment that is under way';
  const open = run.snapshot.openOrders.length;
  try {
    await run.waitUntil(() => decided || run.snapshot.openOrders.length < open);
  } finally {
    scope.cancel();
    await watching;
  }
}
