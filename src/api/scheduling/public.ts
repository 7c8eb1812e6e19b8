/** What other contexts show of a slot. */
export { CLINIC, DOCTOR } from './examples.js';
export type { ClinicView, DoctorView } from './responses.js';
