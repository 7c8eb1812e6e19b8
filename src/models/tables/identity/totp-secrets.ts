import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { optional, primary, references, required, schema } from '../../schema.js';

export class TotpSecretsTable extends Model<
  InferAttributes<TotpSecretsTable>,
  InferCreationAttributes<TotpSecretsTable>
> {
  declare readonly id: string;
  declare readonly userId: string;
  declare readonly secretSealed: string;
  declare readonly createdAt: Date;
  declare readonly confirmedAt: Date | null;
  declare readonly lastStep: number | null;
}

TotpSecretsTable.init(
  {
    id: primary(DataTypes.UUID),
    userId: required(DataTypes.UUID, references('users')),
    secretSealed: required(DataTypes.TEXT),
    createdAt: required(DataTypes.DATE),
    confirmedAt: optional(DataTypes.DATE),
    lastStep: optional(DataTypes.BIGINT),
  },
  { sequelize: schema, tableName: 'totp_secrets' },
);
