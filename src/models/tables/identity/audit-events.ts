import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  literal,
  Model,
} from 'sequelize';
import type { AuditAction } from '../../../domain/audit.js';
import { optional, primary, references, required, schema } from '../../schema.js';

export class AuditEventsTable extends Model<
  InferAttributes<AuditEventsTable>,
  InferCreationAttributes<AuditEventsTable>
> {
  declare readonly id: CreationOptional<string>;
  declare readonly clinicId: string | null;
  declare readonly action: AuditAction;
  declare readonly actorKind: string;
  declare readonly actorUserId: string | null;
  declare readonly actorLabel: string;
  declare readonly entity: string;
  declare readonly entityId: string;
  declare readonly patientId: string | null;
  declare readonly details: CreationOptional<Readonly<Record<string, unknown>>>;
  declare readonly requestId: string | null;
  declare readonly happenedAt: Date;
  declare readonly contentMac: string;
  declare readonly address: string | null;
  declare readonly userAgent: string | null;
}

AuditEventsTable.init(
  {
    id: primary(DataTypes.UUID, { defaultValue: literal('uuidv7()') }),
    clinicId: optional(DataTypes.UUID, references('clinics')),
    action: required(DataTypes.TEXT),
    actorKind: required(DataTypes.TEXT),
    actorUserId: optional(DataTypes.UUID),
    actorLabel: required(DataTypes.TEXT),
    entity: required(DataTypes.TEXT),
    entityId: required(DataTypes.TEXT),
    patientId: optional(DataTypes.UUID),
    details: required(DataTypes.JSONB, { defaultValue: {} }),
    requestId: optional(DataTypes.TEXT),
    happenedAt: required(DataTypes.DATE),
    contentMac: required(DataTypes.TEXT),
    address: optional(DataTypes.TEXT),
    userAgent: optional(DataTypes.TEXT),
  },
  { sequelize: schema, tableName: 'audit_events' },
);
