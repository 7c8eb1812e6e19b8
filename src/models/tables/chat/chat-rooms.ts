import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { NOW, oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class ChatRoomsTable extends Model<InferAttributes<ChatRoomsTable>, InferCreationAttributes<ChatRoomsTable>> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly appointmentId: string;
  declare readonly status: 'active' | 'inactive' | 'archived';
  declare readonly opensAt: Date;
  declare readonly createdAt: CreationOptional<Date>;
  declare readonly closedAt: Date | null;
  declare readonly archivedAt: Date | null;
}

ChatRoomsTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    appointmentId: required(DataTypes.UUID, references('appointments')),
    status: required(oneOf(['active', 'inactive', 'archived'])),
    opensAt: required(DataTypes.DATE),
    createdAt: required(DataTypes.DATE, { defaultValue: NOW }),
    closedAt: optional(DataTypes.DATE),
    archivedAt: optional(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'chat_rooms' },
);
