/** What other contexts know of a clinic and its rules. */
export type { ClinicRegion } from './clinic-kinds.js';
export { type AppointmentPolicy, appointmentPolicy, type ClinicPolicy, clinicPolicy } from './policy.js';
export { type SecurityRules, strictestRules } from './security-rules.js';
