/** What other contexts know of a clinic's rules. */
export { type AppointmentPolicy, appointmentPolicy, type ClinicPolicy, clinicPolicy } from './policy.js';
export { type SecurityRules, strictestRules } from './security-rules.js';
