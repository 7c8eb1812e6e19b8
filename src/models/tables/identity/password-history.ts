import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  literal,
  Model,
} from 'sequelize';
import { primary, references, required, schema } from '../../schema.js';

export class PasswordHistoryTable extends Model<
  InferAttributes<PasswordHistoryTable>,
  InferCreationAttributes<PasswordHistoryTable>
> {
  declare readonly id: CreationOptional<string>;
  declare readonly userId: string;
  declare readonly passwordHash: string;
  declare readonly replacedAt: Date;
}

PasswordHistoryTable.init(
  {
    id: primary(DataTypes.UUID, { defaultValue: literal('uuidv7()') }),
    userId: required(DataTypes.UUID, references('users')),
    passwordHash: required(DataTypes.TEXT),
    replacedAt: required(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'password_history' },
);
