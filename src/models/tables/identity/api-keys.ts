import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import type { ApiKeyScope } from '../../../domain/identity/api-keys.js';
import { optional, primary, references, required, schema } from '../../schema.js';

/** A key of an integration: who may use it, from where and until when; never its secret. */
export class ApiKeysTable extends Model<InferAttributes<ApiKeysTable>, InferCreationAttributes<ApiKeysTable>> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly name: string;
  declare readonly scopes: readonly ApiKeyScope[];
  declare readonly secretHash: string;
  declare readonly previousHash: string | null;
  declare readonly previousUntil: Date | null;
  declare readonly allowedAddresses: CreationOptional<readonly string[]>;
  declare readonly createdBy: string;
  declare readonly createdAt: Date;
  declare readonly expiresAt: Date;
  declare readonly lastUsedAt: Date | null;
  declare readonly removedAt: Date | null;
}

ApiKeysTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    name: required(DataTypes.TEXT),
    scopes: required(DataTypes.ARRAY(DataTypes.TEXT)),
    secretHash: required(DataTypes.TEXT),
    previousHash: optional(DataTypes.TEXT),
    previousUntil: optional(DataTypes.DATE),
    allowedAddresses: required(DataTypes.ARRAY(DataTypes.TEXT), { defaultValue: [] }),
    createdBy: required(DataTypes.UUID, references('users')),
    createdAt: required(DataTypes.DATE),
    expiresAt: required(DataTypes.DATE),
    lastUsedAt: optional(DataTypes.DATE),
    removedAt: optional(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'api_keys' },
);
