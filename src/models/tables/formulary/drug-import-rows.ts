import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { Drug } from '../../../domain/formulary/drug.js';
import { ROW_KINDS, type RowKind } from '../../../domain/formulary/imports/import.js';
import type { ListProblem } from '../../../domain/formulary/imports/list.js';
import type { Listing } from '../../../domain/formulary/imports/planned-row.js';
import type { Term } from '../../../domain/formulary/search-terms.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class DrugImportRowsTable extends Model<
  InferAttributes<DrugImportRowsTable>,
  InferCreationAttributes<DrugImportRowsTable>
> {
  declare readonly importId: string;
  declare readonly place: number;
  declare readonly clinicId: string;
  declare readonly sheet: string | null;
  declare readonly row: number | null;
  declare readonly kind: RowKind;
  declare readonly problems: readonly ListProblem[];
  /** Of the row of `drugs`, which may not be there yet. */
  declare readonly drugId: string | null;
  declare readonly baseVersion: number | null;
  declare readonly listingBefore: Listing | null;
  declare readonly listKey: string | null;
  declare readonly content: Drug | null;
  declare readonly terms: readonly Term[] | null;
  declare readonly termsBefore: CreationOptional<readonly Term[] | null>;
}

DrugImportRowsTable.init(
  {
    importId: primary(DataTypes.UUID, references('drug_imports')),
    place: primary(DataTypes.INTEGER),
    clinicId: required(DataTypes.UUID, references('clinics')),
    sheet: optional(DataTypes.TEXT),
    row: optional(DataTypes.INTEGER),
    kind: required(oneOf(ROW_KINDS)),
    problems: required(DataTypes.JSONB),
    drugId: optional(DataTypes.UUID),
    baseVersion: optional(DataTypes.INTEGER),
    listingBefore: optional(DataTypes.TEXT),
    listKey: optional(DataTypes.TEXT),
    content: optional(DataTypes.JSONB),
    terms: optional(DataTypes.JSONB),
    termsBefore: optional(DataTypes.JSONB),
  },
  { sequelize: schema, tableName: 'drug_import_rows' },
);
