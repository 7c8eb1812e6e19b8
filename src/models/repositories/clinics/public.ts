/** What other contexts read of clinics. */
export { clinicSpanValues, outsideNoSpan } from './clinic-spans.js';
export { ClinicRepository, type ClinicRow } from './clinics.js';
export type { ClinicDocument } from './documents.js';
export type { MemberRules } from './security-settings.js';
export type { ClinicsScope } from './slice.js';
