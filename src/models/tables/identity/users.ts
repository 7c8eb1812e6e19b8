import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { NOW, optional, primary, required, schema } from '../../schema.js';

export class UsersTable extends Model<InferAttributes<UsersTable>, InferCreationAttributes<UsersTable>> {
  declare readonly id: string;
  declare readonly emailHash: string;
  declare readonly emailSealed: string;
  declare readonly passwordHash: string;
  declare readonly passwordChangedAt: CreationOptional<Date>;
  declare readonly firstNameSealed: string;
  declare readonly lastNameSealed: string;
  declare readonly phoneSealed: string | null;
  declare readonly timezone: CreationOptional<string>;
  declare readonly isActive: CreationOptional<boolean>;
  declare readonly emailVerifiedAt: Date | null;
  declare readonly createdAt: CreationOptional<Date>;
  declare readonly updatedAt: CreationOptional<Date>;
  declare readonly deletedAt: Date | null;
}

UsersTable.init(
  {
    id: primary(DataTypes.UUID),
    emailHash: required(DataTypes.TEXT),
    emailSealed: required(DataTypes.TEXT),
    passwordHash: required(DataTypes.TEXT),
    passwordChangedAt: required(DataTypes.DATE, { defaultValue: NOW }),
    firstNameSealed: required(DataTypes.TEXT),
    lastNameSealed: required(DataTypes.TEXT),
    phoneSealed: optional(DataTypes.TEXT),
    timezone: required(DataTypes.TEXT, { defaultValue: 'Australia/Sydney' }),
    isActive: required(DataTypes.BOOLEAN, { defaultValue: true }),
    emailVerifiedAt: optional(DataTypes.DATE),
    createdAt: required(DataTypes.DATE, { defaultValue: NOW }),
    updatedAt: required(DataTypes.DATE, { defaultValue: NOW }),
    deletedAt: optional(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'users' },
);
