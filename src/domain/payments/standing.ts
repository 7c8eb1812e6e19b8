import { DISPUTE_LOST, type DisputeStanding, IN_DISPUTE, isHeldBack, type RefundOfPayment } from './disputes.js';
import type { OrderStatus } from './orders.js';
import { type PaymentStatus, paymentStatusSteps } from './payment-status.js';

/** A captured payment with all of its refunds and disputes, and of no other payment's. Amounts in minor units. */
export interface PaymentHistory {
  readonly amount: number;
  readonly refunds: readonly RefundOfPayment[];
  readonly disputes: readonly { readonly state: DisputeStanding; readonly writtenOff?: number }[];
}

/** What its order and what it pays for have recorded so far; left out where nobody asks for their statuses. */
export interface RecordedSoFar {
  /** What was paid for has been delivered. */
  readonly completed?: boolean;
  readonly paymentStatus?: PaymentStatus;
}

/** What a person must look at as long as it is so. */
export const STANDING_ATTENTION = ['dispute', 'dispute_lost', 'refund_in_dispute', 'refund_failed'] as const;
export type StandingAttention = (typeof STANDING_ATTENTION)[number];

/** Where the money of one payment is. Amounts in minor units. */
export interface Standing {
  readonly orderStatus: OrderStatus;
  /** Of what was paid for, by this payment. */
  readonly paymentStatus: PaymentStatus;
  /** How it gets there from what is recorded, one transition each; empty when it is there. */
  readonly paymentSteps: readonly PaymentStatus[];
  readonly attention: readonly StandingAttention[];
  /** What can still be refunded: a failed refund takes nothing of it. */
  readonly refundable: number;
  /** `open`: a bank decides; `lost`: it has decided against the clinic. Nothing may be refunded meanwhile. */
  readonly dispute: Exclude<DisputeStanding, 'won'> | null;
  /** What the patient got back from the clinic; what a bank gave back is not in it. */
  readonly returned: number;
  /** What refunds are settled for, by the clinic or by a lost dispute. */
  readonly settled: number;
  /** What is on its way back. */
  readonly returning: number;
  /** What failed to go back: it stays owed, unless another refund has taken its place. */
  readonly failed: number;
  /** What a bank gave back that settles no refund yet. */
  readonly unappliedChargeback: number;
  /** A refund is on its way, or failed and still owed. */
  readonly owed: boolean;
}

/** The one place that derives from a payment, its refunds and its disputes what everything else says of it. */
export function standingOf(payment: PaymentHistory, recorded: RecordedSoFar = {}): Standing {
  const { amount, refunds, disputes } = payment;
  const dispute = worst(disputes);
  const failed = refunds.filter(({ status }) => status === 'failed');
  const underWay = refunds.filter(({ status }) => status === 'requested' || status === 'pending');
  const done = refunds.filter(({ status }) => status === 'succeeded' || status === 'settled_by_hand');
  const returned = total(done.filter(({ failureReason }) => failureReason !== DISPUTE_LOST));
  const settled = total(done);
  const byBank = done.filter((refund) => refund.status === 'settled_by_hand' && isHeldBack(refund));
  const shown = recorded.paymentStatus ?? 'paid';
  // Only what is shown as paid can become disputed: a refund that is shown already stays shown.
  const isShownAsDisputed = dispute !== null && (shown === 'paid' || shown === 'disputed');
  const paymentStatus = isShownAsDisputed ? 'disputed' : refundedStatus(amount, { failed, underWay, settled });
  return {
    orderStatus: orderStatus(amount, { returned, dispute, completed: recorded.completed ?? false }),
    paymentStatus,
    paymentSteps: paymentStatusSteps(shown, paymentStatus),
    attention: attentionOf(disputes, failed),
    refundable: amount - total(underWay) - settled,
    dispute,
    returned,
    settled,
    returning: total(underWay),
    failed: total(failed),
    unappliedChargeback: disputes.reduce((sum, { writtenOff = 0 }) => sum + writtenOff, 0) - total(byBank),
    owed: underWay.length > 0 || failed.length > 0,
  };
}

function worst(disputes: PaymentHistory['disputes']): Standing['dispute'] {
  const states = disputes.map(({ state }) => state);
  return states.includes('open') ? 'open' : states.includes('lost') ? 'lost' : null;
}

/** A failed refund stays owed, whatever became of the others. */
function refundedStatus(
  amount: number,
  {
    failed,
    underWay,
    settled,
  }: {
    readonly failed: readonly RefundOfPayment[];
    readonly underWay: readonly RefundOfPayment[];
    readonly settled: number;
  },
): PaymentStatus {
  if (failed.length > 0) return 'refund_failed';
  if (underWay.length > 0) return 'refund_pending';
  if (settled === 0) return 'paid';
  return settled === amount ? 'refunded' : 'partially_refunded';
}

function orderStatus(
  amount: number,
  { returned, dispute, completed }: Pick<Standing, 'returned' | 'dispute'> & { readonly completed: boolean },
): OrderStatus {
  if (returned === amount) return 'refunded';
  if (dispute !== null) return 'disputed';
  if (returned > 0) return 'partially_refunded';
  return completed ? 'completed' : 'paid';
}

function attentionOf(
  disputes: PaymentHistory['disputes'],
  failed: readonly RefundOfPayment[],
): readonly StandingAttention[] {
  const isSo: Readonly<Record<StandingAttention, boolean>> = {
    dispute: disputes.some(({ state }) => state === 'open'),
    dispute_lost: disputes.some(({ state }) => state === 'lost'),
    refund_in_dispute: failed.some(({ failureReason }) => failureReason === IN_DISPUTE),
    refund_failed: failed.some(({ failureReason }) => failureReason !== IN_DISPUTE),
  };
  return STANDING_ATTENTION.filter((code) => isSo[code]);
}

function total(refunds: readonly RefundOfPayment[]): number {
  return refunds.reduce((sum, { amount }) => sum + amount, 0);
}
