import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { STAFF_ROLES, type StaffRole } from '../../../domain/roles.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class OrganisationMembersTable extends Model<
  InferAttributes<OrganisationMembersTable>,
  InferCreationAttributes<OrganisationMembersTable>
> {
  declare readonly id: string;
  declare readonly organisationId: string;
  declare readonly userId: string;
  declare readonly role: StaffRole;
  declare readonly createdAt: Date;
  declare readonly endedAt: Date | null;
}

OrganisationMembersTable.init(
  {
    id: primary(DataTypes.UUID),
    organisationId: required(DataTypes.UUID, references('organisations')),
    userId: required(DataTypes.UUID, references('users')),
    role: required(oneOf(STAFF_ROLES)),
    createdAt: required(DataTypes.DATE),
    endedAt: optional(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'organisation_members' },
);
