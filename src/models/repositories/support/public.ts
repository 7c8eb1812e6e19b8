/** What other contexts read of what needs a person. */
export type { SupportScope } from './slice.js';
