import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { STOCK_STATUSES, type StockStatus } from '../../../domain/catalogue/product.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class SupplierProductPricesTable extends Model<
  InferAttributes<SupplierProductPricesTable>,
  InferCreationAttributes<SupplierProductPricesTable>
> {
  declare readonly productId: string;
  declare readonly importId: string;
  declare readonly isUndo: boolean;
  declare readonly clinicId: string;
  declare readonly at: Date;
  declare readonly wholesalePrice: number;
  declare readonly retailPrice: number | null;
}

export class SupplierProductStocksTable extends Model<
  InferAttributes<SupplierProductStocksTable>,
  InferCreationAttributes<SupplierProductStocksTable>
> {
  declare readonly productId: string;
  declare readonly importId: string;
  declare readonly isUndo: boolean;
  declare readonly clinicId: string;
  declare readonly at: Date;
  declare readonly stockQuantity: number | null;
  declare readonly stockStatus: StockStatus;
}

/** What every change of a history says: which import of which product, or its undo. */
const CHANGE = {
  productId: primary(DataTypes.UUID, references('supplier_products')),
  importId: primary(DataTypes.UUID, references('supplier_imports')),
  isUndo: primary(DataTypes.BOOLEAN),
  clinicId: required(DataTypes.UUID, references('clinics')),
  at: required(DataTypes.DATE),
};

SupplierProductPricesTable.init(
  { ...CHANGE, wholesalePrice: required(DataTypes.INTEGER), retailPrice: optional(DataTypes.INTEGER) },
  { sequelize: schema, tableName: 'supplier_product_prices' },
);

SupplierProductStocksTable.init(
  { ...CHANGE, stockQuantity: optional(DataTypes.INTEGER), stockStatus: required(oneOf(STOCK_STATUSES)) },
  { sequelize: schema, tableName: 'supplier_product_stocks' },
);
