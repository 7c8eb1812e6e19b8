import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { CHANGE_KINDS, type ChangeKind } from '../../../domain/chat/messages.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class ChatChangesTable extends Model<
  InferAttributes<ChatChangesTable>,
  InferCreationAttributes<ChatChangesTable>
> {
  declare readonly roomId: string;
  declare readonly rev: number;
  declare readonly messageId: string;
  declare readonly version: number;
  declare readonly kind: ChangeKind;
  declare readonly bodySealed: string | null;
  declare readonly editedAt: Date | null;
  declare readonly deletedAt: Date | null;
  declare readonly changedAt: Date;
}

ChatChangesTable.init(
  {
    roomId: primary(DataTypes.UUID, references('chat_rooms')),
    rev: primary(DataTypes.INTEGER),
    messageId: required(DataTypes.UUID, references('chat_messages')),
    version: required(DataTypes.INTEGER),
    kind: required(oneOf(CHANGE_KINDS)),
    bodySealed: optional(DataTypes.TEXT),
    editedAt: optional(DataTypes.DATE),
    deletedAt: optional(DataTypes.DATE),
    changedAt: required(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'chat_changes' },
);
