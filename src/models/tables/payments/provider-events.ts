import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { ProviderName } from '../../../domain/payments/orders.js';
import {
  EVENT_ABOUT,
  EVENT_CHANGES,
  type EventAbout,
  type EventChange,
} from '../../../domain/payments/payment-event.js';
import { NOW, oneOf, optional, primary, required, schema } from '../../schema.js';

export class ProviderEventsTable extends Model<
  InferAttributes<ProviderEventsTable>,
  InferCreationAttributes<ProviderEventsTable>
> {
  declare readonly provider: ProviderName;
  declare readonly eventId: string;
  declare readonly about: EventAbout;
  declare readonly change: EventChange;
  declare readonly label: string;
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
    about: required(oneOf(EVENT_ABOUT)),
    change: required(oneOf(EVENT_CHANGES)),
    label: required(DataTypes.TEXT),
    objectId: required(DataTypes.TEXT),
    orderId: optional(DataTypes.UUID),
    receivedAt: required(DataTypes.DATE, { defaultValue: NOW }),
    processedAt: optional(DataTypes.DATE),
    outcome: optional(DataTypes.TEXT),
    paymentId: optional(DataTypes.TEXT),
  },
  { sequelize: schema, tableName: 'provider_events' },
);
