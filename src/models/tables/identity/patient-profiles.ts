import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { NOW, optional, primary, references, required, schema } from '../../schema.js';

export class PatientProfilesTable extends Model<
  InferAttributes<PatientProfilesTable>,
  InferCreationAttributes<PatientProfilesTable>
> {
  declare readonly userId: string;
  declare readonly detailsSealed: string | null;
  declare readonly updatedAt: CreationOptional<Date>;
}

PatientProfilesTable.init(
  {
    userId: primary(DataTypes.UUID, references('users')),
    detailsSealed: optional(DataTypes.TEXT),
    updatedAt: required(DataTypes.DATE, { defaultValue: NOW }),
  },
  { sequelize: schema, tableName: 'patient_profiles' },
);
