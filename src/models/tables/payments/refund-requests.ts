import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { Currency } from '../../../domain/money.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class RefundRequestsTable extends Model<
  InferAttributes<RefundRequestsTable>,
  InferCreationAttributes<RefundRequestsTable>
> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly paymentId: string;
  declare readonly amount: number;
  declare readonly currency: Currency;
  declare readonly refundReason: string;
  declare readonly reasonSealed: string;
  declare readonly operationId: string;
  declare readonly requestedBy: string | null;
  declare readonly requestedLabel: string;
  declare readonly requestedAt: Date;
  declare readonly state: CreationOptional<'open' | 'approved' | 'rejected'>;
  declare readonly decidedBy: string | null;
  declare readonly decidedAt: Date | null;
}

RefundRequestsTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    paymentId: required(DataTypes.UUID, references('payments')),
    amount: required(DataTypes.INTEGER),
    currency: required(DataTypes.TEXT),
    refundReason: required(DataTypes.TEXT),
    reasonSealed: required(DataTypes.TEXT),
    operationId: required(DataTypes.TEXT),
    requestedBy: optional(DataTypes.UUID, references('users')),
    requestedLabel: required(DataTypes.TEXT),
    requestedAt: required(DataTypes.DATE),
    state: required(oneOf(['open', 'approved', 'rejected']), { defaultValue: 'open' }),
    decidedBy: optional(DataTypes.UUID, references('users')),
    decidedAt: optional(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'refund_requests' },
);
