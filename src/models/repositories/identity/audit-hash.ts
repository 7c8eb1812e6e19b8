import { createHash } from 'node:crypto';
import type { Row } from '../../rows.js';
import type { AuditEventsTable } from '../../tables/identity/audit-events.js';

/** An audit row but for its hashes and the number of its transaction, which the database gives. */
export type HashedEvent = Omit<Row<AuditEventsTable>, 'contentHash' | 'contentMac' | 'writtenBy' | 'reasonSealed'> & {
  readonly reason: string | null;
};

/**
 * The hash of an audit row, `<version>:<SHA-256 in hex>`: of the UTF-8 of a JSON array, without white space, of these columns
 * in this order; instants as ISO 8601 in UTC with milliseconds, `details` as a list of `[name, value]` sorted by name. A row
 * keeps the version that it was written with: another form takes another number, and old rows stay checkable.
 */
export function auditHash(event: HashedEvent): string {
  const canonical = JSON.stringify([
    'keepwell/audit/1',
    event.id,
    event.happenedAt.toISOString(),
    event.clinicId,
    event.action,
    event.actorKind,
    event.actorUserId,
    event.actorLabel,
    event.actorMembershipId,
    event.actorSessionId,
    event.actorApiKeyId,
    event.entity,
    event.entityId,
    event.patientId,
    event.patientIds,
    Object.entries(event.details).sort(([a], [b]) => (a < b ? -1 : 1)),
    event.reason,
    event.requestId,
    event.address,
    event.userAgent,
  ]);
  return `1:${createHash('sha256').update(canonical).digest('hex')}`;
}
