import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { AttentionCode } from '../../../domain/attention.js';
import { NOW, optional, primary, references, required, schema } from '../../schema.js';

export class AttentionTable extends Model<InferAttributes<AttentionTable>, InferCreationAttributes<AttentionTable>> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly subjectId: string;
  declare readonly about: string | null;
  declare readonly code: AttentionCode;
  declare readonly context: CreationOptional<Readonly<Record<string, unknown>>>;
  declare readonly openedAt: CreationOptional<Date>;
  declare readonly resolvedAt: Date | null;
  declare readonly resolvedBy: string | null;
  declare readonly resolutionSealed: string | null;
}

AttentionTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    subjectId: required(DataTypes.UUID, references('subjects')),
    about: optional(DataTypes.TEXT),
    code: required(DataTypes.TEXT),
    context: required(DataTypes.JSONB, { defaultValue: {} }),
    openedAt: required(DataTypes.DATE, { defaultValue: NOW }),
    resolvedAt: optional(DataTypes.DATE),
    resolvedBy: optional(DataTypes.TEXT),
    resolutionSealed: optional(DataTypes.TEXT),
  },
  { sequelize: schema, tableName: 'attention' },
);
