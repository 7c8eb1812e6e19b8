import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { STOCK_ALERTS, type StockAlert } from '../../../domain/catalogue/stock/alerts.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class SupplierProductAlertsTable extends Model<
  InferAttributes<SupplierProductAlertsTable>,
  InferCreationAttributes<SupplierProductAlertsTable>
> {
  declare readonly productId: string;
  declare readonly clinicId: string;
  /** Null: there is enough. */
  declare readonly alert: StockAlert | null;
  declare readonly since: Date | null;
  /** People are to be notified. */
  declare readonly isDue: boolean;
}

SupplierProductAlertsTable.init(
  {
    productId: primary(DataTypes.UUID, references('supplier_products')),
    clinicId: required(DataTypes.UUID, references('clinics')),
    alert: optional(oneOf(STOCK_ALERTS)),
    since: optional(DataTypes.DATE),
    isDue: required(DataTypes.BOOLEAN),
  },
  { sequelize: schema, tableName: 'supplier_product_alerts' },
);
