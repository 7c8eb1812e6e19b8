import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  literal,
  Model,
} from 'sequelize';
import { TOKEN_PURPOSES, type TokenPurpose } from '../../../domain/identity/account-mails.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class OneTimeTokensTable extends Model<
  InferAttributes<OneTimeTokensTable>,
  InferCreationAttributes<OneTimeTokensTable>
> {
  declare readonly id: CreationOptional<string>;
  declare readonly purpose: TokenPurpose;
  declare readonly userId: string | null;
  declare readonly tokenHash: string;
  declare readonly emailHash: string;
  declare readonly detailsSealed: string | null;
  declare readonly createdAt: Date;
  declare readonly expiresAt: Date;
  declare readonly spentAt: Date | null;
}

OneTimeTokensTable.init(
  {
    id: primary(DataTypes.UUID, { defaultValue: literal('uuidv7()') }),
    purpose: required(oneOf(TOKEN_PURPOSES)),
    userId: optional(DataTypes.UUID, references('users')),
    tokenHash: required(DataTypes.TEXT),
    emailHash: required(DataTypes.TEXT),
    detailsSealed: optional(DataTypes.TEXT),
    createdAt: required(DataTypes.DATE),
    expiresAt: required(DataTypes.DATE),
    spentAt: optional(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'one_time_tokens' },
);
