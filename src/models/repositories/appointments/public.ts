/** What other contexts read of appointments. */
export type { AppointmentChange, AppointmentRow, OpenAppointment } from './appointments.js';
export type { AppointmentsScope } from './slice.js';
export { LIVE } from './status-lists.js';
