import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { STAFF_ROLES, type StaffRole } from '../../../domain/roles.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class InvitationsTable extends Model<
  InferAttributes<InvitationsTable>,
  InferCreationAttributes<InvitationsTable>
> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly emailHash: string;
  declare readonly emailSealed: string;
  declare readonly role: StaffRole;
  declare readonly departmentIds: CreationOptional<readonly string[]>;
  declare readonly invitedBy: string;
  declare readonly createdAt: Date;
  declare readonly expiresAt: Date;
  declare readonly acceptedAt: Date | null;
  declare readonly revokedAt: Date | null;
}

InvitationsTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    emailHash: required(DataTypes.TEXT),
    emailSealed: required(DataTypes.TEXT),
    role: required(oneOf(STAFF_ROLES)),
    departmentIds: required(DataTypes.ARRAY(DataTypes.UUID), { defaultValue: [] }),
    invitedBy: required(DataTypes.UUID, references('users')),
    createdAt: required(DataTypes.DATE),
    expiresAt: required(DataTypes.DATE),
    acceptedAt: optional(DataTypes.DATE),
    revokedAt: optional(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'invitations' },
);
