/** What other contexts may import of these rows. */
export { clinicSpanValues, withinClinicSpan } from './clinic-spans.js';
export { ClinicRepository, type ClinicRow } from './clinics.js';
