/** What a clinic's admins can answer a doctor who asks to work there. The names are on the wire. */
export const JOIN_DECISIONS = ['approve', 'decline'] as const;
export type JoinDecision = (typeof JOIN_DECISIONS)[number];

/** Where a request to join stands. */
export const JOIN_STATUSES = ['pending', 'approved', 'declined'] as const;
export type JoinStatus = (typeof JOIN_STATUSES)[number];

const STATUS_AFTER: Readonly<Record<JoinDecision, JoinStatus>> = { approve: 'approved', decline: 'declined' };

export function joinStatusOf(decision: JoinDecision | null): JoinStatus {
  return decision === null ? 'pending' : STATUS_AFTER[decision];
}
