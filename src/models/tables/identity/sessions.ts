import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { SECOND_FACTORS, type SecondFactor } from '../../../domain/identity/second-factors.js';
import { SIGN_IN_METHODS, type SignInMethod } from '../../../domain/identity/sessions.js';
import { NOW, oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class SessionsTable extends Model<InferAttributes<SessionsTable>, InferCreationAttributes<SessionsTable>> {
  declare readonly id: string;
  declare readonly userId: string;
  declare readonly membershipId: string;
  declare readonly deviceId: string | null;
  declare readonly method: SignInMethod;
  declare readonly secondFactor: SecondFactor | null;
  declare readonly authenticatedAt: Date;
  declare readonly factorProvedAt: Date | null;
  declare readonly remembered: boolean;
  declare readonly refreshId: string;
  declare readonly refreshedAt: Date;
  declare readonly previousRefreshId: string | null;
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
    membershipId: required(DataTypes.UUID, references('memberships')),
    deviceId: optional(DataTypes.UUID, references('devices')),
    method: required(oneOf(SIGN_IN_METHODS)),
    secondFactor: optional(oneOf(SECOND_FACTORS)),
    authenticatedAt: required(DataTypes.DATE),
    factorProvedAt: optional(DataTypes.DATE),
    remembered: required(DataTypes.BOOLEAN),
    refreshId: required(DataTypes.UUID),
    refreshedAt: required(DataTypes.DATE),
    previousRefreshId: optional(DataTypes.UUID),
    userAgent: optional(DataTypes.TEXT),
    createdAt: required(DataTypes.DATE, { defaultValue: NOW }),
    lastUsedAt: required(DataTypes.DATE, { defaultValue: NOW }),
    expiresAt: required(DataTypes.DATE),
    revokedAt: optional(DataTypes.DATE),
    address: optional(DataTypes.TEXT),
  },
  { sequelize: schema, tableName: 'sessions' },
);
