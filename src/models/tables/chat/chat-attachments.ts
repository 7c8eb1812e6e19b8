import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { UPLOAD_TYPE_NAMES, type UploadType } from '../../../domain/documents/public.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class ChatAttachmentsTable extends Model<
  InferAttributes<ChatAttachmentsTable>,
  InferCreationAttributes<ChatAttachmentsTable>
> {
  declare readonly id: string;
  declare readonly roomId: string;
  declare readonly uploaderId: string;
  declare readonly document: string | null;
  declare readonly nameSealed: string;
  declare readonly contentType: UploadType;
  declare readonly size: number;
  declare readonly createdAt: Date;
  declare readonly messageId: string | null;
  declare readonly place: number | null;
  declare readonly openedAt: CreationOptional<Date | null>;
  declare readonly removedAt: CreationOptional<Date | null>;
}

ChatAttachmentsTable.init(
  {
    id: primary(DataTypes.UUID),
    roomId: required(DataTypes.UUID, references('chat_rooms')),
    uploaderId: required(DataTypes.UUID, references('users')),
    document: optional(DataTypes.TEXT),
    nameSealed: required(DataTypes.TEXT),
    contentType: required(oneOf(UPLOAD_TYPE_NAMES)),
    size: required(DataTypes.INTEGER),
    createdAt: required(DataTypes.DATE),
    messageId: optional(DataTypes.UUID, references('chat_messages')),
    place: optional(DataTypes.INTEGER),
    openedAt: optional(DataTypes.DATE),
    removedAt: optional(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'chat_attachments' },
);
