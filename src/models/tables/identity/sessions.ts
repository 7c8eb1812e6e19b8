import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { NOW, optional, primary, references, required, schema } from '../../schema.js';

export class SessionsTable extends Model<InferAttributes<SessionsTable>, InferCreationAttributes<SessionsTable>> {
  declare readonly id: string;
  declare readonly userId: string;
  declare readonly refreshHash: string;
  declare readonly userAgent: string | null;
  declare readonly createdAt: CreationOptional<Date>;
  declare readonly lastUsedAt: CreationOptional<Date>;
  declare readonly expiresAt: Date;
  declare readonly revokedAt: Date | null;
  declare readonly address: string | null;
}

SessionsTable.init(
  {
    id: primary(DataTypes.UUID),
    userId: required(DataTypes.UUID, references('users')),
    refreshHash: required(DataTypes.TEXT),
    userAgent: optional(DataTypes.TEXT),
    createdAt: required(DataTypes.DATE, { defaultValue: NOW }),
    lastUsedAt: required(DataTypes.DATE, { defaultValue: NOW }),
    expiresAt: required(DataTypes.DATE),
    revokedAt: optional(DataTypes.DATE),
    address: optional(DataTypes.TEXT),
  },
  { sequelize: schema, tableName: 'sessions' },
);
