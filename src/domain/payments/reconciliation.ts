import {
  type About,
  type Finding,
  type FindingAction,
  finding,
  type Owner,
  type Sum,
  same,
  sumText,
} from './findings.js';
import type { ProviderName, RefundState } from './orders.js';

/** A webhook of the last moments may still be on its way: what is younger is no finding. */
export const RECONCILE_GRACE_MS = 2 * 60_000;
const DAY_MS = 86_400_000;

/** The last full days in UTC before `now` (epoch milliseconds): what the nightly run looks at. */
export function lastFullDays(now: number, days: number): { readonly from: string; readonly to: string } {
  const midnight = now - (now % DAY_MS);
  return { from: new Date(midnight - days * DAY_MS).toISOString(), to: new Date(midnight).toISOString() };
}

export interface ChargeFacts {
  readonly provider: ProviderName;
  readonly paymentId: string;
  readonly charged: Sum;
  /** By our payment, else by the order that the charge names. */
  readonly owner: Owner | null;
  /** Null when this payment was never recorded. */
  readonly recorded: Sum | null;
}

/** A charge in the provider's books against our payment. */
export function judgeCharge(facts: ChargeFacts): Finding | null {
  const { charged, recorded, owner } = facts;
  const about = { provider: facts.provider, objectId: facts.paymentId, owner };
  if (recorded) {
    if (same(recorded, charged)) return null;
    return finding('amount_differs', about, 'flagged', { expected: sumText(recorded), found: sumText(charged) });
  }
  if (owner) return finding('charge_unknown', about, 'redelivered', { expected: null, found: sumText(charged) });
  return finding('charge_unmatched', about, 'flagged', { expected: null, found: sumText(charged) });
}

/** Charges and refunds of a day that name no order of ours: one finding for all of them. */
export interface ForeignMoney {
  readonly provider: ProviderName;
  /** `2026-11-27`: the day in UTC on which they were made. */
  readonly day: string;
  readonly charges: number;
  readonly refunds: number;
  /** Charges less refunds by currency, in minor units. */
  readonly sums: ReadonlyMap<string, number>;
}

/** What the provider account moved on a day for somebody else; null when there was nothing. */
export function judgeForeign({ provider, day, charges, refunds, sums }: ForeignMoney): Finding | null {
  if (charges + refunds === 0) return null;
  const about = { provider, objectId: `others:${day}`, owner: null };
  const money = [...sums].map(([currency, amount]) => sumText({ amount, currency })).join(', ');
  return finding('foreign_money', about, 'flagged', {
    expected: null,
    found: `${charges} charges, ${refunds} refunds: ${money}`,
  });
}

/** A payment of ours that was in no list: `lookedUp` is what the provider says of its checkout, null when it knows of no such payment. */
export function judgeUnlistedPayment(
  facts: { readonly provider: ProviderName; readonly paymentId: string; readonly owner: Owner; readonly recorded: Sum },
  lookedUp: Sum | null,
): Finding | null {
  const { recorded } = facts;
  const about = { provider: facts.provider, objectId: facts.paymentId, owner: facts.owner };
  if (!lookedUp) return finding('charge_missing', about, 'flagged', { expected: sumText(recorded), found: null });
  if (same(recorded, lookedUp)) return null;
  return finding('amount_differs', about, 'flagged', { expected: sumText(recorded), found: sumText(lookedUp) });
}

type ProviderRefundStatus = 'pending' | 'succeeded' | 'failed';

export interface RefundRecord extends Sum {
  readonly status: RefundState;
  /** The provider refund that our row stands for now; null before it is known, and while a new attempt is made. */
  readonly linkedTo: string | null;
}

export interface RefundFacts {
  readonly provider: ProviderName;
  readonly providerRefundId: string;
  readonly status: ProviderRefundStatus;
  readonly returned: Sum;
  /** By our refund, else by the payment that was given back. */
  readonly owner: Owner | null;
  readonly recorded: RefundRecord | null;
}

