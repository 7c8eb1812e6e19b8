import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { CatalogueContent } from '../../../domain/catalogue/product.js';
import { derived, optional, primary, references, required, schema } from '../../schema.js';

/** What the database derives from `content` is for conditions and orders; nobody writes it. */
export class SupplierProductsTable extends Model<
  InferAttributes<SupplierProductsTable>,
  InferCreationAttributes<SupplierProductsTable>
> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly supplier: string;
  declare readonly key: string;
  declare readonly content: CatalogueContent;
  declare readonly productCode: CreationOptional<string | null>;
  declare readonly name: CreationOptional<string | null>;
  declare readonly category: CreationOptional<string | null>;
  declare readonly tgaCategory: CreationOptional<number | null>;
  declare readonly poisonSchedule: CreationOptional<string | null>;
  declare readonly doseForm: CreationOptional<string | null>;
  declare readonly thc: CreationOptional<string | null>;
  declare readonly cbd: CreationOptional<string | null>;
  declare readonly wholesalePrice: CreationOptional<number | null>;
  declare readonly pricePerMg: CreationOptional<string | null>;
  declare readonly stockQuantity: CreationOptional<number | null>;
  declare readonly stockStatus: CreationOptional<string | null>;
  declare readonly searchText: CreationOptional<string | null>;
  declare readonly linkKey: CreationOptional<string | null>;
  declare readonly reorderLevel: CreationOptional<number | null>;
  declare readonly active: boolean;
  declare readonly withdrawn: boolean;
  declare readonly firstSeenAt: Date;
  declare readonly lastUpdated: Date;
  declare readonly importId: string;
  declare readonly sheet: string;
  declare readonly row: number;
}

SupplierProductsTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    supplier: required(DataTypes.TEXT),
    key: required(DataTypes.TEXT),
    content: required(DataTypes.JSONB),
    productCode: derived(DataTypes.TEXT),
    name: derived(DataTypes.TEXT),
    category: derived(DataTypes.TEXT),
    tgaCategory: derived(DataTypes.INTEGER),
    poisonSchedule: derived(DataTypes.TEXT),
    doseForm: derived(DataTypes.TEXT),
    thc: derived(DataTypes.DECIMAL),
    cbd: derived(DataTypes.DECIMAL),
    wholesalePrice: derived(DataTypes.INTEGER),
    pricePerMg: derived(DataTypes.DECIMAL),
    stockQuantity: derived(DataTypes.INTEGER),
    stockStatus: derived(DataTypes.TEXT),
    searchText: derived(DataTypes.TEXT),
    linkKey: derived(DataTypes.TEXT),
    reorderLevel: optional(DataTypes.INTEGER),
    active: required(DataTypes.BOOLEAN),
    withdrawn: required(DataTypes.BOOLEAN),
    firstSeenAt: required(DataTypes.DATE),
    lastUpdated: required(DataTypes.DATE),
    importId: required(DataTypes.UUID, references('supplier_imports')),
    sheet: required(DataTypes.TEXT),
    row: required(DataTypes.INTEGER),
  },
  { sequelize: schema, tableName: 'supplier_products' },
);
