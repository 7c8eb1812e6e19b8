import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { primary, references, required, schema } from '../../schema.js';

export class ChatReceiptsTable extends Model<
  InferAttributes<ChatReceiptsTable>,
  InferCreationAttributes<ChatReceiptsTable>
> {
  declare readonly roomId: string;
  declare readonly userId: string;
  declare readonly upTo: number;
  declare readonly readAt: Date;
}

ChatReceiptsTable.init(
  {
    roomId: primary(DataTypes.UUID, references('chat_rooms')),
    userId: primary(DataTypes.UUID, references('users')),
    upTo: primary(DataTypes.INTEGER),
    readAt: required(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'chat_receipts' },
);
