import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { TERM_KINDS, type Term } from '../../../domain/formulary/search-terms.js';
import { oneOf, optional, primary, references, required, schema } from '../../schema.js';

export class DrugTermsTable extends Model<InferAttributes<DrugTermsTable>, InferCreationAttributes<DrugTermsTable>> {
  declare readonly drugId: string;
  declare readonly term: string;
  declare readonly kind: Term['kind'];
  declare readonly clinicId: string | null;
}

DrugTermsTable.init(
  {
    drugId: primary(DataTypes.UUID, references('drugs')),
    term: primary(DataTypes.TEXT),
    kind: required(oneOf(TERM_KINDS)),
    clinicId: optional(DataTypes.UUID, references('clinics')),
  },
  { sequelize: schema, tableName: 'drug_terms' },
);
