/** What other contexts may import of these rules. */
export { type AppointmentPolicy, appointmentPolicy, type ClinicPolicy, clinicPolicy } from './policy.js';
