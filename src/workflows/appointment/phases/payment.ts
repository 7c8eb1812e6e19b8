import { CancellationScope, condition, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../../activities/index.js';
import type { PaymentEvent } from '../../../domain/appointments/commands.js';
import { afterLookup, nextLookupAt } from '../../../domain/payments/lookups.js';
import type { SettleOutcome } from '../../../domain/payments/settlement.js';
import { retryForever, twoAttempts } from '../../support/activities.js';
import type { AppointmentRun, LookupRequest } from '../run.js';

/**
 * Looks up what an event is about, soon: one lookup answers everybody who has asked before it began. A provider's own
 * event is looked up at once; what people ask for again and again, with growing pauses.
 */
export function hearPaymentEvent(run: AppointmentRun, event: PaymentEvent): void {
  const subject = `${event.about}/${event.about === 'checkout' ? event.orderId : event.objectId}`;
  const name = event.eventId ?? event.refundId ?? 'asked';
  const now = Date.now();
  const begin = event.eventId === null ? nextLookupAt(run.lookedUp.get(event.orderId), now) : now;
  run.spawn(run.lookups.ask(subject, name, { event, orderWasOpen: isOpen(run, event.orderId) }, begin));
}

/**
 * One lookup for all of these events, which are of one subject. It holds no lock, so that nobody waits for the
 * provider. What fails here comes again: by redelivery, by the order's own watch, or at the deadline.
 */
export async function lookUp(run: AppointmentRun, requests: readonly LookupRequest[]): Promise<void> {
  const events = requests.map(({ event }) => event);
  const event = events.at(-1);
  if (!event || requests.every((request) => isAnswered(run, request))) return;
  try {
    await run.ready();
    await settle(
      run,
      event,
      events.flatMap(({ eventId }) => eventId ?? []),
    );
  } catch {
    run.note('The payment could not be looked up yet', { onlyHere: true });
  }
}

/**
 * Whether a person asked about an order that has been settled since. One that was settled when they asked is looked up:
 * they know of money that came late.
 */
function isAnswered(run: AppointmentRun, { event, orderWasOpen }: LookupRequest): boolean {
  return event.eventId === null && event.about === 'checkout' && orderWasOpen && !isOpen(run, event.orderId);
}

function isOpen(run: AppointmentRun, orderId: string): boolean {
  return run.known && run.snapshot.openOrders.includes(orderId);
}

async function settle(run: AppointmentRun, event: PaymentEvent, eventIds: readonly string[]): Promise<void> {
  const { appointmentId } = run;
  const { orderId, objectId, provider } = event;
  if (event.about === 'refund') {
    const { refundId } = event;
    const settled = await twoAttempts.settleRefundEvent({ appointmentId, refundId, eventIds, event });
    if (settled) run.adopt(settled.snapshot, `Refund ${settled.status}`);
    return;
  }
  if (event.about === 'dispute') {
    const snapshot = await twoAttempts.settleDispute({
      appointmentId,
      orderId,
      provider,
      disputeId: objectId,
      eventIds,
    });
    run.adopt(snapshot, snapshot.attention.includes('dispute') ? 'Payment disputed' : 'Dispute decided by the bank');
    return;
  }
  run.lookedUp.set(orderId, afterLookup(run.lookedUp.get(orderId), Date.now()));
  const input = { appointmentId, orderId, eventIds };
  const settled =
    (await twoAttempts.lookUpPayment.executeWithOptions({ summary: 'Look the payment up' }, [input])) ??
    (await run.checkouts.hold(() => twoAttempts.settlePayment(input)));
  run.adopt(settled.snapshot);
  tellOutcome(run, settled.outcome);
}

/**
 * Looks an order up by itself while its appointment waits for payment, for the case that the webhook is lost. One
 * activity that fails retryably while nothing is decided, so that its pauses cost no history.
 */
export async function watchOrder(run: AppointmentRun, orderId: string): Promise<void> {
  const { watchPayment } = proxyActivities<Activities>({
    startToCloseTimeout: '10s',
    retry: { initialInterval: '1 minute', backoffCoefficient: 2, maximumInterval: '1h' },
    summary: 'Watch for a payment whose webhook is lost',
  });
  await watchWhile(
    () => run.status === 'pending' && run.snapshot.openOrders.includes(orderId),
    async () => {
      const settled = await watchPayment({ appointmentId: run.appointmentId, orderId, eventIds: [] });
      run.adopt(settled.snapshot);
      tellOutcome(run, settled.outcome);
    },
  );
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
      const sent = await retryForever.sendRefund.executeWithOptions({ summary: 'Send the refund' }, [
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

/** One activity that fails retryably while the refund is pending, raced against the provider's own events. */
async function watchRefund(run: AppointmentRun, refundId: string, settled: () => boolean): Promise<void> {
  const watcher = proxyActivities<Activities>({
    startToCloseTimeout: '10s',
    retry: { initialInterval: '5s', backoffCoefficient: 2, maximumInterval: '1h' },
    summary: 'Watch the pending refund',
  });
  await watchWhile(
    () => !settled(),
    async () => {
      const { status, snapshot } = await watcher.watchRefund({
        appointmentId: run.appointmentId,
        refundId,
        eventIds: [],
      });
      run.adopt(snapshot, `Refund ${status}`);
    },
  );
}

/** Watches until the watch ends by itself, or there is nothing to watch any more because an event came first. */
async function watchWhile(undecided: () => boolean, watch: () => Promise<void>): Promise<void> {
  const scope = new CancellationScope();
  let over = false;
  const watching = scope.run(watch).finally(() => {
    over = true;
  });
  await Promise.race([watching, condition(() => over || !undecided())]);
  if (over) return;
  scope.cancel();
  // The cancelled watch has nothing more to say: the event has said it.
  await watching.catch(() => undefined);
}
