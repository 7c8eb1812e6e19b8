export { appointment } from './appointment/appointment.js';
export { attention } from './attention/attention.js';
export { maintenance } from './maintenance/maintenance.js';
export { paymentEvent } from './payment-event/payment-event.js';
export { reconciliation } from './reconciliation/reconciliation.js';
