/** What other contexts read of appointments. */
export type { OpenAppointment } from './appointments.js';
export { ACTIVE, LIVE } from './status-lists.js';
