import type { PayableKind } from '../subjects.js';
import type { ProviderName } from './orders.js';

/** What a reconciliation can find, and what each means. */
export const FINDINGS = {
  charge_unknown: 'The provider took money for one of our orders and its webhook never came.',
  charge_unmatched: 'The provider took money that no order of ours explains.',
  foreign_money:
    'The provider account also moved money that names no order of ours: another shop uses the same account.',
  charge_missing: 'We recorded a payment that the provider does not have.',
  amount_differs: 'The provider has another amount or currency than we do.',
  refund_unknown: 'The provider paid money back that we did not ask it to.',
  refund_missing: 'We recorded a refund that the provider does not have.',
  refund_status_differs: 'The provider says something else became of a refund than we do.',
  ledger_unbalanced: 'A posting of the ledger does not sum to zero.',
  ledger_differs: 'The ledger has another sum for a payment or refund than its record.',
  paid_but_not_live:
    'Money was taken, and neither a visit, a refund, a recorded decision nor an open entry explains it.',
  live_but_unpaid: 'A visit counts as paid, and no payment is on record.',
  pending_without_run: 'A hold was past its end and no workflow was there to end it.',
  pending_stuck: 'A hold is long past every limit although its workflow runs.',
  event_stuck: 'A webhook was taken and nobody has dealt with it.',
  receipt_missing: 'Money moved and no receipt or credit note was issued for it.',
} as const;
export type FindingCode = keyof typeof FINDINGS;

/**
 * What was done about it. `redelivered`: the provider is asked again by the one confirm path; `resumed`: a workflow was
 * started from the record; `issued`: the document was made; `flagged`: shown to a person, nothing was changed;
 * `accepted`: a person has already resolved the same finding.
 */
export type FindingAction = 'redelivered' | 'resumed' | 'issued' | 'flagged' | 'accepted';

export interface Finding {
  readonly code: FindingCode;
  /** Null where no provider is involved. */
  readonly provider: ProviderName | null;
  /** The provider's name of the charge or refund, or the id of our own row. */
  readonly objectId: string;
  readonly clinicId: string | null;
  /** What the money is for, or what lacks it; null where we know nothing of it. */
  readonly subjectId: string | null;
  readonly subjectKind: PayableKind | null;
  readonly orderId: string | null;
  /** By our records. */
  readonly expected: string | null;
  /** By the other book. */
  readonly found: string | null;
  readonly action: FindingAction;
}

/** Minor units. */
export interface Sum {
  readonly amount: number;
  readonly currency: string;
}

/** What a finding is about in our own records; null where we know nothing of it. */
export interface Owner {
  readonly clinicId: string;
  readonly subjectId: string;
  readonly subjectKind: PayableKind;
  readonly orderId: string | null;
}

/** As a report shows it: minor units and currency. */
export function sumText({ amount, currency }: Sum): string {
  return `${amount} ${currency}`;
}

export function same(one: Sum, other: Sum): boolean {
  return one.amount === other.amount && one.currency === other.currency;
}

/** What a finding is about, in the words of the report. */
export type About = Pick<Finding, 'provider' | 'objectId'> & { readonly owner: Owner | null };

export function finding(
  code: FindingCode,
  about: About,
  action: FindingAction,
  { expected, found }: Pick<Finding, 'expected' | 'found'>,
): Finding {
  const { provider, objectId, owner } = about;
  return {
    code,
    provider,
    objectId,
    clinicId: owner?.clinicId ?? null,
    subjectId: owner?.subjectId ?? null,
    subjectKind: owner?.subjectKind ?? null,
    orderId: owner?.orderId ?? null,
    expected,
    found,
    action,
  };
}
