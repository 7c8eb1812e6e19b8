/** What other contexts show of an appointment. */
export { APPOINTMENT } from './examples.js';
export { appointmentAnswer, changedBy } from './presenter.js';
export type { AppointmentAnswer, ChangedBy } from './responses.js';
