import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { optional, primary, references, required, schema } from '../../schema.js';

export class DepartmentsTable extends Model<
  InferAttributes<DepartmentsTable>,
  InferCreationAttributes<DepartmentsTable>
> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly name: string;
  declare readonly locationId: string | null;
  declare readonly createdAt: Date;
  declare readonly updatedAt: Date;
}

DepartmentsTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    name: required(DataTypes.TEXT),
    locationId: optional(DataTypes.UUID, references('locations')),
    createdAt: required(DataTypes.DATE),
    updatedAt: required(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'departments' },
);
