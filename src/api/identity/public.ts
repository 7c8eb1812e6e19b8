/** What other contexts take in about people. */

export { registerAccountPages } from './account-pages.js';
export { registerGoogleRoutes } from './google-routes.js';
export { type AddressDto, type PatientProfileInput, patientChangeOf } from './patient-requests.js';
export { contactView } from './presenter.js';
export type { AddressView, EmergencyContactView } from './responses.js';
