import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  literal,
  Model,
} from 'sequelize';
import { MEMBERSHIP_STATUSES, type MembershipStatus, ROLES, type Role } from '../../../domain/roles.js';
import { NOW, oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class MembershipsTable extends Model<
  InferAttributes<MembershipsTable>,
  InferCreationAttributes<MembershipsTable>
> {
  declare readonly id: CreationOptional<string>;
  declare readonly userId: string;
  declare readonly clinicId: string | null;
  declare readonly role: Role;
  declare readonly status: CreationOptional<MembershipStatus>;
  declare readonly createdAt: CreationOptional<Date>;
  declare readonly updatedAt: CreationOptional<Date>;
  declare readonly activatedAt: Date | null;
  /** Set where the person is a member by being one of the clinic's organisation. */
  declare readonly organisationMemberId: string | null;
}

MembershipsTable.init(
  {
    id: primary(DataTypes.UUID, { defaultValue: literal('uuidv7()') }),
    userId: required(DataTypes.UUID, references('users')),
    clinicId: optional(DataTypes.UUID, references('clinics')),
    role: required(oneOf(ROLES)),
    status: required(oneOf(MEMBERSHIP_STATUSES), { defaultValue: 'active' }),
    createdAt: required(DataTypes.DATE, { defaultValue: NOW }),
    updatedAt: required(DataTypes.DATE, { defaultValue: NOW }),
    activatedAt: optional(DataTypes.DATE),
    organisationMemberId: optional(DataTypes.UUID, references('organisation_members')),
  },
  { sequelize: schema, tableName: 'memberships' },
);
