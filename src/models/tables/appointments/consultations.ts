import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { primary, references, required, schema } from '../../schema.js';

export class ConsultationsTable extends Model<
  InferAttributes<ConsultationsTable>,
  InferCreationAttributes<ConsultationsTable>
> {
  declare readonly appointmentId: string;
  declare readonly clinicId: string;
  declare readonly recordSealed: string;
  declare readonly version: CreationOptional<number>;
  declare readonly createdAt: Date;
  declare readonly updatedAt: Date;
}

ConsultationsTable.init(
  {
    appointmentId: primary(DataTypes.UUID, references('appointments')),
    clinicId: required(DataTypes.UUID, references('clinics')),
    recordSealed: required(DataTypes.TEXT),
    version: required(DataTypes.INTEGER, { defaultValue: 1 }),
    createdAt: required(DataTypes.DATE),
    updatedAt: required(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'consultations' },
);
