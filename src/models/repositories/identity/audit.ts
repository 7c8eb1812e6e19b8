import type { KeyRing } from '../../../config/key-ring.js';
import { type Actor, actorLabel, actorUserId } from '../../../domain/actor.js';
import type { AuditAction, AuditEvent } from '../../../domain/audit.js';
import { currentContext } from '../../../observability/context.js';
import type { Sql } from '../../sql.js';

/** Writes audit rows in the change's own transaction, each with a keyed hash of its content. */
export class AuditRepository {
  constructor(
    private readonly db: Sql,
    private readonly actor: Actor,
    private readonly keys: KeyRing,
  ) {}

  async record(event: AuditEvent, now: Date): Promise<void> {
    const details = event.details ?? {};
    const label = actorLabel(this.actor);
    const { requestId = null, address = null, userAgent = null } = currentContext();
    const content = [
      event.action,
      event.entity,
      event.entityId,
      event.clinicId,
      event.patientId ?? null,
      this.actor.kind,
      actorUserId(this.actor),
      label,
      Object.entries(details).sort(([a], [b]) => (a < b ? -1 : 1)),
      now.toISOString(),
      address,
      userAgent,
    ];
    await this.db.query(
      `insert into audit_events (clinic_id, action, actor_kind, actor_user_id, actor_label, entity, entity_id,
         patient_id, details, request_id, address, user_agent, happened_at, content_mac)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        event.clinicId,
        event.action,
        this.actor.kind,
        actorUserId(this.actor),
        label,
        event.entity,
        event.entityId,
        event.patientId ?? null,
        details,
        requestId,
        address,
        userAgent,
        now,
        this.keys.hashes(JSON.stringify(content))[0],
      ],
    );
  }

  /** Whether this actor did the same to the same thing since then. */
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
