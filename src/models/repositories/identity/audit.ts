import type { KeyRing } from '../../../config/key-ring.js';
import {
  type Actor,
  actorApiKeyId,
  actorLabel,
  actorMembershipId,
  actorSessionId,
  actorUserId,
} from '../../../domain/actor.js';
import type { AuditAction, AuditEvent } from '../../../domain/audit.js';
import { currentContext } from '../../../observability/context.js';
import type { Tx } from '../../lent-client.js';
import type { Row } from '../../rows.js';
import { fieldOf } from '../../sealed-fields.js';
import type { Statement } from '../../sql.js';
import { AuditEventsTable } from '../../tables/identity/audit-events.js';
import { timeOrderedId } from '../../time-ordered-id.js';
import { auditHash, type HashedEvent } from './audit-hash.js';

type Recorded = Omit<Row<AuditEventsTable>, 'writtenBy'>;

/** The field of a row's reason. */
export const auditReason = (id: string) => fieldOf(AuditEventsTable, 'reasonSealed', id);

/**
 * Writes audit rows in the transaction of what they tell of, each with a hash of all of it. They are written together, as
 * the transaction's last statement: whoever waits for a row that this transaction has locked waits no longer for them.
 */
export class AuditRepository {
  readonly #recorded: Recorded[] = [];

  constructor(
    private readonly db: Pick<Tx, 'closing' | 'query'>,
    private readonly actor: Actor,
    private readonly keys: KeyRing,
  ) {}

  async record(event: AuditEvent, now: Date): Promise<void> {
    if (this.#recorded.length === 0) this.db.closing.push(() => this.#insertion());
    const { requestId = null, address = null, userAgent = null } = currentContext();
    const { reason = null } = event;
    const row: HashedEvent = {
      id: timeOrderedId(now),
      happenedAt: now,
      clinicId: event.clinicId,
      action: event.action,
      // A guest is a person, whose label says that they are one.
      actorKind: this.actor.kind === 'guest' ? 'user' : this.actor.kind,
      actorUserId: actorUserId(this.actor),
      actorLabel: actorLabel(this.actor),
      actorMembershipId: actorMembershipId(this.actor),
      actorSessionId: actorSessionId(this.actor),
      actorApiKeyId: actorApiKeyId(this.actor),
      entity: event.entity,
      entityId: event.entityId,
      ...patientsOf(event),
      details: event.details ?? {},
      reason,
      requestId,
      address,
      userAgent,
    };
    const contentHash = auditHash(row);
    const { reason: _, ...stored } = row;
    const reasonSealed = reason === null ? null : this.keys.sealText(reason, auditReason(row.id));
    this.#recorded.push({ ...stored, reasonSealed, contentHash, contentMac: this.keys.hashes(contentHash)[0] });
  }

  #insertion(): Statement {
    const rows = this.#recorded.splice(0);
    const column = <Name extends keyof Recorded>(name: Name) => rows.map((row) => row[name]);
    return {
      text: `insert into audit_events (id, happened_at, clinic_id, action, actor_kind, actor_user_id, actor_label,
         actor_membership_id, actor_session_id, actor_api_key_id, entity, entity_id, patient_id, patient_ids, details,
         reason_sealed, request_id, address, user_agent, content_hash, content_mac)
       select id, happened_at, clinic_id, action, actor_kind, actor_user_id, actor_label, actor_membership_id,
         actor_session_id, actor_api_key_id, entity, entity_id, patient_id, patient_ids::uuid[], details,
         reason_sealed, request_id, address, user_agent, content_hash, content_mac
       from unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::text[],
         $8::uuid[], $9::uuid[], $10::uuid[], $11::text[], $12::text[], $13::uuid[], $14::text[], $15::jsonb[],
         $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[])
         as row (id, happened_at, clinic_id, action, actor_kind, actor_user_id, actor_label, actor_membership_id,
           actor_session_id, actor_api_key_id, entity, entity_id, patient_id, patient_ids, details, reason_sealed,
           request_id, address, user_agent, content_hash, content_mac)`,
      values: [
        column('id'),
        column('happenedAt'),
        column('clinicId'),
        column('action'),
        column('actorKind'),
        column('actorUserId'),
        column('actorLabel'),
        column('actorMembershipId'),
        column('actorSessionId'),
        column('actorApiKeyId'),
        column('entity'),
        column('entityId'),
        column('patientId'),
        // Rows name different numbers of patients, and an array of arrays has one width: each goes as a literal.
        rows.map(({ patientIds }) => patientIds && `{${patientIds.join(',')}}`),
        rows.map(({ details }) => JSON.stringify(details)),
        column('reasonSealed'),
        column('requestId'),
        column('address'),
        column('userAgent'),
        column('contentHash'),
        column('contentMac'),
      ],
    };
  }

  /**
   * The patients whom these ids name: their own, or one of their appointments or orders. By their membership: a doctor reads the
   * profile of the own patients alone.
   */
  async patientsBehind(ids: readonly string[]): Promise<readonly string[]> {
    const { rows } = await this.db.query<{ patientId: string }>(
      `select patient_id from appointments where id = any ($1::uuid[])
       union select patient_id from orders where id = any ($1::uuid[])
       union select user_id from memberships where role = 'patient' and user_id = any ($1::uuid[])`,
      [ids],
    );
    return rows.map(({ patientId }) => patientId);
  }

  /** Whether the request that is being answered has left a row about this record, in a transaction that has ended. */
  async hasRowOfRequest(entity: AuditEvent['entity'], entityId: string): Promise<boolean> {
    const { rows } = await this.db.query(
      'select 1 from audit_events where entity = $1 and entity_id = $2 and request_id = $3 limit 1',
      [entity, entityId, currentContext().requestId ?? ''],
    );
    return rows.length > 0;
  }

  /** Whether this actor did the same to the same thing since then, in a transaction that has ended. */
  async hasRecent(action: AuditAction, entityId: string, since: Date): Promise<boolean> {
    const { rows } = await this.db.query(
      `select 1 from audit_events
        where action = $1 and entity_id = $2 and actor_label = $3 and actor_user_id is not distinct from $4
          and happened_at >= $5 limit 1`,
      [action, entityId, actorLabel(this.actor), actorUserId(this.actor), since],
    );
    return rows.length > 0;
  }
}

/** One patient stands in a column of their own, by which they are found; several, or none of a list, in a list. */
function patientsOf({ patientId = null, patientIds }: AuditEvent): Pick<HashedEvent, 'patientId' | 'patientIds'> {
  const named = [...new Set([...(patientId === null ? [] : [patientId]), ...(patientIds ?? [])])].sort();
  if (patientIds === undefined || named.length === 1) return { patientId: named[0] ?? null, patientIds: null };
  return { patientId: null, patientIds: named };
}
