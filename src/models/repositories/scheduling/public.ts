/** What other contexts read of slots. */
export { type SchedulingScope, schedulingRepositories } from './slice.js';
export type { ClaimableSlot, SlotRow } from './slots.js';
