import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { CHAT_ROLES, type ChatRole } from '../../../domain/chat/rooms.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class ChatMembersTable extends Model<
  InferAttributes<ChatMembersTable>,
  InferCreationAttributes<ChatMembersTable>
> {
  declare readonly roomId: string;
  declare readonly userId: string;
  declare readonly clinicId: string;
  declare readonly role: ChatRole;
  declare readonly joinedAt: Date;
  declare readonly leftAt: Date | null;
  declare readonly readUpTo: CreationOptional<number>;
  declare readonly seenAt: Date | null;
  declare readonly nameSealed: string | null;
  declare readonly seesAfter: CreationOptional<number>;
  declare readonly isInvited: CreationOptional<boolean>;
}

ChatMembersTable.init(
  {
    roomId: primary(DataTypes.UUID, references('chat_rooms')),
    userId: primary(DataTypes.UUID, references('users')),
    clinicId: required(DataTypes.UUID, references('clinics')),
    role: required(oneOf(CHAT_ROLES)),
    joinedAt: required(DataTypes.DATE),
    leftAt: optional(DataTypes.DATE),
    readUpTo: required(DataTypes.INTEGER, { defaultValue: 0 }),
    seenAt: optional(DataTypes.DATE),
    nameSealed: optional(DataTypes.TEXT),
    seesAfter: required(DataTypes.INTEGER, { defaultValue: 0 }),
    isInvited: required(DataTypes.BOOLEAN, { defaultValue: false }),
  },
  { sequelize: schema, tableName: 'chat_members' },
);
