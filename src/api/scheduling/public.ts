/** What other contexts may import of these answers. */
export { CLINIC, DOCTOR } from './examples.js';
export type { ClinicView, DoctorView } from './responses.js';
