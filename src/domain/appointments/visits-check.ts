import type { AttentionCode } from '../attention.js';
import { type Finding, finding, type Owner, type ProviderName, type Sum, sumText } from '../payments/public.js';
import { type AppointmentStatus, isCancelled } from './states.js';

/** A hold that is this far past every limit will not end by itself. */
export const PENDING_STUCK_MS = 3_600_000;

/** Open entries of which each shows a person that money of the appointment needs a decision. */
export const MONEY_FLAGS = [
  'payment_undecided',
  'payment_unresolved',
  'payment_mismatch',
  'refund_failed',
  'refund_in_dispute',
  'paid_back_twice',
  'refund_approval',
  'desk_refund_due',
  'dispute',
  'dispute_lost',
  'step_failed',
] as const satisfies readonly AttentionCode[];

export interface PaymentFacts {
  readonly provider: ProviderName;
  /** Our payment's id. */
  readonly paymentId: string;
  readonly owner: Owner;
  readonly paid: Sum;
  readonly purpose: 'appointment' | 'surplus' | 'mismatch';
  readonly status: AppointmentStatus;
  /** What has gone back, in minor units. */
  readonly returned: number;
  /** A refund is on its way, or failed and still owed. */
  readonly underWay: boolean;
  /** What the policy gave back when it was cancelled; null when no such decision is on record. */
  readonly promised: number | null;
  readonly openFlags: readonly string[];
  readonly resolvedFlags: readonly string[];
  readonly disputeLost: boolean;
}

const EARNED: readonly AppointmentStatus[] = ['booked', 'in_progress', 'completed', 'no_show'];

/** Whether somebody could say where the money of a payment is (invariant 2 of the design). */
export function judgePayment(facts: PaymentFacts): Finding | null {
  if (isExplained(facts)) return null;
  const about = { provider: facts.provider, objectId: facts.paymentId, owner: facts.owner };
  const returned = sumText({ amount: facts.returned, currency: facts.paid.currency });
  return finding('paid_but_not_live', about, 'flagged', {
    expected: `${facts.purpose} ${sumText(facts.paid)}`,
    found: `${facts.status}, ${returned} returned`,
  });
}

function isExplained(facts: PaymentFacts): boolean {
  const { returned, status } = facts;
  if (returned >= facts.paid.amount || facts.underWay || facts.disputeLost) return true;
  if (MONEY_FLAGS.some((code) => facts.openFlags.includes(code))) return true;
  // A person looked at it and kept it.
  if (facts.purpose === 'mismatch') return facts.resolvedFlags.includes('payment_mismatch');
  if (facts.purpose === 'surplus') return false;
  if (EARNED.includes(status)) return true;
  if (!isCancelled(status)) return false;
  return facts.promised === null ? facts.resolvedFlags.includes('refund_in_dispute') : returned >= facts.promised;
}

/** A visit that counts as paid without a payment; found by the database. */
export function judgeUnpaid(facts: {
  readonly owner: Owner;
  readonly price: Sum;
  readonly status: AppointmentStatus;
}): Finding {
  const about = { provider: null, objectId: facts.owner.subjectId, owner: facts.owner };
  return finding('live_but_unpaid', about, 'flagged', { expected: sumText(facts.price), found: facts.status });
}

/** A hold past its end; `undecidedUntil` is the last moment that anything may keep it (epoch milliseconds). */
export function judgePending(
  facts: { readonly owner: Owner; readonly expiresAt: Date; readonly undecidedUntil: number },
  running: boolean,
  now: Date,
): Finding | null {
  const about = { provider: null, objectId: facts.owner.subjectId, owner: facts.owner };
  const expected = `over ${facts.expiresAt.toISOString()}`;
  if (!running) return finding('pending_without_run', about, 'resumed', { expected, found: 'no workflow' });
  if (now.getTime() <= facts.undecidedUntil + PENDING_STUCK_MS) return null;
  return finding('pending_stuck', about, 'flagged', { expected, found: 'running' });
}
