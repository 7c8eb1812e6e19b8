import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { NOTICE_KINDS, type NoticeKind } from '../../../domain/messaging/notices.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class NoticesTable extends Model<InferAttributes<NoticesTable>, InferCreationAttributes<NoticesTable>> {
  declare readonly id: string;
  declare readonly userId: string;
  declare readonly clinicId: string;
  declare readonly kind: NoticeKind;
  declare readonly roomId: string;
  declare readonly appointmentId: string;
  declare readonly createdAt: Date;
  declare readonly readAt: Date | null;
}

NoticesTable.init(
  {
    id: primary(DataTypes.UUID),
    userId: required(DataTypes.UUID, references('users')),
    clinicId: required(DataTypes.UUID, references('clinics')),
    kind: required(oneOf(NOTICE_KINDS)),
    roomId: required(DataTypes.UUID, references('chat_rooms')),
    appointmentId: required(DataTypes.UUID, references('appointments')),
    createdAt: required(DataTypes.DATE),
    readAt: optional(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'notices' },
);
