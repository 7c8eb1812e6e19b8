import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { ROW_KINDS, type RowKind } from '../../../domain/catalogue/imports.js';
import type { RowProblem } from '../../../domain/catalogue/list.js';
import type { CatalogueContent } from '../../../domain/catalogue/product.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class SupplierImportRowsTable extends Model<
  InferAttributes<SupplierImportRowsTable>,
  InferCreationAttributes<SupplierImportRowsTable>
> {
  declare readonly importId: string;
  declare readonly place: number;
  declare readonly clinicId: string;
  declare readonly sheet: string | null;
  declare readonly row: number | null;
  declare readonly kind: RowKind;
  declare readonly key: string | null;
  declare readonly raw: Readonly<Record<string, string>> | null;
  declare readonly problems: readonly RowProblem[];
  /** Of the row of `supplier_products`, which may not be there yet. */
  declare readonly productId: CreationOptional<string | null>;
  declare readonly content: CreationOptional<CatalogueContent | null>;
  /** The product's row as the database prints it. */
  declare readonly before: CreationOptional<Readonly<Record<string, unknown>> | null>;
}

SupplierImportRowsTable.init(
  {
    importId: primary(DataTypes.UUID, references('supplier_imports')),
    place: primary(DataTypes.INTEGER),
    clinicId: required(DataTypes.UUID, references('clinics')),
    sheet: optional(DataTypes.TEXT),
    row: optional(DataTypes.INTEGER),
    kind: required(oneOf(ROW_KINDS)),
    key: optional(DataTypes.TEXT),
    raw: optional(DataTypes.JSONB),
    problems: required(DataTypes.JSONB),
    productId: optional(DataTypes.UUID),
    content: optional(DataTypes.JSONB),
    before: optional(DataTypes.JSONB),
  },
  { sequelize: schema, tableName: 'supplier_import_rows' },
);
