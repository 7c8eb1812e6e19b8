import type { Activities } from '../../activities/index.js';
import type { AppointmentSnapshot } from '../../domain/appointments/snapshot.js';
import { isActive } from '../../domain/appointments/states.js';
import type { LateOutcome } from '../../domain/messaging/message-data.js';
import { afterLookup, nextLookupAt } from '../../domain/payments/lookups.js';
import type { PaymentEvent } from '../../domain/payments/payment-event.js';
import type { SettleOutcome } from '../../domain/payments/settlement.js';
import { twoAttempts } from '../support/activities.js';
import type { AppointmentRun, LookupRequest } from './run.js';

/**
 * What a payment event leads to. Two workflows receive events and use this file: the appointment's own while it runs, and
 * `../payment-event` while none runs, as is usual when money comes late.
 *
 * When money arrives late:
 * 1. Late is what comes after the hold was ended: `awaitPayment` has freed the slot, or somebody has cancelled. While the
 *    status is still `pending`, money is in time (`confirmed`), also after the window: `awaitPayment` closes the checkout
 *    sessions first and frees the slot only then.
 * 2. The provider's webhook becomes the signal `paymentEvent` of this run, or starts `payment-event` where none runs. Without
 *    a webhook, `close` finds it: it stays and watches while an order is open.
 * 3. `settlePaymentEvents` asks the provider and settles what it says, in one transaction of the activity `settlePayment`.
 *    The outcome is `rebooked` where the hold had expired and the slot is still free and in the future. Otherwise, and
 *    always after a cancel, it is `refunding`.
 * 4. `rebooked`: the status is `booked` again. A running workflow goes back from `close` to `confirm`.
 * 5. `refunding`: the transaction has inserted a refund, which `sendRefunds` sends and follows.
 * 6. Where no workflow ran, `payment-event` starts one in mode `resume` for either: it goes on from the row as above.
 * 7. Whoever settled it sends the patient the message `payment_late`, once for each kind of outcome and version.
 */
export interface Settlement {
  readonly snapshot: AppointmentSnapshot;
  /** What became of a payment; null for a refund or a dispute. */
  readonly outcome: SettleOutcome | null;
  /** For the timeline; null when nothing is new. */
  readonly entry: string | null;
}

type SettleActivities = Pick<Activities, 'settlePayment' | 'settleRefundEvent' | 'settleDispute'>;

/** What the timeline says of a payment; silent where nothing is new. */
const ENTRIES: Readonly<Record<SettleOutcome, string | null>> = {
  confirmed: 'Paid: booked',
  rebooked: 'Paid late: slot was still free, booked again',
  refunding: 'Paid late: the money goes back',
  surplus: 'Paid twice: the second payment goes back',
  mismatch: 'The amount paid is not the amount owed',
  known: null,
  closed: null,
  undecided: null,
};

/** What the patient reads of money that came late; the new booking and the refund have messages of their own. */
export const LATE_MESSAGES: Partial<Readonly<Record<SettleOutcome, LateOutcome>>> = {
  rebooked: 'rebooked',
  refunding: 'refunded',
};

/** What became of late money that a lookup for staff has settled, whose answer is the appointment alone; null without any. */
export function lateOutcomeBetween(before: AppointmentSnapshot, after: AppointmentSnapshot): LateOutcome | null {
  if (before.status === 'payment_expired' && after.status === 'booked') return 'rebooked';
  const wasUnpaid = before.paymentStatus === 'unpaid' && !isActive(before.status);
  return wasUnpaid && after.refunds.length > before.refunds.length ? 'refunded' : null;
}

/** Events of one subject are settled together: the last of them speaks for all. */
export function subjectOf({ about, orderId, objectId }: PaymentEvent): string {
  return `${about}/${about === 'checkout' ? orderId : objectId}`;
}

/** Who asks for the very same again adds nothing. */
export function requestName({ eventId, refundId }: PaymentEvent): string {
  return eventId ?? refundId ?? 'asked';
}

/**
 * Looks up what events of one subject are about and settles it; null when they are about nothing that we know.
 * `settlePayment` decides, in one transaction, what money means for the appointment as it is then: paid in time, it is
 * `confirmed`. Late, it is `rebooked` when the slot is still free and in the future, else a refund is decided
 * (`refunding`). A second payment goes back (`surplus`); one of another amount is shown to a person (`mismatch`).
 */
