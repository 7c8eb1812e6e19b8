import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { JOIN_DECISIONS, type JoinDecision } from '../../../domain/clinics/join-decisions.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class JoinRequestsTable extends Model<
  InferAttributes<JoinRequestsTable>,
  InferCreationAttributes<JoinRequestsTable>
> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly userId: string;
  declare readonly messageSealed: string | null;
  declare readonly createdAt: Date;
  declare readonly decision: JoinDecision | null;
  declare readonly decidedAt: Date | null;
  declare readonly decidedBy: string | null;
  declare readonly reasonSealed: string | null;
}

JoinRequestsTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    userId: required(DataTypes.UUID, references('users')),
    messageSealed: optional(DataTypes.TEXT),
    createdAt: required(DataTypes.DATE),
    decision: optional(oneOf(JOIN_DECISIONS)),
    decidedAt: optional(DataTypes.DATE),
    decidedBy: optional(DataTypes.UUID, references('users')),
    reasonSealed: optional(DataTypes.TEXT),
  },
  { sequelize: schema, tableName: 'join_requests' },
);
