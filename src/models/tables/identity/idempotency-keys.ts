import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { NOW, optional, primary, required, schema } from '../../schema.js';

export class IdempotencyKeysTable extends Model<
  InferAttributes<IdempotencyKeysTable>,
  InferCreationAttributes<IdempotencyKeysTable>
> {
  declare readonly caller: string;
  declare readonly key: string;
  declare readonly route: string;
  declare readonly bodyHash: string;
  declare readonly claimId: string;
  declare readonly claimedUntil: Date;
  declare readonly status: number | null;
  declare readonly answerSealed: string | null;
  declare readonly createdAt: CreationOptional<Date>;
}

IdempotencyKeysTable.init(
  {
    caller: primary(DataTypes.TEXT),
    key: primary(DataTypes.TEXT),
    route: required(DataTypes.TEXT),
    bodyHash: required(DataTypes.TEXT),
    claimId: required(DataTypes.UUID),
    claimedUntil: required(DataTypes.DATE),
    status: optional(DataTypes.INTEGER),
    answerSealed: optional(DataTypes.TEXT),
    createdAt: required(DataTypes.DATE, { defaultValue: NOW }),
  },
  { sequelize: schema, tableName: 'idempotency_keys' },
);
