import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { DELIVERY_STATES, type DeliveryState } from '../../../domain/messaging/deliveries.js';
import { CHANNELS, type Channel } from '../../../domain/messaging/kinds.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class NotificationsTable extends Model<
  InferAttributes<NotificationsTable>,
  InferCreationAttributes<NotificationsTable>
> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly subjectId: string;
  declare readonly userId: string;
  declare readonly version: number;
  declare readonly kind: string;
  declare readonly occurrence: CreationOptional<string>;
  declare readonly channel: Channel;
  declare readonly state: DeliveryState;
  declare readonly messageId: string;
  declare readonly attempts: CreationOptional<number>;
  declare readonly claimedAt: Date;
  declare readonly sentAt: Date | null;
  declare readonly reason: string | null;
  declare readonly smtpResponse: string | null;
  declare readonly subject: string | null;
  declare readonly recipientSealed: string;
  declare readonly recipientHash: string;
  declare readonly calendarMethod: 'REQUEST' | 'CANCEL' | null;
}

NotificationsTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    subjectId: required(DataTypes.UUID, references('subjects')),
    userId: required(DataTypes.UUID, references('users')),
    version: required(DataTypes.INTEGER),
    kind: required(DataTypes.TEXT),
    occurrence: required(DataTypes.TEXT, { defaultValue: '' }),
    channel: required(oneOf(CHANNELS)),
    state: required(oneOf(DELIVERY_STATES)),
    messageId: required(DataTypes.TEXT),
    attempts: required(DataTypes.INTEGER, { defaultValue: 1 }),
    claimedAt: required(DataTypes.DATE),
    sentAt: optional(DataTypes.DATE),
    reason: optional(DataTypes.TEXT),
    smtpResponse: optional(DataTypes.TEXT),
    subject: optional(DataTypes.TEXT),
    recipientSealed: required(DataTypes.TEXT),
    recipientHash: required(DataTypes.TEXT),
    calendarMethod: optional(oneOf(['REQUEST', 'CANCEL'])),
  },
  { sequelize: schema, tableName: 'notifications' },
);
