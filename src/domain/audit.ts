import { CONTEXTS, type ContextAuditAction } from './contexts.js';

/** What the audit trail can record; each context declares its own actions. */
export type AuditAction = ContextAuditAction;
export const AUDIT_ACTIONS: readonly AuditAction[] = CONTEXTS.flatMap(({ auditActions }) => auditActions);

/** One event; `details` holds ids, codes and figures, never personal data. */
export interface AuditEvent {
  readonly action: AuditAction;
  readonly entity:
    | 'user'
    | 'patient'
    | 'break_glass_grant'
    | 'session'
    | 'membership'
    | 'slot'
    | 'appointment'
    | 'order'
    | 'refund'
    | 'attention'
    | 'payload'
    | 'dispute'
    | 'receipt'
    | 'clinic'
    | 'organisation'
    | 'invitation'
    | 'join_request'
    | 'location'
    | 'department'
    | 'clinic_document'
    | 'consent'
    | 'reconciliation'
    | 'questionnaire'
    | 'drug'
    | 'drug_import'
    | 'supplier_import'
    | 'supplier_product'
    | 'supplier_mapping'
    | 'supplier_source'
    | 'purchase_order'
    | 'law_rule'
    | 'approval'
    | 'clinical_rule'
    | 'allergy'
    | 'medicine'
    | 'prescription'
    | 'audit'
    | 'api_key'
    | 'answer'
    | 'chat_room';
  readonly entityId: string;
  readonly clinicId: string | null;
  /** Whose record this is, when it is one patient's. */
  readonly patientId?: string | null;
  /** Whom a list, a search or a trail names; repeats count once. */
  readonly patientIds?: readonly string[];
  /** What the caller gave as reason, where the action asks for one. */
  readonly reason?: string | null;
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}
