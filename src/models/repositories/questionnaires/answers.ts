import type { KeyRing } from '../../../config/key-ring.js';
import type { Assessment } from '../../../domain/questionnaires/answers.js';
import { changeRow, findRow, insertRow, listRows, type Row } from '../../rows.js';
import { fieldOf } from '../../sealed-fields.js';
import type { Sql } from '../../sql.js';
import { QuestionnaireAnswersTable } from '../../tables/questionnaires/questionnaire-answers.js';

/** What a patient answered, and what the form made of it. */
export interface StoredAnswers extends Omit<Row<QuestionnaireAnswersTable>, 'answersSealed'> {
  readonly assessment: Assessment;
}

const answersOf = (id: string) => fieldOf(QuestionnaireAnswersTable, 'answersSealed', id);

/** Answers to forms, one row for each form of a visit, sealed as a whole. */
export class AnswerRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  async find(appointmentId: string, questionnaireId: string): Promise<StoredAnswers | null> {
    const row = await findRow(this.db, QuestionnaireAnswersTable, { appointmentId, questionnaireId });
    return row && this.open(row);
  }

  async list(appointmentId: string): Promise<readonly StoredAnswers[]> {
    const order: [string, string][] = [
      ['updatedAt', 'asc'],
      ['id', 'asc'],
    ];
    const rows = await listRows(this.db, QuestionnaireAnswersTable, { appointmentId }, { order });
    return rows.map((row) => this.open(row));
  }

  async insert({ assessment, ...row }: StoredAnswers): Promise<void> {
    await insertRow(this.db, QuestionnaireAnswersTable, { ...row, answersSealed: this.seal(row.id, assessment) });
  }

  async replace({ id, assessment, isFinal, updatedAt }: StoredAnswers): Promise<void> {
    const answersSealed = this.seal(id, assessment);
    await changeRow(this.db, QuestionnaireAnswersTable, { id }, { answersSealed, isFinal, updatedAt });
  }

  private seal(id: string, assessment: Assessment): string {
    return this.keys.sealText(JSON.stringify(assessment), answersOf(id));
  }

  private open({ answersSealed, ...row }: Row<QuestionnaireAnswersTable>): StoredAnswers {
    const opened = this.keys.openText(answersSealed, answersOf(row.id));
    return { ...row, assessment: JSON.parse(opened) as Assessment };
  }
}
