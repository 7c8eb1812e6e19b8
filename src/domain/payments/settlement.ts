/**
 * What a look-up of a checkout led to. `confirmed`: booked now; `rebooked`: late, but the slot was still free;
 * `refunding`: late and nothing left to pay for; `surplus`: paid twice, the second goes back; `mismatch`: not
 * the amount owed; `known`: nothing new; `closed`: can no longer be paid; `undecided`: still open or under way.
 */
export const SETTLE_OUTCOMES = [
  'confirmed',
  'rebooked',
  'refunding',
  'surplus',
  'mismatch',
  'known',
  'closed',
  'undecided',
] as const;
export type SettleOutcome = (typeof SETTLE_OUTCOMES)[number];
