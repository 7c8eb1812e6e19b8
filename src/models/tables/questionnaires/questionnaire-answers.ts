import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { primary, references, required, schema } from '../../schema.js';

export class QuestionnaireAnswersTable extends Model<
  InferAttributes<QuestionnaireAnswersTable>,
  InferCreationAttributes<QuestionnaireAnswersTable>
> {
  declare readonly id: string;
  declare readonly clinicId: string;
  declare readonly patientId: string;
  declare readonly appointmentId: string;
  declare readonly questionnaireId: string;
  declare readonly version: number;
  declare readonly answersSealed: string;
  declare readonly isFinal: boolean;
  declare readonly updatedAt: Date;
}

QuestionnaireAnswersTable.init(
  {
    id: primary(DataTypes.UUID),
    clinicId: required(DataTypes.UUID, references('clinics')),
    patientId: required(DataTypes.UUID, references('users')),
    appointmentId: required(DataTypes.UUID, references('appointments')),
    questionnaireId: required(DataTypes.UUID, references('questionnaire_versions', 'questionnaire_id')),
    version: required(DataTypes.INTEGER, references('questionnaire_versions', 'version')),
    answersSealed: required(DataTypes.TEXT),
    isFinal: required(DataTypes.BOOLEAN),
    updatedAt: required(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'questionnaire_answers' },
);
