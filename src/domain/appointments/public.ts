/** What other contexts know of an appointment. */
export {
  ABSENCE_OUTCOMES,
  type DecideAbsenceCommand,
  type DecideRefundCommand,
  type ExtendCommand,
  type IssueRefundCommand,
  type ResolveAttentionCommand,
  type RetryRefundCommand,
  type StaffCommand,
  type UpdateCommands,
  type UpdateName,
} from './commands.js';
export { defaultReason } from './history-wording.js';
export type { PayLinkState } from './payment-pages.js';
export { needsApproval } from './policies.js';
export type { AppointmentSnapshot } from './snapshot.js';
export type { PageTime } from './staff-page.js';
export { type AppointmentStatus, type ConsultationMode, isCancelled } from './states.js';
export { transitionError } from './transitions.js';
