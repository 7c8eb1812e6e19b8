import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { Currency } from '../../../domain/money.js';
import type { ProviderName } from '../../../domain/payments/orders.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class PaymentsTable extends Model<InferAttributes<PaymentsTable>, InferCreationAttributes<PaymentsTable>> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly orderId: string;
  declare readonly provider: ProviderName;
  declare readonly providerPaymentId: string;
  declare readonly amount: number;
  declare readonly currency: Currency;
  declare readonly fee: number | null;
  declare readonly purpose: 'appointment' | 'surplus' | 'mismatch';
  declare readonly capturedAt: Date;
  declare readonly method: string | null;
}

PaymentsTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    orderId: required(DataTypes.UUID, references('orders')),
    provider: required(DataTypes.TEXT),
    providerPaymentId: required(DataTypes.TEXT),
    amount: required(DataTypes.INTEGER),
    currency: required(DataTypes.TEXT),
    fee: optional(DataTypes.INTEGER),
    purpose: required(oneOf(['appointment', 'surplus', 'mismatch'])),
    capturedAt: required(DataTypes.DATE),
    method: optional(DataTypes.TEXT),
  },
  { sequelize: schema, tableName: 'payments' },
);
