import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { COVERAGES, type Coverage, IMPORT_MODES, type ImportMode } from '../../../domain/list-imports.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class SupplierSourcesTable extends Model<
  InferAttributes<SupplierSourcesTable>,
  InferCreationAttributes<SupplierSourcesTable>
> {
  declare readonly clinicId: string;
  declare readonly supplier: string;
  declare readonly url: string;
  declare readonly every: string;
  declare readonly headersSealed: CreationOptional<string | null>;
  declare readonly mode: ImportMode;
  declare readonly coverage: Coverage;
  declare readonly enabled: boolean;
  declare readonly version: number;
  declare readonly changedBy: string;
  declare readonly changedAt: Date;
}

SupplierSourcesTable.init(
  {
    clinicId: primary(DataTypes.UUID, references('clinics')),
    supplier: primary(DataTypes.TEXT),
    url: required(DataTypes.TEXT),
    every: required(DataTypes.TEXT),
    headersSealed: optional(DataTypes.TEXT),
    mode: required(oneOf(IMPORT_MODES)),
    coverage: required(oneOf(COVERAGES)),
    enabled: required(DataTypes.BOOLEAN),
    version: required(DataTypes.INTEGER),
    changedBy: required(DataTypes.UUID, references('users')),
    changedAt: required(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'supplier_sources' },
);
