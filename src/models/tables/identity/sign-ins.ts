import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  literal,
  Model,
} from 'sequelize';
import { SIGN_IN_METHODS, type SignInMethod } from '../../../domain/identity/sessions.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class SignInsTable extends Model<InferAttributes<SignInsTable>, InferCreationAttributes<SignInsTable>> {
  declare readonly id: CreationOptional<string>;
  declare readonly userId: string;
  declare readonly happenedAt: Date;
  declare readonly succeeded: boolean;
  declare readonly method: SignInMethod;
  declare readonly sessionId: string | null;
  declare readonly address: string | null;
  declare readonly userAgent: string | null;
}

SignInsTable.init(
  {
    id: primary(DataTypes.UUID, { defaultValue: literal('uuidv7()') }),
    userId: required(DataTypes.UUID, references('users')),
    happenedAt: required(DataTypes.DATE),
    succeeded: required(DataTypes.BOOLEAN),
    method: required(oneOf(SIGN_IN_METHODS)),
    sessionId: optional(DataTypes.UUID, references('sessions')),
    address: optional(DataTypes.TEXT),
    userAgent: optional(DataTypes.TEXT),
  },
  { sequelize: schema, tableName: 'sign_ins' },
);
