import type { RefundState } from './orders.js';

/** `open`: the bank has not decided; `lost`: it keeps what it took; `won`: the clinic has its money again. */
export type DisputeStanding = 'open' | 'won' | 'lost';

/** What is recorded of a dispute so far. */
export interface KnownDispute {
  readonly state: DisputeStanding;
  /** How many movements of money were known: a provider only ever adds to them. */
  readonly movements: number;
  /** What is in the books as lost, minor units. */
  readonly writtenOff: number;
}

/** What the provider says of it now; amounts in minor units, negative when taken from the clinic. */
export interface ReportedDispute {
  readonly state: DisputeStanding;
  readonly movements: readonly { readonly amount: number }[];
}

export interface DisputeDecision {
  readonly state: DisputeStanding;
  /** Whether the state is another than the one we knew. */
  readonly isNew: boolean;
  /** What is lost for good by now. */
  readonly lost: number;
}

/**
 * How a dispute stands after an answer of the provider. Answers may overtake each other, so fewer movements than known mean
 * an old answer: null, nothing changes. Banks do decide anew (an appeal), but a decided dispute is open again only if its money
 * moved again, because `open` may as well be an answer from before the decision.
 */
export function decideDispute(known: KnownDispute | null, reported: ReportedDispute): DisputeDecision | null {
  if (known && reported.movements.length < known.movements) return null;
  const hasMoreMovements = reported.movements.length > (known?.movements ?? 0);
  const state = known && reported.state === 'open' && !hasMoreMovements ? known.state : reported.state;
  const gone = -reported.movements.reduce((sum, movement) => sum + movement.amount, 0);
  return { state, isNew: state !== known?.state, lost: state === 'lost' ? Math.max(0, gone) : 0 };
}

/** Why a refund was not sent, in its `failure_reason`: its dispute is undecided; or the bank has given the money back. */
export const IN_DISPUTE = 'in_dispute';
export const DISPUTE_LOST = 'dispute_lost';
/** The bank has given back less than is owed: a person settles the rest. */
export const LOST_IN_PART = 'dispute_lost_in_part';

/** A refund of a captured payment, amount in minor units. */
export interface RefundOfPayment {
  readonly amount: number;
  readonly status: RefundState;
  readonly failureReason: string | null;
}

/** Whether a dispute has kept this refund from being sent: it is owed again when the dispute is won. */
export function isHeldBack({ status, failureReason: reason }: RefundOfPayment): boolean {
  return (status === 'failed' || status === 'settled_by_hand') && (reason === IN_DISPUTE || reason === DISPUTE_LOST);
}
