import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { Currency } from '../../../domain/money.js';
import type { DisputeStanding } from '../../../domain/payments/disputes.js';
import type { ProviderName } from '../../../domain/payments/orders.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class DisputesTable extends Model<InferAttributes<DisputesTable>, InferCreationAttributes<DisputesTable>> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly orderId: string;
  declare readonly paymentId: string;
  declare readonly provider: ProviderName;
  declare readonly providerDisputeId: string;
  declare readonly state: DisputeStanding;
  declare readonly amount: number;
  declare readonly currency: Currency;
  declare readonly reason: string | null;
  declare readonly respondBy: Date | null;
  declare readonly movements: number;
  declare readonly writtenOff: number;
  declare readonly openedAt: Date;
  declare readonly closedAt: Date | null;
}

DisputesTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    orderId: required(DataTypes.UUID, references('orders')),
    paymentId: required(DataTypes.UUID, references('payments')),
    provider: required(DataTypes.TEXT),
    providerDisputeId: required(DataTypes.TEXT),
    state: required(oneOf(['open', 'won', 'lost'])),
    amount: required(DataTypes.INTEGER),
    currency: required(DataTypes.TEXT),
    reason: optional(DataTypes.TEXT),
    respondBy: optional(DataTypes.DATE),
    movements: required(DataTypes.INTEGER),
    writtenOff: required(DataTypes.INTEGER),
    openedAt: required(DataTypes.DATE),
    closedAt: optional(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'disputes' },
);
