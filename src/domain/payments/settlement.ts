/**
 * What a captured payment means to what it pays for. `confirmed`: in time; `rebooked`: late, but it could still be had;
 * `refunding`: late, and nothing was left to pay for.
 */
export const PAID_OUTCOMES = ['confirmed', 'rebooked', 'refunding'] as const;
export type PaidOutcome = (typeof PAID_OUTCOMES)[number];

/**
 * What a lookup of a checkout led to: what its payment means, or one of these. `surplus`: paid twice, the second goes
 * back; `mismatch`: not the amount owed; `known`: nothing new; `closed`: can no longer be paid; `undecided`: still open
 * or under way.
 */
export const SETTLE_OUTCOMES = [...PAID_OUTCOMES, 'surplus', 'mismatch', 'known', 'closed', 'undecided'] as const;
export type SettleOutcome = (typeof SETTLE_OUTCOMES)[number];
