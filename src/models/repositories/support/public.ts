/** What other contexts read of what needs a person. */
export type { StaffPageRecord } from './staff-page.js';
