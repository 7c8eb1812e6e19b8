import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import {
  IMPORT_SOURCES,
  type ImportCounts,
  type ImportFailure,
  type ImportReport,
  type ImportSource,
  type ListInForce,
} from '../../../domain/catalogue/imports.js';
import { IMPORT_STATES, type ImportState } from '../../../domain/list-import-states.js';
import { COVERAGES, type Coverage, IMPORT_MODES, type ImportMode } from '../../../domain/list-imports.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class SupplierImportsTable extends Model<
  InferAttributes<SupplierImportsTable>,
  InferCreationAttributes<SupplierImportsTable>
> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly supplier: string | null;
  declare readonly state: ImportState;
  declare readonly mode: ImportMode;
  declare readonly coverage: Coverage | null;
  declare readonly source: ImportSource;
  declare readonly fileName: string;
  declare readonly fileSha256: string;
  declare readonly fileSize: number;
  /** In the store of documents. */
  declare readonly document: string;
  declare readonly requestedBy: string | null;
  declare readonly decidedBy: CreationOptional<string | null>;
  declare readonly rowsProcessed: CreationOptional<number>;
  declare readonly rowsTotal: CreationOptional<number | null>;
  declare readonly baseVersion: CreationOptional<number | null>;
  /** A day. */
  declare readonly effectiveFrom: CreationOptional<string | null>;
  declare readonly report: CreationOptional<ImportReport | null>;
  declare readonly done: CreationOptional<ImportCounts | null>;
  declare readonly failure: CreationOptional<ImportFailure | null>;
  declare readonly before: CreationOptional<ListInForce | null>;
  declare readonly createdAt: Date;
  declare readonly previewedAt: CreationOptional<Date | null>;
  declare readonly appliedAt: CreationOptional<Date | null>;
  declare readonly undoneAt: CreationOptional<Date | null>;
  declare readonly finishedAt: CreationOptional<Date | null>;
  declare readonly updatedAt: Date;
}

SupplierImportsTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    supplier: optional(DataTypes.TEXT),
    state: required(oneOf(IMPORT_STATES)),
    mode: required(oneOf(IMPORT_MODES)),
    coverage: optional(oneOf(COVERAGES)),
    source: required(oneOf(IMPORT_SOURCES)),
    fileName: required(DataTypes.TEXT),
    fileSha256: required(DataTypes.TEXT),
    fileSize: required(DataTypes.INTEGER),
    document: required(DataTypes.TEXT),
    requestedBy: optional(DataTypes.UUID, references('users')),
    decidedBy: optional(DataTypes.UUID, references('users')),
    rowsProcessed: required(DataTypes.INTEGER, { defaultValue: 0 }),
    rowsTotal: optional(DataTypes.INTEGER),
    baseVersion: optional(DataTypes.INTEGER),
    effectiveFrom: optional(DataTypes.DATEONLY),
    report: optional(DataTypes.JSONB),
    done: optional(DataTypes.JSONB),
    failure: optional(DataTypes.JSONB),
    before: optional(DataTypes.JSONB),
    createdAt: required(DataTypes.DATE),
    previewedAt: optional(DataTypes.DATE),
    appliedAt: optional(DataTypes.DATE),
    undoneAt: optional(DataTypes.DATE),
    finishedAt: optional(DataTypes.DATE),
    updatedAt: required(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'supplier_imports' },
);
