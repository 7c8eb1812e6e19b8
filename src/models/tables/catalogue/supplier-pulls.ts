import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { PullFailureCode } from '../../../domain/catalogue/sources/pull-failures.js';
import { PULL_RESULTS, type PullResult } from '../../../domain/catalogue/sources/source.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class SupplierPullsTable extends Model<
  InferAttributes<SupplierPullsTable>,
  InferCreationAttributes<SupplierPullsTable>
> {
  declare readonly clinicId: string;
  declare readonly supplier: string;
  declare readonly version: number;
  declare readonly run: string;
  declare readonly at: Date;
  declare readonly result: PullResult;
  declare readonly importId: string | null;
  declare readonly error: PullFailureCode | null;
  declare readonly failures: number;
  declare readonly knownImportId: string | null;
  declare readonly etag: string | null;
  declare readonly lastModified: string | null;
}

SupplierPullsTable.init(
  {
    clinicId: primary(DataTypes.UUID, references('supplier_sources', 'clinic_id')),
    supplier: primary(DataTypes.TEXT, references('supplier_sources', 'supplier')),
    version: required(DataTypes.INTEGER),
    run: required(DataTypes.TEXT),
    at: required(DataTypes.DATE),
    result: required(oneOf(PULL_RESULTS)),
    importId: optional(DataTypes.UUID, references('supplier_imports')),
    error: optional(DataTypes.TEXT),
    failures: required(DataTypes.INTEGER),
    knownImportId: optional(DataTypes.UUID, references('supplier_imports')),
    etag: optional(DataTypes.TEXT),
    lastModified: optional(DataTypes.TEXT),
  },
  { sequelize: schema, tableName: 'supplier_pulls' },
);
