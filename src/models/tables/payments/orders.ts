import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { CURRENCIES, type Currency } from '../../../domain/money.js';
import {
  type CheckoutRequest,
  ORDER_STATUSES,
  type OrderStatus,
  PROVIDERS,
  type ProviderName,
} from '../../../domain/payments/orders.js';
import type { PayableKind } from '../../../domain/subjects.js';
import { NOW, oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class OrdersTable extends Model<InferAttributes<OrdersTable>, InferCreationAttributes<OrdersTable>> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly subjectId: string;
  declare readonly subjectKind: PayableKind;
  declare readonly patientId: string;
  declare readonly provider: ProviderName;
  declare readonly status: OrderStatus;
  declare readonly amount: number;
  declare readonly currency: Currency;
  declare readonly request: CheckoutRequest;
  declare readonly attempt: CreationOptional<number>;
  declare readonly providerSessionId: string | null;
  declare readonly providerPaymentId: string | null;
  declare readonly checkoutUrl: string | null;
  declare readonly expiresAt: Date;
  declare readonly createdAt: CreationOptional<Date>;
  declare readonly processingSince: Date | null;
  declare readonly paidAt: Date | null;
  declare readonly completedAt: Date | null;
  declare readonly updatedAt: CreationOptional<Date>;
  declare readonly lookupRequestedAt: Date | null;
}

OrdersTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    subjectId: required(DataTypes.UUID, references('subjects')),
    subjectKind: required(DataTypes.TEXT, references('subjects', 'kind')),
    patientId: required(DataTypes.UUID, references('users')),
    provider: required(oneOf(PROVIDERS)),
    status: required(oneOf(ORDER_STATUSES)),
    amount: required(DataTypes.INTEGER),
    currency: required(oneOf(CURRENCIES)),
    request: required(DataTypes.JSONB),
    attempt: required(DataTypes.INTEGER, { defaultValue: 1 }),
    providerSessionId: optional(DataTypes.TEXT),
    providerPaymentId: optional(DataTypes.TEXT),
    checkoutUrl: optional(DataTypes.TEXT),
    expiresAt: required(DataTypes.DATE),
    createdAt: required(DataTypes.DATE, { defaultValue: NOW }),
    processingSince: optional(DataTypes.DATE),
    paidAt: optional(DataTypes.DATE),
    completedAt: optional(DataTypes.DATE),
    updatedAt: required(DataTypes.DATE, { defaultValue: NOW }),
    lookupRequestedAt: optional(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'orders' },
);
