import { type Finding, finding, type Owner, type Sum, sumText } from './findings.js';
import type { ProviderName } from './orders.js';

/** An inbox row is looked at again every minute: after this long, looking has not helped. */
export const EVENT_STUCK_MS = 10 * 60_000;

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

/** A webhook that was received and not processed, by what its provider calls it. */
export function judgeEvent(facts: {
  readonly provider: ProviderName;
  readonly eventId: string;
  readonly label: string;
  readonly owner: Owner | null;
}): Finding {
  const about = { provider: facts.provider, objectId: facts.eventId, owner: facts.owner };
  return finding('event_stuck', about, 'redelivered', { expected: null, found: facts.label });
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
