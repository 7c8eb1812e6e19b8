/** What other contexts read of slots. */
export type { ClaimableSlot, SlotRow } from './slots.js';
