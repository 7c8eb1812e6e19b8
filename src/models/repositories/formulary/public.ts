/** What other contexts read of the formulary: items as one clinic sees them. */
export type { FormularyScope } from './slice.js';
