import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { primary, references, required, schema } from '../../schema.js';

/** Written with the profiles that it is made of, and searched by hand-written SQL; described here as every table is. */
export class PatientSearchTokensTable extends Model<
  InferAttributes<PatientSearchTokensTable>,
  InferCreationAttributes<PatientSearchTokensTable>
> {
  declare readonly clinicId: string;
  declare readonly token: Buffer;
  declare readonly userId: string;
  declare readonly keyId: string;
}

PatientSearchTokensTable.init(
  {
    clinicId: primary(DataTypes.UUID, references('clinics')),
    token: primary(DataTypes.BLOB),
    userId: primary(DataTypes.UUID, references('users')),
    keyId: required(DataTypes.TEXT),
  },
  { sequelize: schema, tableName: 'patient_search_tokens' },
);
