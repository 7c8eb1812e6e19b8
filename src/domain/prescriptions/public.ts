/** What other contexts know of prescriptions. */
export type { PrescriptionEvent } from './states.js';
