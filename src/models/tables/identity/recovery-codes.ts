import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  literal,
  Model,
} from 'sequelize';
import { optional, primary, references, required, schema } from '../../schema.js';

export class RecoveryCodesTable extends Model<
  InferAttributes<RecoveryCodesTable>,
  InferCreationAttributes<RecoveryCodesTable>
> {
  declare readonly id: CreationOptional<string>;
  declare readonly userId: string;
  declare readonly selector: string;
  declare readonly codeHash: string;
  declare readonly createdAt: Date;
  declare readonly usedAt: Date | null;
}

RecoveryCodesTable.init(
  {
    id: primary(DataTypes.UUID, { defaultValue: literal('uuidv7()') }),
    userId: required(DataTypes.UUID, references('users')),
    selector: required(DataTypes.TEXT),
    codeHash: required(DataTypes.TEXT),
    createdAt: required(DataTypes.DATE),
    usedAt: optional(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'recovery_codes' },
);
