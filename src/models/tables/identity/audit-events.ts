import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  literal,
  Model,
} from 'sequelize';
import type { Actor } from '../../../domain/actor.js';
import type { AuditAction, AuditEvent } from '../../../domain/audit.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

/** One row per request that changed or read something of somebody; the migration says what each column is. */
export class AuditEventsTable extends Model<
  InferAttributes<AuditEventsTable>,
  InferCreationAttributes<AuditEventsTable>
> {
  declare readonly id: string;
  declare readonly happenedAt: Date;
  declare readonly clinicId: string | null;
  declare readonly action: AuditAction;
  declare readonly actorKind: Actor['kind'];
  declare readonly actorUserId: string | null;
  declare readonly actorLabel: string;
  declare readonly actorMembershipId: string | null;
  declare readonly actorSessionId: string | null;
  declare readonly actorApiKeyId: string | null;
  declare readonly entity: AuditEvent['entity'];
  declare readonly entityId: string;
  declare readonly patientId: string | null;
  declare readonly patientIds: readonly string[] | null;
  declare readonly details: CreationOptional<NonNullable<AuditEvent['details']>>;
  declare readonly reasonSealed: string | null;
  declare readonly requestId: string | null;
  declare readonly address: string | null;
  declare readonly userAgent: string | null;
  declare readonly contentHash: string;
  declare readonly contentMac: string;
  /** The transaction that wrote the row, as the database numbers it. */
  declare readonly writtenBy: CreationOptional<string>;
}

AuditEventsTable.init(
  {
    id: primary(DataTypes.UUID),
    happenedAt: primary(DataTypes.DATE),
    clinicId: optional(DataTypes.UUID, references('clinics')),
    action: required(DataTypes.TEXT),
    actorKind: required(oneOf(['user', 'api_key', 'system', 'temporal_ui'])),
    actorUserId: optional(DataTypes.UUID),
    actorLabel: required(DataTypes.TEXT),
    actorMembershipId: optional(DataTypes.UUID),
    actorSessionId: optional(DataTypes.UUID),
    actorApiKeyId: optional(DataTypes.UUID),
    entity: required(DataTypes.TEXT),
    entityId: required(DataTypes.TEXT),
    patientId: optional(DataTypes.UUID),
    patientIds: optional(DataTypes.ARRAY(DataTypes.UUID)),
    details: required(DataTypes.JSONB, { defaultValue: {} }),
    reasonSealed: optional(DataTypes.TEXT),
    requestId: optional(DataTypes.TEXT),
    address: optional(DataTypes.TEXT),
    userAgent: optional(DataTypes.TEXT),
    contentHash: required(DataTypes.TEXT),
    contentMac: required(DataTypes.TEXT),
    writtenBy: required('XID8', { defaultValue: literal('pg_current_xact_id()') }),
  },
  { sequelize: schema, tableName: 'audit_events' },
);
