import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { Currency } from '../../../domain/money.js';
import { RECEIPT_KINDS, type ReceiptKind } from '../../../domain/payments/receipts/rules.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class ReceiptsTable extends Model<InferAttributes<ReceiptsTable>, InferCreationAttributes<ReceiptsTable>> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly orderId: string;
  declare readonly paymentId: string;
  declare readonly refundId: string | null;
  declare readonly kind: ReceiptKind;
  declare readonly number: number;
  declare readonly numberText: string;
  declare readonly amount: number;
  declare readonly currency: Currency;
  declare readonly contentSealed: string;
  declare readonly issuedAt: Date;
}

ReceiptsTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    orderId: required(DataTypes.UUID, references('orders')),
    paymentId: required(DataTypes.UUID, references('payments')),
    refundId: optional(DataTypes.UUID, references('refunds')),
    kind: required(oneOf(RECEIPT_KINDS)),
    number: required(DataTypes.INTEGER),
    numberText: required(DataTypes.TEXT),
    amount: required(DataTypes.INTEGER),
    currency: required(DataTypes.TEXT),
    contentSealed: required(DataTypes.TEXT),
    issuedAt: required(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'receipts' },
);
