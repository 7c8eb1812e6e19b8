import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { primary, references, required, schema } from '../../schema.js';

export class SigningKeysTable extends Model<
  InferAttributes<SigningKeysTable>,
  InferCreationAttributes<SigningKeysTable>
> {
  declare readonly certificateId: string;
  declare readonly privateKeySealed: string;
}

SigningKeysTable.init(
  {
    certificateId: primary(DataTypes.UUID, references('signing_certificates')),
    privateKeySealed: required(DataTypes.TEXT),
  },
  { sequelize: schema, tableName: 'signing_keys' },
);
