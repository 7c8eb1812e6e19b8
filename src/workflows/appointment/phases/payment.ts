import { CancellationScope, condition, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../../activities/index.js';
import type { PaymentEvent } from '../../../domain/appointment/commands.js';
import type { SettleOutcome } from '../../../domain/payment/settlement.js';
import { bounded, sure } from '../../support/steps.js';
import type { AppointmentRun } from '../run.js';

/** Looks up what the provider has news of, under the lock. What fails here comes again: by redelivery or at the deadline. */
export async function hearPaymentEvent(run: AppointmentRun, event: PaymentEvent): Promise<void> {
  try {
    await run.ready();
    await run.locked(() => settle(run, event));
  } catch {
    run.note('News of the payment could not be looked up yet');
  }
}

async function settle(run: AppointmentRun, event: PaymentEvent): Promise<void> {
  const eventIds = event.eventId ? [event.eventId] : [];
  const { appointmentId } = run;
  if (event.about === 'refund') {
    const { refundId } = event;
    const settled = await bounded.settleRefund({ appointmentId, refundId, eventIds, news: event });
    if (settled) run.adopt(settled.snapshot, `Refund ${settled.status}`);
    return;
  }
  if (event.about === 'dispute') {
    const dispute = {
      appointmentId,
      orderId: event.orderId,
      provider: event.provider,
      disputeId: event.objectId,
      eventIds,
    };
    const snapshot = await bounded.flagDispute(dispute);
    run.adopt(snapshot, snapshot.attention.includes('dispute') ? 'Payment disputed' : 'Dispute decided by the bank');
    return;
  }
  const settled = await bounded.settlePayment.executeWithOptions({ summary: 'Look the payment up' }, [
    { appointmentId, orderId: event.orderId, eventIds },
  ]);
  run.adopt(settled.snapshot);
  tellOutcome(run, settled.outcome);
}

/** Tells the timeline what money led to, and the patient what no status says. */
export function tellOutcome(run: AppointmentRun, outcome: SettleOutcome): void {
  switch (outcome) {
    case 'confirmed':
      run.note('Paid: booked');
      return;
    case 'rebooked':
      run.note('Paid late: slot was still free, booked again');
      run.tell('payment_late', { lateOutcome: 'rebooked' });
      return;
    case 'refunding':
      run.note('Paid late: the money goes back');
      run.tell('payment_late', { lateOutcome: 'refunded' });
      return;
    case 'surplus':
      run.note('Paid twice: the second payment goes back');
      return;
    case 'mismatch':
      run.note('The amount paid is not the amount owed');
      return;
    case 'known':
    case 'closed':
    case 'undecided':
      return;
  }
}

/** Sends a refund and follows it until it succeeded, failed, or a person settled it. */
export async function driveRefund(run: AppointmentRun, refundId: string): Promise<void> {
  const { appointmentId } = run;
  const find = () => run.snapshot.refunds.find((refund) => refund.id === refundId);
  for (;;) {
    const status = find()?.status;
    if (status === 'requested') {
      const sent = await sure.sendRefund.executeWithOptions({ summary: 'Send the refund' }, [
        { appointmentId, refundId, eventIds: [] },
      ]);
      run.adopt(sent.snapshot, `Refund ${sent.status}`);
      continue;
    }
    if (status === 'pending') {
      await watchRefund(run, refundId, () => find()?.status !== 'pending');
      continue;
    }
    if (status === 'succeeded') run.tell('refunded', { refundId, occurrence: refundId });
    return;
  }
}

/** One activity that fails retryably while the refund is pending, raced against the provider's own news. */
async function watchRefund(run: AppointmentRun, refundId: string, settled: () => boolean): Promise<void> {
  const watcher = proxyActivities<Activities>({
    startToCloseTimeout: '10s',
    retry: { initialInterval: '5s', backoffCoefficient: 2, maximumInterval: '1h' },
    summary: 'Watch the pending refund',
  });
  const scope = new CancellationScope();
  let over = false;
  const watching = scope
    .run(async () => {
      const { status, snapshot } = await watcher.watchRefund({
        appointmentId: run.appointmentId,
        refundId,
        eventIds: [],
      });
      run.adopt(snapshot, `Refund ${status}`);
    })
    .finally(() => {
      over = true;
    });
  await Promise.race([watching, condition(() => over || settled())]);
  if (!over) {
    scope.cancel();
    // The cancelled watch has nothing more to say: the news came by event.
    await watching.catch(() => undefined);
  }
}
