import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { UNIQUE_IDENTIFIERS, type UniqueIdentifier } from '../../../domain/identity/profile-documents.js';
import { oneOf, primary, references, required, schema } from '../../schema.js';

export class ProfessionalIdentifiersTable extends Model<
  InferAttributes<ProfessionalIdentifiersTable>,
  InferCreationAttributes<ProfessionalIdentifiersTable>
> {
  declare readonly kind: UniqueIdentifier;
  declare readonly valueHash: string;
  declare readonly userId: string;
}

ProfessionalIdentifiersTable.init(
  {
    kind: primary(oneOf(UNIQUE_IDENTIFIERS)),
    valueHash: required(DataTypes.TEXT),
    userId: primary(DataTypes.UUID, references('users')),
  },
  { sequelize: schema, tableName: 'professional_identifiers' },
);
