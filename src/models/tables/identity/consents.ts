import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { optional, primary, references, required, schema } from '../../schema.js';

export class ConsentsTable extends Model<InferAttributes<ConsentsTable>, InferCreationAttributes<ConsentsTable>> {
  declare readonly id: string;
  declare readonly patientId: string;
  declare readonly documentId: string;
  declare readonly givenAt: Date;
  declare readonly withdrawnAt: Date | null;
}

ConsentsTable.init(
  {
    id: primary(DataTypes.UUID),
    patientId: required(DataTypes.UUID, references('users')),
    documentId: required(DataTypes.UUID, references('clinic_documents')),
    givenAt: required(DataTypes.DATE),
    withdrawnAt: optional(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'consents' },
);
