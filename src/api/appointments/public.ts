/** What other contexts may import of these answers. */
export { APPOINTMENT } from './examples.js';
export { appointmentAnswer, changedBy } from './presenter.js';
export type { AppointmentAnswer, ChangedBy } from './responses.js';
