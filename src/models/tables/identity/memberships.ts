import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { ROLES, type Role } from '../../../domain/roles.js';
import { NOW, oneOf, primary, references, required, schema } from '../../schema.js';

export class MembershipsTable extends Model<
  InferAttributes<MembershipsTable>,
  InferCreationAttributes<MembershipsTable>
> {
  declare readonly userId: string;
  declare readonly clinicId: string;
  declare readonly role: Role;
  declare readonly createdAt: CreationOptional<Date>;
}

MembershipsTable.init(
  {
    userId: primary(DataTypes.UUID, references('users')),
    clinicId: primary(DataTypes.UUID, references('clinics')),
    role: required(oneOf(ROLES)),
    createdAt: required(DataTypes.DATE, { defaultValue: NOW }),
  },
  { sequelize: schema, tableName: 'memberships' },
);
