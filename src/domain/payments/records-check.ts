import { type AppointmentStatus, isCancelled } from '../appointments/states.js';
import type { AttentionCode } from '../support/attention.js';
import { type Finding, finding, type Owner, type Sum, sumText } from './findings.js';
import type { ProviderName } from './orders.js';

/** An inbox row is looked at again every minute: after this long, looking has not helped. */
export const EVENT_STUCK_MS = 10 * 60_000;
/** A hold that is this far past every limit will not end by itself. */
export const PENDING_STUCK_MS = 3_600_000;

/** A payment, refund or posting whose ledger lines are not what its record says; found by the database. */
export interface BookFacts {
  readonly kind: 'posting' | 'payment' | 'refund';
  readonly provider: ProviderName | null;
  readonly objectId: string;
  readonly owner: Owner;
  readonly recorded: Sum | null;
  readonly posted: Sum | null;
}

export function judgeBook(facts: BookFacts): Finding {
  const { recorded, posted } = facts;
  const code = facts.kind === 'posting' ? 'ledger_unbalanced' : 'ledger_differs';
  return finding(code, facts, 'flagged', { expected: recorded && sumText(recorded), found: posted && sumText(posted) });
}

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
  const about = { provider: null, objectId: facts.owner.appointmentId, owner: facts.owner };
  return finding('live_but_unpaid', about, 'flagged', { expected: sumText(facts.price), found: facts.status });
}

/** A hold past its end; `undecidedUntil` is the last moment that anything may keep it (epoch milliseconds). */
export function judgePending(
  facts: { readonly owner: Owner; readonly expiresAt: Date; readonly undecidedUntil: number },
  running: boolean,
  now: Date,
): Finding | null {
  const about = { provider: null, objectId: facts.owner.appointmentId, owner: facts.owner };
  const expected = `over ${facts.expiresAt.toISOString()}`;
  if (!running) return finding('pending_without_run', about, 'resumed', { expected, found: 'no workflow' });
  if (now.getTime() <= facts.undecidedUntil + PENDING_STUCK_MS) return null;
  return finding('pending_stuck', about, 'flagged', { expected, found: 'running' });
}

/** A webhook that was taken and not dealt with, by type. */
export function judgeEvent(facts: {
  readonly provider: ProviderName;
  readonly eventId: string;
  readonly type: string;
  readonly owner: Owner | null;
}): Finding {
  const about = { provider: facts.provider, objectId: facts.eventId, owner: facts.owner };
  return finding('event_stuck', about, 'redelivered', { expected: null, found: facts.type });
}

/** A payment without its receipt, or a refund without its credit note. */
export function judgeReceipt(facts: {
  readonly provider: ProviderName;
  readonly paymentId: string;
  readonly refundId: string | null;
  readonly owner: Owner;
}): Finding {
  const about = { provider: facts.provider, objectId: facts.refundId ?? facts.paymentId, owner: facts.owner };
  return finding('receipt_missing', about, 'issued', {
    expected: facts.refundId ? 'credit note' : 'receipt',
    found: null,
  });
}
