import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { ProviderName } from '../../../domain/payments/orders.js';
import { NOW, optional, primary, required, schema } from '../../schema.js';

export class ProviderEventsTable extends Model<
  InferAttributes<ProviderEventsTable>,
  InferCreationAttributes<ProviderEventsTable>
> {
  declare readonly provider: ProviderName;
  declare readonly eventId: string;
  declare readonly type: string;
  declare readonly objectId: string;
  declare readonly orderId: string | null;
  declare readonly receivedAt: CreationOptional<Date>;
  declare readonly processedAt: Date | null;
  declare readonly outcome: string | null;
  declare readonly paymentId: string | null;
}

ProviderEventsTable.init(
  {
    provider: primary(DataTypes.TEXT),
    eventId: primary(DataTypes.TEXT),
    type: required(DataTypes.TEXT),
    objectId: required(DataTypes.TEXT),
    orderId: optional(DataTypes.UUID),
    receivedAt: required(DataTypes.DATE, { defaultValue: NOW }),
    processedAt: optional(DataTypes.DATE),
    outcome: optional(DataTypes.TEXT),
    paymentId: optional(DataTypes.TEXT),
  },
  { sequelize: schema, tableName: 'provider_events' },
);
