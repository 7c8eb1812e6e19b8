import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { MESSAGE_KINDS, type MessageKind } from '../../../domain/chat/messages.js';
import { CHAT_ROLES, type ChatRole } from '../../../domain/chat/rooms.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class ChatMessagesTable extends Model<
  InferAttributes<ChatMessagesTable>,
  InferCreationAttributes<ChatMessagesTable>
> {
  declare readonly id: string;
  declare readonly roomId: string;
  declare readonly seq: number;
  declare readonly rev: number;
  declare readonly kind: MessageKind;
  declare readonly senderId: string | null;
  declare readonly senderRole: ChatRole | null;
  declare readonly clientMessageId: string | null;
  declare readonly contentMac: string | null;
  declare readonly cause: string | null;
  declare readonly replyTo: string | null;
  declare readonly sentAt: Date;
  declare readonly fileCount: CreationOptional<number>;
}

ChatMessagesTable.init(
  {
    id: primary(DataTypes.UUID),
    roomId: required(DataTypes.UUID, references('chat_rooms')),
    seq: required(DataTypes.INTEGER),
    rev: required(DataTypes.INTEGER),
    kind: required(oneOf(MESSAGE_KINDS)),
    senderId: optional(DataTypes.UUID, references('users')),
    senderRole: optional(oneOf(CHAT_ROLES)),
    clientMessageId: optional(DataTypes.TEXT),
    contentMac: optional(DataTypes.TEXT),
    cause: optional(DataTypes.TEXT),
    replyTo: optional(DataTypes.UUID, references('chat_messages')),
    sentAt: required(DataTypes.DATE),
    fileCount: required(DataTypes.INTEGER, { defaultValue: 0 }),
  },
  { sequelize: schema, tableName: 'chat_messages' },
);
