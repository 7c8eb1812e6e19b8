import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { ROOM_STATUSES, type RoomStatus } from '../../../domain/chat/rooms.js';
import type { Day } from '../../../domain/days.js';
import { NOW, oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class ChatRoomsTable extends Model<InferAttributes<ChatRoomsTable>, InferCreationAttributes<ChatRoomsTable>> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly appointmentId: string;
  declare readonly status: RoomStatus;
  declare readonly opensAt: Date;
  declare readonly createdAt: CreationOptional<Date>;
  declare readonly closedAt: Date | null;
  declare readonly archivedAt: Date | null;
  declare readonly openUntil: Date | null;
  declare readonly keySealed: string | null;
  declare readonly lastSeq: CreationOptional<number>;
  declare readonly lastRev: CreationOptional<number>;
  declare readonly activeAt: CreationOptional<Date>;
  declare readonly keepUntil: CreationOptional<Day | null>;
  declare readonly destroyedAt: CreationOptional<Date | null>;
}

ChatRoomsTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    appointmentId: required(DataTypes.UUID, references('appointments')),
    status: required(oneOf(ROOM_STATUSES)),
    opensAt: required(DataTypes.DATE),
    createdAt: required(DataTypes.DATE, { defaultValue: NOW }),
    closedAt: optional(DataTypes.DATE),
    archivedAt: optional(DataTypes.DATE),
    openUntil: optional(DataTypes.DATE),
    keySealed: optional(DataTypes.TEXT),
    lastSeq: required(DataTypes.INTEGER, { defaultValue: 0 }),
    lastRev: required(DataTypes.INTEGER, { defaultValue: 0 }),
    activeAt: required(DataTypes.DATE, { defaultValue: NOW }),
    keepUntil: optional(DataTypes.DATEONLY),
    destroyedAt: optional(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'chat_rooms' },
);
