import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { OrderParty } from '../../../domain/catalogue/purchase-orders/purchase-order.js';
import {
  PURCHASE_ORDER_STATUSES,
  type PurchaseOrderStatus,
} from '../../../domain/catalogue/purchase-orders/statuses.js';
import type { Currency } from '../../../domain/money.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class PurchaseOrdersTable extends Model<
  InferAttributes<PurchaseOrdersTable>,
  InferCreationAttributes<PurchaseOrdersTable>
> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly year: number;
  declare readonly number: number;
  declare readonly numberText: string;
  declare readonly supplier: string;
  declare readonly supplierName: string;
  declare readonly buyer: OrderParty;
  declare readonly status: PurchaseOrderStatus;
  declare readonly currency: Currency;
  declare readonly note: string | null;
  /** A day. */
  declare readonly orderedOn: string;
  declare readonly createdBy: string;
  declare readonly createdAt: Date;
  declare readonly sentAt: Date | null;
  declare readonly mailedTo: string | null;
}

PurchaseOrdersTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    year: required(DataTypes.INTEGER),
    number: required(DataTypes.INTEGER),
    numberText: required(DataTypes.TEXT),
    supplier: required(DataTypes.TEXT),
    supplierName: required(DataTypes.TEXT),
    buyer: required(DataTypes.JSONB),
    status: required(oneOf(PURCHASE_ORDER_STATUSES)),
    currency: required(DataTypes.TEXT),
    note: optional(DataTypes.TEXT),
    orderedOn: required(DataTypes.DATEONLY),
    createdBy: required(DataTypes.UUID, references('users')),
    createdAt: required(DataTypes.DATE),
    sentAt: optional(DataTypes.DATE),
    mailedTo: optional(DataTypes.TEXT),
  },
  { sequelize: schema, tableName: 'purchase_orders' },
);
