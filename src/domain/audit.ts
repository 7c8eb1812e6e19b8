import { CONTEXTS, type ContextAuditAction } from './contexts.js';

/** What the audit trail can record; each context declares its own actions. */
export type AuditAction = ContextAuditAction;
export const AUDIT_ACTIONS: readonly AuditAction[] = CONTEXTS.flatMap(({ auditActions }) => auditActions);

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
