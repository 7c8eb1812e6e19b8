import type { KeyRing } from '../../../config/key-ring.js';
import { type Actor, actorLabel, actorUserId } from '../../../domain/actor.js';
import type { AuditAction, AuditEvent } from '../../../domain/audit.js';
import { currentContext } from '../../../observability/context.js';
import type { Tx } from '../../lent-client.js';
import type { Row } from '../../rows.js';
import type { AuditEventsTable } from '../../tables/identity/audit-events.js';

type Recorded = Pick<
  Row<AuditEventsTable>,
  | 'clinicId'
  | 'action'
  | 'actorKind'
  | 'actorUserId'
  | 'actorLabel'
  | 'entity'
  | 'entityId'
  | 'patientId'
  | 'details'
  | 'requestId'
  | 'address'
  | 'userAgent'
  | 'happenedAt'
  | 'contentMac'
>;

/**
 * Writes audit rows in the change's own transaction, each with a keyed hash of its content. They are written together, as
 * the transaction's last statement: whoever waits for a row that this transaction has locked waits no longer for them.
 */
export class AuditRepository {
  readonly #recorded: Recorded[] = [];

  constructor(
    private readonly db: Pick<Tx, 'beforeCommit' | 'query'>,
    private readonly actor: Actor,
    private readonly keys: KeyRing,
  ) {}

  async record(event: AuditEvent, now: Date): Promise<void> {
    if (this.#recorded.length === 0) this.db.beforeCommit.push(() => this.#write());
    const details = event.details ?? {};
    const { kind: actorKind } = this.actor;
    const [actorId, actorName] = [actorUserId(this.actor), actorLabel(this.actor)];
    const { requestId = null, address = null, userAgent = null } = currentContext();
    const content = [
      event.action,
      event.entity,
      event.entityId,
      event.clinicId,
      event.patientId ?? null,
      actorKind,
      actorId,
      actorName,
      Object.entries(details).sort(([a], [b]) => (a < b ? -1 : 1)),
      now.toISOString(),
      address,
      userAgent,
    ];
    this.#recorded.push({
      clinicId: event.clinicId,
      action: event.action,
      actorKind,
      actorUserId: actorId,
      actorLabel: actorName,
      entity: event.entity,
      entityId: event.entityId,
      patientId: event.patientId ?? null,
      details,
      requestId,
      address,
      userAgent,
      happenedAt: now,
      contentMac: this.keys.hashes(JSON.stringify(content))[0] ?? '',
    });
  }

  async #write(): Promise<void> {
    const rows = this.#recorded.splice(0);
    const column = <Name extends keyof Recorded>(name: Name) => rows.map((row) => row[name]);
    await this.db.query(
      `insert into audit_events (clinic_id, action, actor_kind, actor_user_id, actor_label, entity, entity_id,
         patient_id, details, request_id, address, user_agent, happened_at, content_mac)
       select * from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[],
         $8::uuid[], $9::jsonb[], $10::text[], $11::text[], $12::text[], $13::timestamptz[], $14::text[])`,
      [
        column('clinicId'),
        column('action'),
        column('actorKind'),
        column('actorUserId'),
        column('actorLabel'),
        column('entity'),
        column('entityId'),
        column('patientId'),
        rows.map(({ details }) => JSON.stringify(details)),
        column('requestId'),
        column('address'),
        column('userAgent'),
        column('happenedAt'),
        column('contentMac'),
      ],
    );
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
