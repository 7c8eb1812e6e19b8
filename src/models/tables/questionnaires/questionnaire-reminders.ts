import { DataTypes, type InferAttributes, type InferCreationAttributes, Model } from 'sequelize';
import { primary, references, required, schema } from '../../schema.js';

export class QuestionnaireRemindersTable extends Model<
  InferAttributes<QuestionnaireRemindersTable>,
  InferCreationAttributes<QuestionnaireRemindersTable>
> {
  declare readonly appointmentId: string;
  declare readonly questionnaireId: string;
  declare readonly clinicId: string;
  declare readonly mailId: string;
  declare readonly remindedAt: Date;
}

QuestionnaireRemindersTable.init(
  {
    appointmentId: primary(DataTypes.UUID, references('appointments')),
    questionnaireId: primary(DataTypes.UUID, references('questionnaires')),
    clinicId: required(DataTypes.UUID, references('clinics')),
    mailId: required(DataTypes.UUID, references('account_mails')),
    remindedAt: required(DataTypes.DATE),
  },
  { sequelize: schema, tableName: 'questionnaire_reminders' },
);
