import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DISPUTE_LOST, IN_DISPUTE, isHeldBack } from '../../../src/domain/payments/disputes.js';
import type { RefundState } from '../../../src/domain/payments/orders.js';
import {
  PAYMENT_TRANSITIONS,
  type PaymentStatus,
  paymentStatusSteps,
} from '../../../src/domain/payments/payment-status.js';
import { type PaymentHistory, type Standing, standingOf } from '../../../src/domain/payments/standing.js';
import { Random } from '../../../tools/rig/random.js';
import { paymentStatus } from '../../../tools/simulate/books.js';

type Refund = PaymentHistory['refunds'][number];
type Dispute = PaymentHistory['disputes'][number];

const refund = (status: RefundState, failureReason: string | null = null, amount = 1000): Refund => ({
  amount,
  status,
  failureReason,
});
const paid = (refunds: readonly Refund[], disputes: readonly Dispute[] = []): PaymentHistory => ({
  amount: 8000,
  refunds,
  disputes,
});

describe('where the money of a payment is', () => {
  it('counts what went back by the clinic, what is under way, and what a bank has covered, each where it belongs', () => {
    const refunds = [
      refund('succeeded'),
      refund('settled_by_hand'),
      refund('settled_by_hand', DISPUTE_LOST),
      refund('requested'),
      refund('failed', IN_DISPUTE),
    ];
    const standing = standingOf(paid(refunds, [{ state: 'lost', writtenOff: 3000 }]));
    assert.equal(standing.returned, 2000);
    assert.equal(standing.settled, 3000);
    assert.equal(standing.returning, 1000);
    assert.equal(standing.failed, 1000);
    assert.equal(standing.refundable, 4000);
    assert.equal(standing.unappliedChargeback, 2000);
    assert.equal(standing.owed, true);
    assert.deepEqual(refunds.map(isHeldBack), [false, false, true, false, true]);
  });

  it('is in the worst of its disputes', () => {
    const dispute = (...states: Dispute['state'][]) =>
      standingOf(
        paid(
          [],
          states.map((state) => ({ state })),
        ),
      ).dispute;
    assert.equal(dispute(), null);
    assert.equal(dispute('won'), null);
    assert.equal(dispute('lost', 'won'), 'lost');
    assert.equal(dispute('lost', 'open'), 'open');
  });

  it('decides the status of its order', () => {
    const status = (history: PaymentHistory, completed = false) => standingOf(history, { completed }).orderStatus;
    const open: readonly Dispute[] = [{ state: 'open' }];
    assert.equal(status(paid([])), 'paid');
    assert.equal(status(paid([]), true), 'completed');
    assert.equal(status(paid([refund('succeeded')]), true), 'partially_refunded');
    assert.equal(status(paid([refund('succeeded')], open)), 'disputed');
    assert.equal(status(paid([refund('succeeded', null, 8000)], open)), 'refunded');
    assert.equal(status(paid([refund('settled_by_hand', DISPUTE_LOST, 8000)], [{ state: 'lost' }])), 'disputed');
  });

  it('names what a person must look at, each for its own reason', () => {
    const attention = (history: PaymentHistory) => standingOf(history).attention;
    assert.deepEqual(attention(paid([refund('succeeded')])), []);
    assert.deepEqual(attention(paid([refund('failed', 'declined')])), ['refund_failed']);
    assert.deepEqual(attention(paid([refund('failed', IN_DISPUTE)], [{ state: 'open' }])), [
      'dispute',
      'refund_in_dispute',
    ]);
    assert.deepEqual(attention(paid([], [{ state: 'lost' }])), ['dispute_lost']);
  });

  it('shows a refund that was shown before the dispute, and the dispute that was shown before the refund', () => {
    const disputed = paid([refund('failed', IN_DISPUTE)], [{ state: 'open' }]);
    assert.equal(standingOf(disputed, { paymentStatus: 'refund_pending' }).paymentStatus, 'refund_failed');
    assert.equal(standingOf(disputed, { paymentStatus: 'disputed' }).paymentStatus, 'disputed');
    const won = paid([refund('requested')], [{ state: 'won' }]);
    assert.deepEqual(standingOf(won, { paymentStatus: 'disputed' }).paymentSteps, ['paid', 'refund_pending']);
    assert.deepEqual(standingOf(won, { paymentStatus: 'refunded' }).paymentSteps, ['refund_failed', 'refund_pending']);
  });

  it('has no way between statuses that the table does not connect', () => {
    assert.deepEqual(paymentStatusSteps('paid', 'paid'), []);
    assert.throws(() => paymentStatusSteps('refunded', 'unpaid'), /refunded to unpaid/);
  });
});

/** A payment that has just been captured, and what became of it step by step. */
class RandomHistory {
  readonly amount: number;
  readonly refunds: { amount: number; status: RefundState; failureReason: string | null }[] = [];
  readonly disputes: { state: Dispute['state']; writtenOff: number }[] = [];
  shown: PaymentStatus = 'paid';

