import type { AnswerState } from '../../../domain/questionnaires/due.js';
import type { Form } from '../../../domain/questionnaires/questionnaire.js';
import { changeRow, columnsOf, findRow, insertRow, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { QuestionnaireRemindersTable } from '../../tables/questionnaires/questionnaire-reminders.js';
import { QuestionnaireVersionsTable } from '../../tables/questionnaires/questionnaire-versions.js';
import { QuestionnairesTable } from '../../tables/questionnaires/questionnaires.js';

export type QuestionnaireRow = Row<QuestionnairesTable>;

/** One version of a form. */
export interface QuestionnaireVersion extends Form {
  readonly id: string;
  readonly clinicId: string;
  readonly version: number;
  /** Of the form, not of this version. */
  readonly createdAt: Date;
  readonly retiredAt: Date | null;
}

/** Whose form it is, which version it becomes, and who wrote it. */
export interface VersionOf {
  readonly id: string;
  readonly clinicId: string;
  readonly version: number;
  readonly createdBy: string;
}

/** A form of a visit, and how far its patient is. */
export interface VisitForm {
  readonly appointmentId: string;
  readonly id: string;
  /** The one that was answered, else the latest. */
  readonly version: number;
  readonly title: string;
  readonly startsAt: Date;
  readonly dueBeforeMs: number;
  readonly status: AnswerState;
}

/** Forms of a visit that nobody has answered for good, and of which nobody was reminded. */
export interface DueForms {
  readonly appointmentId: string;
  readonly clinicId: string;
  readonly patientId: string;
  readonly startsAt: Date;
  readonly questionnaireIds: readonly string[];
  /** Of the one that is due first. */
  readonly dueBeforeMs: number;
}

const VERSION = columnsOf(QuestionnaireVersionsTable, { of: 'v', but: ['questionnaireId', 'createdBy', 'createdAt'] });

/** Whether the version `v` of the form `q` is asked before the visit `a`; once it was answered at registration, no more. */
const IS_ASKED = `q.retired_at is null
  and (cardinality(v.consultation_types) = 0 or a.consultation_type = any (v.consultation_types))
  and (v.purpose = 'before_visit' or not exists (
    select 1 from questionnaire_answers o
     where o.patient_id = a.patient_id and o.questionnaire_id = q.id and o.is_final and o.appointment_id <> a.id))`;

/** Forms and their versions. */
export class QuestionnaireRepository {
  constructor(private readonly db: Sql) {}

  async create(of: VersionOf, form: Form, now: Date): Promise<void> {
    const { id, clinicId, version } = of;
    await insertRow(this.db, QuestionnairesTable, { id, clinicId, version, createdAt: now, retiredAt: null });
    await this.insertVersion(of, form, now);
  }

  async addVersion(of: VersionOf, form: Form, now: Date): Promise<void> {
    await this.insertVersion(of, form, now);
    await changeRow(this.db, QuestionnairesTable, { id: of.id }, { version: of.version });
  }

  async retire(id: string, now: Date): Promise<void> {
    await changeRow(this.db, QuestionnairesTable, { id }, { retiredAt: now });
  }

  /** Locked until the transaction ends: of two changes at once, the second sees the first. */
  async lock(id: string): Promise<QuestionnaireRow | null> {
    const { rows } = await this.db.query<QuestionnaireRow>(
      `select ${columnsOf(QuestionnairesTable)} from questionnaires where id = $1 for no key update`,
      [id],
    );
    return rows[0] ?? null;
  }

  /** The latest version when none is named; retired ones too. */
  async find(id: string, version: number | null): Promise<QuestionnaireVersion | null> {
    const { rows } = await this.db.query<QuestionnaireVersion>(
      `select q.id, ${VERSION}, q.created_at, q.retired_at
         from questionnaires q
         join questionnaire_versions v on v.questionnaire_id = q.id and v.version = coalesce($2, q.version)
        where q.id = $1`,
      [id, version],
    );
    return rows[0] ?? null;
  }

  /** The latest versions of the forms that are in use, oldest form first. */
  async list(
    clinicIds: readonly string[],
    limit: number,
    after?: { readonly at: string; readonly id: string },
  ): Promise<readonly QuestionnaireVersion[]> {
    const { rows } = await this.db.query<QuestionnaireVersion>(
      `select q.id, ${VERSION}, q.created_at, q.retired_at
         from questionnaires q
         join questionnaire_versions v on v.questionnaire_id = q.id and v.version = q.version
        where q.clinic_id = any ($1) and q.retired_at is null
          and ($3::timestamptz is null or (date_trunc('milliseconds', q.created_at), q.id) > ($3, $4::uuid))
        order by date_trunc('milliseconds', q.created_at), q.id limit $2`,
      [clinicIds, limit, after?.at ?? null, after?.id ?? null],
    );
    return rows;
  }

  /** The forms of visits: those that were answered, and before a visit and while it runs those that are asked. */
  async ofVisits(appointmentIds: readonly string[]): Promise<readonly VisitForm[]> {
    const { rows } = await this.db.query<VisitForm>(
      `select a.id as appointment_id, q.id, v.version, v.title, a.starts_at, v.due_before_ms,
              case when n.id is null then 'open' when n.is_final then 'final' else 'draft' end as status
         from appointments a
         join questionnaires q on q.clinic_id = a.clinic_id
         left join questionnaire_answers n on n.appointment_id = a.id and n.questionnaire_id = q.id
         join questionnaire_versions v on v.questionnaire_id = q.id and v.version = coalesce(n.version, q.version)
        where a.id = any ($1)
          and (n.id is not null or a.status in ('pending', 'booked', 'in_progress') and ${IS_ASKED})
        order by v.due_before_ms desc, q.created_at, q.id`,
      [appointmentIds],
    );
    return rows;
  }

  /** Booked visits to come with a form that is due until `until`, not answered for good, and not brought to mind yet. */
  async listDue(now: Date, until: Date, limit: number): Promise<readonly DueForms[]> {
    const { rows } = await this.db.query<DueForms>(
      `select a.id as appointment_id, a.clinic_id, a.patient_id, a.starts_at,
              array_agg(q.id order by q.id) as questionnaire_ids, max(v.due_before_ms) as due_before_ms
         from questionnaires q
         join questionnaire_versions v on v.questionnaire_id = q.id and v.version = q.version
         join appointments a on a.clinic_id = q.clinic_id and a.status = 'booked' and a.starts_at > $1
          and a.starts_at <= $2::timestamptz + v.due_before_ms * interval '1 millisecond'
        where ${IS_ASKED}
          and not exists (select 1 from questionnaire_answers n
                           where n.appointment_id = a.id and n.questionnaire_id = q.id and n.is_final)
          and not exists (select 1 from questionnaire_reminders r
                           where r.appointment_id = a.id and r.questionnaire_id = q.id)
        group by a.id order by a.starts_at, a.id limit $3`,
      [now, until, limit],
    );
    return rows;
  }

  async isReminded({ appointmentId, questionnaireIds }: DueForms): Promise<boolean> {
    const where = { appointmentId, questionnaireId: [...questionnaireIds] };
    return (await findRow(this.db, QuestionnaireRemindersTable, where)) !== null;
  }

  /** Notes that a mail brings these forms to mind. @throws when another transaction has done so */
  async recordReminder(
    { appointmentId, clinicId, questionnaireIds }: DueForms,
    mailId: string,
    now: Date,
  ): Promise<void> {
    for (const questionnaireId of questionnaireIds) {
      const reminder = { appointmentId, clinicId, questionnaireId, mailId, remindedAt: now };
      await insertRow(this.db, QuestionnaireRemindersTable, reminder);
    }
  }

  private async insertVersion({ id, ...of }: VersionOf, form: Form, now: Date): Promise<void> {
    await insertRow(this.db, QuestionnaireVersionsTable, { ...form, ...of, questionnaireId: id, createdAt: now });
  }
}
