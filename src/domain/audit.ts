/** What the audit trail can record. Each later feature adds its own events here. */
export const AUDIT_ACTIONS = [
  'user.registered',
  'user.logged_in',
  'user.login_refused',
  'user.logged_out',
  'user.profile_updated',
  'user.password_changed',
  'session.revoked',
  'slot.created',
  'slot.deleted',
  'appointment.booked',
  'appointment.claim_released',
  'appointment.confirmed',
  'appointment.expired',
  'appointment.rebooked',
  'appointment.cancelled',
  'appointment.rescheduled',
  'appointment.checked_in',
  'appointment.started',
  'appointment.completed',
  'appointment.no_show',
  'appointment.deleted',
  'appointment.read',
  'appointment.resumed',
  'appointment.window_extended',
  'appointment.confirmation_resent',
  'order.created',
  'order.page_opened_by_link',
  'payment.captured',
  'payment.checked',
  'refund.requested',
  'refund.settled',
  'refund.failed',
  'refund.approved',
  'refund.rejected',
  'refund.approval_requested',
  'dispute.opened',
  'dispute.won',
  'dispute.lost',
  'desk.payment_taken',
  'desk.refund_paid_out',
  'receipt.issued',
  'receipt.read',
  'clinic.created',
  'clinic.details_changed',
  'clinic.settings_changed',
  'reconciliation.finished',
  'attention.opened',
  'attention.resolved',
  'payload.decoded',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** One event; `details` holds ids, codes and figures, never personal data. */
export interface AuditEvent {
  readonly action: AuditAction;
  readonly entity:
    | 'user'
    | 'session'
    | 'slot'
    | 'appointment'
    | 'order'
    | 'refund'
    | 'attention'
    | 'payload'
    | 'dispute'
    | 'receipt'
    | 'clinic'
    | 'reconciliation';
  readonly entityId: string;
  readonly clinicId: string | null;
  /** Whose record this is, when it is a patient's. */
  readonly patientId?: string | null;
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}
