import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { RECEIPT_KINDS, type ReceiptKind } from '../../../domain/payments/receipts/rules.js';
import { oneOf, primary, references, required, schema } from '../../schema.js';

export class ReceiptCountersTable extends Model<
  InferAttributes<ReceiptCountersTable>,
  InferCreationAttributes<ReceiptCountersTable>
> {
  declare readonly clinicId: string;
  declare readonly kind: ReceiptKind;
  declare readonly last: number;
}

ReceiptCountersTable.init(
  {
    clinicId: primary(DataTypes.UUID, references('clinics')),
    kind: primary(oneOf(RECEIPT_KINDS)),
    last: required(DataTypes.INTEGER),
  },
  { sequelize: schema, tableName: 'receipt_counters' },
);
