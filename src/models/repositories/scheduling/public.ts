/** What other contexts read of slots. */
export { schedulingRepositories } from './slice.js';
export type { ClaimableSlot, SlotRow } from './slots.js';
