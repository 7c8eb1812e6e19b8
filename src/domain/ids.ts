/** Workflow ids. The appointment's id is its primary key and its workflow id. */
export function appointmentWorkflowId(appointmentId: string): string {
  return appointmentId;
}

/** One workflow for everything a provider says about one of its objects while the appointment has no run that could receive it. */
export function paymentEventWorkflowId(provider: string, objectId: string): string {
  return `payment-event/${provider}/${objectId}`;
}

/** The workflow that issues and delivers what a doctor has prescribed in one request. */
export function prescriptionWorkflowId(requestId: string): string {
  return `prescription/${requestId}`;
}

/** The workflow that shows an attention entry which belongs to no appointment. */
export function attentionWorkflowId(entryId: string): string {
  return `attention/${entryId}`;
}

/** The workflow that sends a mail about an account. */
export function accountMailWorkflowId(mailId: string): string {
  return `account-mail/${mailId}`;
}

/** The workflow that carries the import of a list into the formulary. */
export function formularyImportWorkflowId(importId: string): string {
  return `formulary-import/${importId}`;
}

/** The workflow that carries the import of a supplier's price list into the catalogue. */
export function supplierImportWorkflowId(importId: string): string {
  return `supplier-import/${importId}`;
}

/** The Schedule that fetches the price lists of a supplier for a clinic, and the beginning of the ids of its runs. */
export function supplierPullScheduleId(clinicId: string, supplier: string): string {
  return `supplier-pull/${clinicId}/${supplier}`;
}

export const MAINTENANCE_SCHEDULE_ID = 'keepwell-maintenance';
export const CHAT_ARCHIVE_SCHEDULE_ID = 'keepwell-chat-archive';
export const RECONCILIATION_SCHEDULE_ID = 'keepwell-reconciliation';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Any RFC 9562 UUID, in either case. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value.toLowerCase());
}
