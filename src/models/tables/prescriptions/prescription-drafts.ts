import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { primary, references, required, schema } from '../../schema.js';

/** What doctors have not issued yet. */
export class PrescriptionDraftsTable extends Model<
  InferAttributes<PrescriptionDraftsTable>,
  InferCreationAttributes<PrescriptionDraftsTable>
> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly doctorId: string;
  declare readonly patientId: string;
  declare readonly requestSealed: string;
  declare readonly version: CreationOptional<number>;
  declare readonly createdAt: Date;
  declare readonly updatedAt: Date;
}

PrescriptionDraftsTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    doctorId: required(DataTypes.UUID, references('users')),
    patientId: required(DataTypes.UUID, references('users')),
    requestSealed: required(DataTypes.TEXT),
    version: required(DataTypes.INTEGER, { defaultValue: 1 }),
    createdAt: required(DataTypes.DATE),
    updatedAt: required(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'prescription_drafts' },
);
