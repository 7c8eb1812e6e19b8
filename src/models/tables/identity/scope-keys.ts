import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { primary, required, schema } from '../../schema.js';

export class ScopeKeysTable extends Model<InferAttributes<ScopeKeysTable>, InferCreationAttributes<ScopeKeysTable>> {
  declare readonly id: string;
  declare readonly key: Buffer;
  declare readonly isCurrent: boolean;
}

ScopeKeysTable.init(
  { id: primary(DataTypes.TEXT), key: required(DataTypes.BLOB), isCurrent: required(DataTypes.BOOLEAN) },
  { sequelize: schema, tableName: 'scope_keys' },
);
