/** What other contexts know of an appointment. */
export type { PayLinkState } from './payment-pages.js';
export type { AppointmentSnapshot } from './snapshot.js';
export type { PageTime } from './staff-page.js';
export type { AppointmentStatus } from './states.js';
