export { accountMail } from './account-mail/workflow.js';
export { appointment } from './appointment/workflow.js';
export { attention } from './attention/workflow.js';
export { chatArchive } from './chat-archive/workflow.js';
export { maintenance } from './maintenance/workflow.js';
export { paymentEvent } from './payment-event/workflow.js';
export { prescription } from './prescription/workflow.js';
export { reconciliation } from './reconciliation/workflow.js';
