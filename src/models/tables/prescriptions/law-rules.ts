import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { Day } from '../../../domain/days.js';
import { optional, primary, references, required, schema } from '../../schema.js';

export class LawRulesTable extends Model<InferAttributes<LawRulesTable>, InferCreationAttributes<LawRulesTable>> {
  declare readonly id: string;
  declare readonly rule: string;
  declare readonly region: string;
  declare readonly effectiveFrom: Day;
  declare readonly effectiveTo: Day | null;
  declare readonly source: string;
  declare readonly value: unknown;
  declare readonly addedBy: string;
  declare readonly addedAt: Date;
}

LawRulesTable.init(
  {
    id: primary(DataTypes.UUID),
    rule: required(DataTypes.TEXT),
    region: required(DataTypes.TEXT),
    effectiveFrom: required(DataTypes.DATEONLY),
    effectiveTo: optional(DataTypes.DATEONLY),
    source: required(DataTypes.TEXT),
    value: required(DataTypes.JSONB),
    addedBy: required(DataTypes.UUID, references('users')),
    addedAt: required(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'law_rules' },
);