export async function settlePaymentEvents(
  events: readonly PaymentEvent[],
  { settlePayment, settleRefundEvent, settleDispute }: SettleActivities,
): Promise<Settlement | null> {
  const event = events.at(-1);
  if (!event) return null;
  const { subjectId, orderId, refundId, provider, objectId: disputeId } = event;
  const eventIds = events.flatMap(({ eventId }) => eventId ?? []);
  switch (event.about) {
    case 'refund': {
      const settled = await settleRefundEvent({ subjectId, refundId, eventIds, event });
      return settled && { snapshot: settled.snapshot, outcome: null, entry: `Refund ${settled.status}` };
    }
    case 'dispute': {
      const snapshot = await settleDispute({ subjectId, orderId, provider, disputeId, eventIds });
      const isOpen = snapshot.attention.includes('dispute');
      return { snapshot, outcome: null, entry: isOpen ? 'Payment disputed' : 'Dispute decided by the bank' };
    }
    case 'checkout': {
      const { snapshot, outcome } = await settlePayment({ subjectId, orderId, eventIds });
      return { snapshot, outcome, entry: ENTRIES[outcome] };
    }
  }
}

/** Applies what a lookup has found to the state, shows it, and sends the one message that no phase sends: about late money. */
export function applyPayment(
  run: AppointmentRun,
  { snapshot, outcome }: { readonly snapshot: AppointmentSnapshot; readonly outcome: SettleOutcome },
): void {
  apply(run, { snapshot, outcome, entry: ENTRIES[outcome] });
}

function apply(run: AppointmentRun, { snapshot, outcome, entry }: Settlement): void {
  run.state.update(snapshot);
  if (entry) run.staffView.add(entry);
  run.staffView.show();
  const lateOutcome = outcome && LATE_MESSAGES[outcome];
  if (lateOutcome) run.outbox.send('payment_late', { lateOutcome });
}

/**
 * Looks up what an event is about, soon: one lookup answers everybody who has asked before it began. A provider's own
 * event is looked up at once; what people ask for again and again, with growing pauses.
 */
export function receivePaymentEvent(run: AppointmentRun, event: PaymentEvent): void {
  const now = Date.now();
  const notBefore = event.eventId === null ? nextLookupAt(run.lookedUp.get(event.orderId), now) : now;
  const request = { event, orderWasOpen: isOpen(run, event.orderId) };
  run.tasks.start(() => run.lookups.ask(subjectOf(event), requestName(event), request, notBefore));
}

/**
 * One lookup for all of these events of one subject. It holds no lock, so that nobody waits for the provider. What fails
 * here comes again: the webhook is delivered again, the phase's own watch finds it, or the deadline.
 */
export async function lookUp(run: AppointmentRun, requests: readonly LookupRequest[]): Promise<void> {
  if (requests.every((request) => isAnswered(run, request))) return;
  try {
    await run.whenBooked();
    const events = requests.map(({ event }) => event);
    const { settleRefundEvent, settleDispute } = twoAttempts;
    const settlePayment: Activities['settlePayment'] = (input) => settleBesideOthers(run, input);
    const settled = await settlePaymentEvents(events, { settlePayment, settleRefundEvent, settleDispute });
    if (settled) apply(run, settled);
  } catch {
    run.staffView.add('The payment could not be looked up yet', { onlyHere: true });
  }
}

/** Only a lookup that has to open or close checkout sessions waits for others that do. */
async function settleBesideOthers(run: AppointmentRun, input: Parameters<Activities['settlePayment']>[0]) {
  run.lookedUp.set(input.orderId, afterLookup(run.lookedUp.get(input.orderId), Date.now()));
  const found = await twoAttempts.lookUpPayment.executeWithOptions({ summary: 'Look the payment up' }, [input]);
  return found ?? run.checkouts.runExclusive(() => twoAttempts.settlePayment(input));
}

/**
 * Whether a person asked about an order that has been settled since. One that was settled when they asked is looked up:
 * they know of money that came late.
 */
function isAnswered(run: AppointmentRun, { event, orderWasOpen }: LookupRequest): boolean {
  return event.eventId === null && event.about === 'checkout' && orderWasOpen && !isOpen(run, event.orderId);
}

function isOpen({ state }: AppointmentRun, orderId: string): boolean {
  return state.isKnown && state.snapshot.openOrders.includes(orderId);
}
