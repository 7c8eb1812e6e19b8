import type { Standing } from './standing.js';

/** A refund that staff decided on; any other reason names the move of an appointment that owes it to the patient. */
export const ISSUED_BY_STAFF = 'issued_by_staff';

/** Whether the patient is owed what waits for a second person, because the clinic cancelled: then it cannot be refused. */
export function isOwed({ refundReason }: { readonly refundReason: string }): boolean {
  return refundReason !== ISSUED_BY_STAFF;
}

/**
 * Whether nothing is left to approve: the bank has given the patient the money, or another refund has. Only then may a
 * request be refused that the patient is owed.
 */
export function isMoot(
  request: { readonly amount: number },
  { refundable, dispute }: Pick<Standing, 'refundable' | 'dispute'>,
): boolean {
  return dispute === 'lost' || refundable < request.amount;
}
