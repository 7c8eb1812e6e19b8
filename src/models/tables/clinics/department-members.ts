import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { primary, references, required, schema } from '../../schema.js';

export class DepartmentMembersTable extends Model<
  InferAttributes<DepartmentMembersTable>,
  InferCreationAttributes<DepartmentMembersTable>
> {
  declare readonly departmentId: string;
  declare readonly membershipId: string;
  declare readonly clinicId: string;
}

DepartmentMembersTable.init(
  {
    departmentId: primary(DataTypes.UUID, references('departments')),
    membershipId: primary(DataTypes.UUID, references('memberships')),
    clinicId: required(DataTypes.UUID, references('clinics')),
  },
  { sequelize: schema, tableName: 'department_members' },
);