  constructor(private readonly random: (below: number) => number) {
    this.amount = 1 + random(9000);
  }

  /** One event that can happen now; the statuses follow it as the use cases let them. */
  step(): void {
    const events = [
      () => this.request(),
      () => this.settle('pending'),
      () => this.settle('succeeded'),
      () => this.settle('failed'),
      () => this.settle('settled_by_hand'),
      () => this.retry(),
      () => this.dispute(),
      () => this.decide('won'),
      () => this.decide('lost'),
    ];
    events[this.random(events.length)]?.();
    const { paymentSteps } = standingOf(this, { paymentStatus: this.shown });
    for (const next of paymentSteps) {
      const allowed = PAYMENT_TRANSITIONS.some(({ from, to }) => from === this.shown && to === next);
      assert.ok(allowed, `${this.shown} to ${next}`);
      this.shown = next;
    }
  }

  private request(): void {
    const { refundable } = standingOf(this);
    if (refundable > 0) {
      const amount = this.random(2) === 0 ? refundable : 1 + this.random(refundable);
      this.refunds.push({ amount, status: 'requested', failureReason: null });
    }
  }

  private settle(status: RefundState): void {
    const refund = this.refunds[this.random(this.refunds.length || 1)];
    if (!refund || refund.status === 'settled_by_hand') return;
    // A refund that failed can succeed after all only if nothing else has taken its place.
    if (refund.status === 'failed' && refund.amount > standingOf(this).refundable) return;
    refund.status = status;
    const inDispute = standingOf(this).dispute !== null;
    refund.failureReason = status === 'failed' ? (inDispute ? IN_DISPUTE : 'declined') : null;
  }

  private retry(): void {
    const refund = this.refunds.find((one) => one.status === 'failed');
    if (!refund || refund.amount > standingOf(this).refundable) return;
    refund.status = 'requested';
    refund.failureReason = null;
  }

  private dispute(): void {
    this.disputes.push({ state: 'open', writtenOff: 0 });
  }

  private decide(state: 'won' | 'lost'): void {
    const dispute = this.disputes.find((one) => one.state === 'open');
    if (!dispute) return;
    dispute.state = state;
    dispute.writtenOff = state === 'lost' ? this.amount : 0;
    for (const refund of this.refunds.filter(isHeldBack)) {
      const { refundable, unappliedChargeback } = standingOf(this);
      if (state !== 'lost' || refund.status !== 'failed') continue;
      if (refund.amount > refundable || refund.amount > unappliedChargeback) continue;
      Object.assign(refund, { status: 'settled_by_hand', failureReason: DISPUTE_LOST });
    }
  }
}

/** What the simulation's checker, which knows nothing of the product's rules, says of the same rows. */
function checkerSays({ amount, refunds }: PaymentHistory): string {
  const rows = refunds.map((one, at) => ({
    id: `r${at}`,
    payment_id: 'p',
    appointment_id: 'a',
    order_id: 'o',
    provider_refund_id: null,
    failure_reason: one.failureReason,
    amount: one.amount,
    status: one.status,
  }));
  return paymentStatus({ refunds: rows }, { id: 'p', amount });
}

function assertSound(history: RandomHistory, standing: Standing): void {
  const { amount, disputes, refunds } = history;
  assert.ok(
    standing.refundable >= 0 && standing.refundable <= amount,
    `refundable ${standing.refundable} of ${amount}`,
  );
  assert.equal(standing.refundable + standing.settled + standing.returning, amount);
  assert.ok(standing.returned <= standing.settled);
  assert.equal(
    standing.attention.includes('dispute'),
    disputes.some(({ state }) => state === 'open'),
  );
  assert.equal(
    standing.attention.includes('dispute_lost'),
    disputes.some(({ state }) => state === 'lost'),
  );
  const failed = refunds.some(({ status }) => status === 'failed');
  assert.equal(
    standing.attention.some((code) => code.startsWith('refund_')),
    failed,
  );
  assert.equal(standing.orderStatus === 'refunded', standing.returned === amount);
  if (standing.dispute !== null && standing.returned < amount) assert.equal(standing.orderStatus, 'disputed');
}

it('agrees with the checker of the simulation after every step of 2,000 random histories', () => {
  const seen = new Set<string>();
  for (let seed = 1; seed <= 2000; seed += 1) {
    const random = new Random(seed);
    const history = new RandomHistory((below) => Math.floor(random.next() * below));
    for (let steps = 0; steps < 14; steps += 1) {
      history.step();
      const standing = standingOf(history, { paymentStatus: history.shown });
      seen.add(`${standing.paymentStatus} ${standing.orderStatus}`);
      assertSound(history, standing);
      assert.deepEqual(standing.paymentSteps, [], `seed ${seed}`);
      const isDisputed = standing.dispute !== null && history.shown === 'disputed';
      assert.equal(standing.paymentStatus, isDisputed ? 'disputed' : checkerSays(history), `seed ${seed}`);
    }
  }
  assert.ok(seen.size > 12, `only ${[...seen].join(', ')}`);
});
