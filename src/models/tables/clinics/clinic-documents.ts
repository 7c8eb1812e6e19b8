import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { DOCUMENT_KINDS, type DocumentKind } from '../../../domain/document-kinds.js';
import { oneOf, primary, references, required, schema } from '../../schema.js';

export class ClinicDocumentsTable extends Model<
  InferAttributes<ClinicDocumentsTable>,
  InferCreationAttributes<ClinicDocumentsTable>
> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly kind: DocumentKind;
  declare readonly version: string;
  declare readonly title: string;
  declare readonly body: string;
  declare readonly effectiveFrom: Date;
  declare readonly publishedBy: string;
  declare readonly publishedAt: Date;
}

ClinicDocumentsTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    kind: required(oneOf(DOCUMENT_KINDS)),
    version: required(DataTypes.TEXT),
    title: required(DataTypes.TEXT),
    body: required(DataTypes.TEXT),
    effectiveFrom: required(DataTypes.DATE),
    publishedBy: required(DataTypes.UUID, references('users')),
    publishedAt: required(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'clinic_documents' },
);
