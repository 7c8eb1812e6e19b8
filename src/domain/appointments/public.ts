/** What other contexts may import of these rules. */
export type { PayLinkState } from './payment-pages.js';
export type { AppointmentSnapshot } from './snapshot.js';
export type { PageTime } from './staff-page.js';
export type { AppointmentStatus } from './states.js';
