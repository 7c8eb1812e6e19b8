/** What other contexts read of clinics. */
export { clinicSpanValues, withinClinicSpan } from './clinic-spans.js';
export { ClinicRepository, type ClinicRow } from './clinics.js';
export type { ClinicsScope } from './slice.js';
