import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { SupplierMapping } from '../../../domain/catalogue/mappings/mapping.js';
import { primary, references, required, schema } from '../../schema.js';

export class SupplierMappingsTable extends Model<
  InferAttributes<SupplierMappingsTable>,
  InferCreationAttributes<SupplierMappingsTable>
> {
  declare readonly clinicId: string;
  declare readonly key: string;
  declare readonly version: number;
  declare readonly mapping: SupplierMapping;
  declare readonly changedBy: string;
  declare readonly changedAt: Date;
}

SupplierMappingsTable.init(
  {
    clinicId: primary(DataTypes.UUID, references('clinics')),
    key: primary(DataTypes.TEXT),
    version: primary(DataTypes.INTEGER),
    mapping: required(DataTypes.JSONB),
    changedBy: required(DataTypes.UUID, references('users')),
    changedAt: required(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'supplier_mappings' },
);
