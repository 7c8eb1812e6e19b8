/** What other contexts may import of these rows. */
export type { StaffPageRecord } from './staff-page.js';
