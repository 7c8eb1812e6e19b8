import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { type Band, type Item, PURPOSES, type Purpose } from '../../../domain/questionnaires/questionnaire.js';
import { oneOf, primary, references, required, schema } from '../../schema.js';

export class QuestionnaireVersionsTable extends Model<
  InferAttributes<QuestionnaireVersionsTable>,
  InferCreationAttributes<QuestionnaireVersionsTable>
> {
  declare readonly questionnaireId: string;
  declare readonly version: number;
  declare readonly clinicId: string;
  declare readonly title: string;
  declare readonly purpose: Purpose;
  declare readonly consultationTypes: CreationOptional<readonly string[]>;
  declare readonly dueBeforeMs: number;
  declare readonly items: readonly Item[];
  declare readonly bands: readonly Band[];
  declare readonly createdBy: string;
  declare readonly createdAt: Date;
}

QuestionnaireVersionsTable.init(
  {
    questionnaireId: primary(DataTypes.UUID, references('questionnaires')),
    version: primary(DataTypes.INTEGER),
    clinicId: required(DataTypes.UUID, references('clinics')),
    title: required(DataTypes.TEXT),
    purpose: required(oneOf(PURPOSES)),
    consultationTypes: required(DataTypes.ARRAY(DataTypes.TEXT), { defaultValue: [] }),
    dueBeforeMs: required(DataTypes.BIGINT),
    items: required(DataTypes.JSONB),
    bands: required(DataTypes.JSONB),
    createdBy: required(DataTypes.UUID, references('users')),
    createdAt: required(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'questionnaire_versions' },
);
