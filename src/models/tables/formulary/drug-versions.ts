import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { Drug } from '../../../domain/formulary/drug.js';
import { optional, primary, references, required, schema } from '../../schema.js';

export class DrugVersionsTable extends Model<
  InferAttributes<DrugVersionsTable>,
  InferCreationAttributes<DrugVersionsTable>
> {
  declare readonly drugId: string;
  declare readonly version: number;
  declare readonly clinicId: string | null;
  declare readonly content: Drug;
  declare readonly changedBy: string | null;
  declare readonly changedAt: Date;
}

DrugVersionsTable.init(
  {
    drugId: primary(DataTypes.UUID, references('drugs')),
    version: primary(DataTypes.INTEGER),
    clinicId: optional(DataTypes.UUID, references('clinics')),
    content: required(DataTypes.JSONB),
    changedBy: optional(DataTypes.UUID, references('users')),
    changedAt: required(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'drug_versions' },
);
