import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { ImportDone, ImportFailure, ImportReport } from '../../../domain/formulary/imports/import.js';
import { IMPORT_STATES, type ImportState } from '../../../domain/list-import-states.js';
import { COVERAGES, type Coverage, IMPORT_MODES, type ImportMode } from '../../../domain/list-imports.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class DrugImportsTable extends Model<
  InferAttributes<DrugImportsTable>,
  InferCreationAttributes<DrugImportsTable>
> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly state: ImportState;
  declare readonly mode: ImportMode;
  declare readonly coverage: Coverage;
  declare readonly fileName: string;
  declare readonly fileSha256: string;
  declare readonly fileSize: number;
  /** In the store of documents. */
  declare readonly document: string;
  declare readonly requestedBy: string;
  declare readonly decidedBy: CreationOptional<string | null>;
  declare readonly rowsProcessed: CreationOptional<number>;
  declare readonly rowsTotal: CreationOptional<number | null>;
  declare readonly report: CreationOptional<ImportReport | null>;
  declare readonly done: CreationOptional<ImportDone | null>;
  declare readonly failure: CreationOptional<ImportFailure | null>;
  declare readonly createdAt: Date;
  declare readonly previewedAt: CreationOptional<Date | null>;
  declare readonly appliedAt: CreationOptional<Date | null>;
  declare readonly undoneAt: CreationOptional<Date | null>;
  declare readonly finishedAt: CreationOptional<Date | null>;
  declare readonly updatedAt: Date;
}

DrugImportsTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    state: required(oneOf(IMPORT_STATES)),
    mode: required(oneOf(IMPORT_MODES)),
    coverage: required(oneOf(COVERAGES)),
    fileName: required(DataTypes.TEXT),
    fileSha256: required(DataTypes.TEXT),
    fileSize: required(DataTypes.INTEGER),
    document: required(DataTypes.TEXT),
    requestedBy: required(DataTypes.UUID, references('users')),
    decidedBy: optional(DataTypes.UUID, references('users')),
    rowsProcessed: required(DataTypes.INTEGER, { defaultValue: 0 }),
    rowsTotal: optional(DataTypes.INTEGER),
    report: optional(DataTypes.JSONB),
    done: optional(DataTypes.JSONB),
    failure: optional(DataTypes.JSONB),
    createdAt: required(DataTypes.DATE),
    previewedAt: optional(DataTypes.DATE),
    appliedAt: optional(DataTypes.DATE),
    undoneAt: optional(DataTypes.DATE),
    finishedAt: optional(DataTypes.DATE),
    updatedAt: required(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'drug_imports' },
);
