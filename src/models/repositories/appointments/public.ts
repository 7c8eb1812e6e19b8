/** What other contexts may import of these rows. */
export type { OpenAppointment } from './appointments.js';
export { ACTIVE, LIVE } from './status-lists.js';
