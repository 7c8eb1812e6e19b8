import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { Pack } from '../../../domain/catalogue/product.js';
import { optional, primary, references, required, schema } from '../../schema.js';

export class PurchaseOrderLinesTable extends Model<
  InferAttributes<PurchaseOrderLinesTable>,
  InferCreationAttributes<PurchaseOrderLinesTable>
> {
  declare readonly orderId: string;
  declare readonly place: number;
  declare readonly clinicId: string;
  declare readonly productId: string;
  declare readonly productCode: string | null;
  declare readonly productName: string | null;
  declare readonly pack: Pack | null;
  declare readonly quantity: number;
  declare readonly received: number;
  declare readonly unitPrice: number;
}

PurchaseOrderLinesTable.init(
  {
    orderId: primary(DataTypes.UUID, references('purchase_orders')),
    place: primary(DataTypes.INTEGER),
    clinicId: required(DataTypes.UUID, references('clinics')),
    productId: required(DataTypes.UUID, references('supplier_products')),
    productCode: optional(DataTypes.TEXT),
    productName: optional(DataTypes.TEXT),
    pack: optional(DataTypes.JSONB),
    quantity: required(DataTypes.INTEGER),
    received: required(DataTypes.INTEGER),
    unitPrice: required(DataTypes.INTEGER),
  },
  { sequelize: schema, tableName: 'purchase_order_lines' },
);
