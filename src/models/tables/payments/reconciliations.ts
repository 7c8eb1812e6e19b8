import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { Finding } from '../../../domain/payments/findings.js';
import { optional, primary, required, schema } from '../../schema.js';

export class ReconciliationsTable extends Model<
  InferAttributes<ReconciliationsTable>,
  InferCreationAttributes<ReconciliationsTable>
> {
  declare readonly id: string;
  declare readonly windowFrom: Date;
  declare readonly windowTo: Date;
  declare readonly startedAt: Date;
  declare readonly finishedAt: Date | null;
  declare readonly totals: CreationOptional<Readonly<Record<string, unknown>>>;
  declare readonly findings: CreationOptional<readonly Finding[]>;
  declare readonly repaired: CreationOptional<number>;
  declare readonly flagged: CreationOptional<number>;
}

ReconciliationsTable.init(
  {
    id: primary(DataTypes.UUID),
    windowFrom: required(DataTypes.DATE),
    windowTo: required(DataTypes.DATE),
    startedAt: required(DataTypes.DATE),
    finishedAt: optional(DataTypes.DATE),
    totals: required(DataTypes.JSONB, { defaultValue: {} }),
    findings: required(DataTypes.JSONB, { defaultValue: [] }),
    repaired: required(DataTypes.INTEGER, { defaultValue: 0 }),
    flagged: required(DataTypes.INTEGER, { defaultValue: 0 }),
  },
  { sequelize: schema, tableName: 'reconciliations' },
);