/** A refund in the provider's books against ours. */
export function judgeRefund(facts: RefundFacts): Finding | null {
  const { recorded, status, returned } = facts;
  const about = { provider: facts.provider, objectId: facts.providerRefundId, owner: facts.owner };
  const given = `${status} ${sumText(returned)}`;
  // An attempt that a person has replaced by another counts for nothing, unless its money went out after all.
  const ours = recorded && (recorded.linkedTo === null || recorded.linkedTo === facts.providerRefundId);
  if (!ours)
    return status === 'failed' ? null : finding('refund_unknown', about, 'flagged', { expected: null, found: given });
  if (!same(recorded, returned)) {
    return finding('amount_differs', about, 'flagged', { expected: sumText(recorded), found: sumText(returned) });
  }
  return judgeRefundStatus(about, recorded, status);
}

/** A refund of ours that was in no list: `lookedUp` is what the provider says of it, null when it knows of none. */
export function judgeUnlistedRefund(
  facts: {
    readonly provider: ProviderName;
    readonly providerRefundId: string;
    readonly owner: Owner;
    readonly recorded: RefundRecord;
  },
  lookedUp: ProviderRefundStatus | null,
): Finding | null {
  const about = { provider: facts.provider, objectId: facts.providerRefundId, owner: facts.owner };
  if (lookedUp) return judgeRefundStatus(about, facts.recorded, lookedUp);
  return finding('refund_missing', about, 'flagged', {
    expected: `${facts.recorded.status} ${sumText(facts.recorded)}`,
    found: null,
  });
}

/**
 * What to do about a refund that is `ours` here and `theirs` there. Only what the confirm path can take over is handed
 * to it: a row that was settled or refused knows its provider refund, or nothing can be looked up.
 */
const REFUND_NEWS: Readonly<Record<RefundState, Readonly<Record<ProviderRefundStatus, FindingAction | null>>>> = {
  requested: { pending: 'redelivered', succeeded: 'redelivered', failed: null },
  pending: { pending: null, succeeded: 'redelivered', failed: 'redelivered' },
  succeeded: { pending: 'flagged', succeeded: null, failed: 'redelivered' },
  failed: { pending: null, succeeded: 'redelivered', failed: null },
  // Settled without the provider, which has paid as well.
  settled_by_hand: { pending: null, succeeded: 'redelivered', failed: null },
};

function judgeRefundStatus(about: About, recorded: RefundRecord, theirs: ProviderRefundStatus): Finding | null {
  const action = REFUND_NEWS[recorded.status][theirs];
  if (!action) return null;
  const canBeHeard = recorded.linkedTo !== null || recorded.status === 'requested';
  return finding('refund_status_differs', about, canBeHeard ? action : 'flagged', {
    expected: recorded.status,
    found: theirs,
  });
}

/** Sums of one provider, currency and clinic over the window's charges and refunds, in minor units. */
export interface Totals {
  readonly provider: ProviderName;
  readonly currency: string;
  /** Null while the installation has no clinic. */
  readonly clinicId: string | null;
  /** Charges less successful refunds, by the provider's books. */
  readonly providerSum: number;
  /** The same charges and refunds in our ledger, on the account that holds their money. */
  readonly ledgerSum: number;
}

/** Adds up per provider, currency and clinic. */
export class Tally {
  readonly #sums = new Map<string, Totals>();
  readonly #checked = new Map<string, number>();

  add(key: Pick<Totals, 'provider' | 'clinicId'>, side: 'providerSum' | 'ledgerSum', sum: Sum | null): void {
    if (!sum || sum.amount === 0) return;
    const { provider, clinicId } = key;
    const { currency } = sum;
    const name = JSON.stringify([provider, currency, clinicId]);
    const before = this.#sums.get(name) ?? { provider, currency, clinicId, providerSum: 0, ledgerSum: 0 };
    this.#sums.set(name, { ...before, [side]: before[side] + sum.amount });
  }

  count(what: string, more: number): void {
    this.#checked.set(what, (this.#checked.get(what) ?? 0) + more);
  }

  get sums(): readonly Totals[] {
    return [...this.#sums.keys()].sort().flatMap((name) => this.#sums.get(name) ?? []);
  }

  /** How many of each kind were compared. */
  get checked(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#checked);
  }
}
