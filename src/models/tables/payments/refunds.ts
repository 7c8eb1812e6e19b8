import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { Currency } from '../../../domain/money.js';
import type { RefundState } from '../../../domain/payments/orders.js';
import { NOW, oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class RefundsTable extends Model<InferAttributes<RefundsTable>, InferCreationAttributes<RefundsTable>> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly orderId: string;
  declare readonly paymentId: string;
  declare readonly amount: number;
  declare readonly currency: Currency;
  declare readonly status: RefundState;
  declare readonly reason: string;
  declare readonly attempt: CreationOptional<number>;
  declare readonly providerRefundId: string | null;
  declare readonly failureReason: string | null;
  declare readonly operationId: string;
  declare readonly createdAt: CreationOptional<Date>;
  declare readonly settledAt: Date | null;
  declare readonly fee: number | null;
}

RefundsTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    orderId: required(DataTypes.UUID, references('orders')),
    paymentId: required(DataTypes.UUID, references('payments')),
    amount: required(DataTypes.INTEGER),
    currency: required(DataTypes.TEXT),
    status: required(oneOf(['requested', 'pending', 'succeeded', 'failed', 'settled_by_hand'])),
    reason: required(DataTypes.TEXT),
    attempt: required(DataTypes.INTEGER, { defaultValue: 1 }),
    providerRefundId: optional(DataTypes.TEXT),
    failureReason: optional(DataTypes.TEXT),
    operationId: required(DataTypes.TEXT),
    createdAt: required(DataTypes.DATE, { defaultValue: NOW }),
    settledAt: optional(DataTypes.DATE),
    fee: optional(DataTypes.INTEGER),
  },
  { sequelize: schema, tableName: 'refunds' },
);
