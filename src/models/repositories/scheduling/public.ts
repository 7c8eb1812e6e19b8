/** What other contexts may import of these rows. */
export type { ClaimableSlot, SlotRow } from './slots.js';
