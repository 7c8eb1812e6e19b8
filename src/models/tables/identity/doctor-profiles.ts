import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { NOW, optional, primary, references, required, schema } from '../../schema.js';

export class DoctorProfilesTable extends Model<
  InferAttributes<DoctorProfilesTable>,
  InferCreationAttributes<DoctorProfilesTable>
> {
  declare readonly userId: string;
  declare readonly firstName: string;
  declare readonly lastName: string;
  declare readonly specialty: string | null;
  declare readonly qualifications: string | null;
  declare readonly identifiersSealed: string | null;
  declare readonly updatedAt: CreationOptional<Date>;
}

DoctorProfilesTable.init(
  {
    userId: primary(DataTypes.UUID, references('users')),
    firstName: required(DataTypes.TEXT),
    lastName: required(DataTypes.TEXT),
    specialty: optional(DataTypes.TEXT),
    qualifications: optional(DataTypes.TEXT),
    identifiersSealed: optional(DataTypes.TEXT),
    updatedAt: required(DataTypes.DATE, { defaultValue: NOW }),
  },
  { sequelize: schema, tableName: 'doctor_profiles' },
);
