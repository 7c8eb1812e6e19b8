import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { optional, primary, required, schema } from '../../schema.js';

/** Written by the limiter's own statements; described here as every table is. */
export class LimitCountersTable extends Model<
  InferAttributes<LimitCountersTable>,
  InferCreationAttributes<LimitCountersTable>
> {
  declare readonly key: string;
  declare readonly points: number;
  /** Milliseconds since 1970. */
  declare readonly expire: number | null;
}

LimitCountersTable.init(
  {
    key: primary(DataTypes.TEXT),
    points: required(DataTypes.INTEGER),
    expire: optional(DataTypes.BIGINT),
  },
  { sequelize: schema, tableName: 'limit_counters' },
);
