import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { optional, primary, references, required, schema } from '../../schema.js';

export class ChatTranscriptsTable extends Model<
  InferAttributes<ChatTranscriptsTable>,
  InferCreationAttributes<ChatTranscriptsTable>
> {
  declare readonly roomId: string;
  declare readonly clinicId: string;
  declare readonly jsonDocument: string;
  declare readonly pdfDocument: string;
  declare readonly begunAt: Date;
  declare readonly jsonSha256: CreationOptional<string | null>;
  declare readonly pdfSha256: CreationOptional<string | null>;
}

ChatTranscriptsTable.init(
  {
    roomId: primary(DataTypes.UUID, references('chat_rooms')),
    clinicId: required(DataTypes.UUID, references('clinics')),
    jsonDocument: required(DataTypes.TEXT),
    pdfDocument: required(DataTypes.TEXT),
    begunAt: required(DataTypes.DATE),
    jsonSha256: optional(DataTypes.TEXT),
    pdfSha256: optional(DataTypes.TEXT),
  },
  { sequelize: schema, tableName: 'chat_transcripts' },
);
