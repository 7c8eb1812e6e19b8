import { Transaction } from 'sequelize';
import type { KeyRing } from '../../../config/key-ring.js';
import type { AppointmentStatus } from '../../../domain/appointments/states.js';
import type { AttentionCode } from '../../../domain/attention.js';
import type { PaymentStatus } from '../../../domain/payments/public.js';
import type { ClinicSpan } from '../../../domain/periods.js';
import { Conditions } from '../../conditions.js';
import type { Tx } from '../../lent-client.js';
import { type Change, changeRow, columnsOf, findRow, type Row } from '../../rows.js';
import { fieldOf } from '../../sealed-fields.js';
import type { Sql } from '../../sql.js';
import { AppointmentsTable } from '../../tables/appointments/appointments.js';
import { clinicSpanValues, outsideNoSpan } from '../clinics/public.js';
import { ACTIVE, LIVE } from './status-lists.js';

const SEALED = ['symptomsSealed', 'consultationNotesSealed'] as const;

/** An appointment without its medical texts. */
export type AppointmentRow = Omit<Row<AppointmentsTable>, (typeof SEALED)[number]>;
export type AppointmentChange = Omit<Change<AppointmentsTable>, (typeof SEALED)[number]> & {
  /** Not there: they stay as they are. */
  readonly consultationNotes?: string;
};

const textOf = (member: (typeof SEALED)[number], id: string) => fieldOf(AppointmentsTable, member, id);

/** What a booking decides about an appointment; everything else begins with the table's own values. */
export type NewAppointment = Pick<
  AppointmentRow,
  | 'id'
  | 'clinicId'
  | 'availabilityId'
  | 'doctorId'
  | 'patientId'
  | 'bookedBy'
  | 'paymentRequired'
  | 'price'
  | 'currency'
  | 'isInitial'
  | 'consultationType'
  | 'startsAt'
  | 'endsAt'
  | 'bookedAt'
  | 'expiresAt'
  | 'policy'
  | 'bodyHash'
  | 'answer'
  | 'runId'
  | 'requestId'
> & { readonly symptoms: string | null };

export interface AppointmentFilter {
  readonly patientId?: string | undefined;
  readonly doctorId?: string | undefined;
  readonly clinicIds?: readonly string[] | undefined;
  readonly statuses?: readonly AppointmentStatus[] | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** Narrower bounds of single clinics. */
  readonly byClinic?: readonly ClinicSpan[] | undefined;
  readonly cursor?: { readonly start: string; readonly id: string } | undefined;
  readonly limit: number;
}

export const APPOINTMENT_COLUMNS = columnsOf(AppointmentsTable, { but: SEALED });

/** An appointment as lists show it, with its slot, doctor, clinic, room and latest order. */
export interface AppointmentView extends AppointmentRow {
  readonly symptoms: string | null;
  readonly chatRoomId: string | null;
  readonly orderId: string | null;
  readonly slotType: 'short' | 'long';
  readonly timezone: string;
  readonly clinicName: string;
  readonly doctorFirstName: string;
  readonly doctorLastName: string;
  readonly doctorSpecialty: string | null;
  /** Whether the clinic has, or had, forms at all. */
  readonly hasForms: boolean;
}

const VIEW_SQL = `
  select ${columnsOf(AppointmentsTable, { of: 'a', but: SEALED })}, a.symptoms_sealed, r.id as chat_room_id, o.id as order_id,
         s.slot_type, s.timezone, c.name as clinic_name,
         d.first_name as doctor_first_name, d.last_name as doctor_last_name, d.specialty as doctor_specialty,
         exists (select 1 from questionnaires f where f.clinic_id = a.clinic_id) as has_forms
    from appointments a
    join availabilities s on s.id = a.availability_id
    join clinics c on c.id = a.clinic_id
    join doctor_profiles d on d.user_id = a.doctor_id
    left join chat_rooms r on r.appointment_id = a.id
    left join lateral (select id from orders where subject_id = a.id order by created_at desc, id limit 1) o on true`;

/** Whose appointment it is and how it stands, for whoever asks to change it. */
export interface RequestFacts
  extends Pick<AppointmentRow, 'clinicId' | 'patientId' | 'doctorId' | 'status' | 'deletedAt'> {
  /** The operation that is asked for has had its effect already. */
  readonly isDone: boolean;
}

/** What is known of an appointment that a run should be there for, or that has just changed. */
export interface OpenAppointment {
  readonly id: string;
  readonly status: AppointmentStatus;
  readonly paymentStatus: PaymentStatus;
  readonly startsAt: Date;
  readonly updatedAt: Date;
  /** Codes of its open attention entries. */
  readonly attention: readonly AttentionCode[];
  /** It waits for something; else it is listed because it has changed. */
  readonly open: boolean;
}

export class AppointmentRepository {
  constructor(
    private readonly db: Sql & Partial<Pick<Tx, 'changedAppointments'>>,
    private readonly keys: KeyRing,
  ) {}

  find(id: string): Promise<AppointmentRow | null> {
    return findRow(this.db, AppointmentsTable, { id }, { attributes: { exclude: [...SEALED] } });
  }

  /** What was prescribed on a visit, by the ids of the prescriptions and in their order. */
  async prescriptionIds(id: string): Promise<readonly string[]> {
    const { rows } = await this.db.query<{ id: string }>(
      'select id from prescriptions where appointment_id = $1 order by year, ordinal',
      [id],
    );
    return rows.map((row) => row.id);
  }

  /** A patient's latest visit with this doctor that has begun; null when there was none. */
  async findLatestBegun(of: {
    readonly clinicId: string;
    readonly doctorId: string;
    readonly patientId: string;
  }): Promise<AppointmentRow | null> {
    const { rows } = await this.db.query<AppointmentRow>(
      `select ${APPOINTMENT_COLUMNS} from appointments
        where clinic_id = $1 and doctor_id = $2 and patient_id = $3 and status in ('in_progress', 'completed')
        order by starts_at desc, id desc limit 1`,
      [of.clinicId, of.doctorId, of.patientId],
    );
    return rows[0] ?? null;
  }

  /** The row, locked until the transaction ends: always the first lock that a transaction takes. */
  lock(id: string): Promise<AppointmentRow | null> {
    const lock = Transaction.LOCK.NO_KEY_UPDATE;
    return findRow(this.db, AppointmentsTable, { id }, { attributes: { exclude: [...SEALED] }, lock });
  }

  async insert(row: NewAppointment): Promise<AppointmentRow> {
    const { rows } = await this.db.query<AppointmentRow>(
      `with subject as (insert into subjects (id, kind, clinic_id) values ($1, 'appointment', $2))
       insert into appointments (id, clinic_id, availability_id, doctor_id, patient_id, booked_by, status, payment_status,
         payment_required, price, currency, is_initial, consultation_type, symptoms_sealed, starts_at, ends_at, booked_at,
         expires_at, status_since, policy, body_hash, answer, run_id, request_id)
       values ($1, $2, $3, $4, $5, $6, 'pending', 'unpaid', $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $15, $17, $18, $19, $20, $21)
       returning ${APPOINTMENT_COLUMNS}`,
      [
        row.id,
        row.clinicId,
        row.availabilityId,
        row.doctorId,
        row.patientId,
        row.bookedBy,
        row.paymentRequired,
        row.price,
        row.currency,
        row.isInitial,
        row.consultationType,
        row.symptoms ? this.keys.sealText(row.symptoms, textOf('symptomsSealed', row.id)) : null,
        row.startsAt,
        row.endsAt,
        row.bookedAt,
        row.expiresAt,
        row.policy,
        row.bodyHash,
        row.answer,
        row.runId,
        row.requestId,
      ],
    );
    const inserted = rows[0];
    if (!inserted) throw new Error('the appointment was not inserted');
    return inserted;
  }

  /** In one statement, also outside of a transaction. */
  async requestFacts(id: string, operationId: string): Promise<RequestFacts | null> {
    const { rows } = await this.db.query<RequestFacts>(
      `select clinic_id, patient_id, doctor_id, status, deleted_at,
              exists (select 1 from status_history where operation_id = $2) as is_done
         from appointments where id = $1`,
      [id, operationId],
    );
    return rows[0] ?? null;
  }

  /** Applies a change to a row that this transaction has locked. `statusSince` follows the status. */
  async update(
    id: string,
    { consultationNotes: notes, ...change }: AppointmentChange,
    now: Date,
  ): Promise<AppointmentRow> {
    const since = change.status ? { statusSince: now } : {};
    const field = textOf('consultationNotesSealed', id);
    const sealed = notes ? { consultationNotesSealed: this.keys.sealText(notes, field) } : {};
    const row = await changeRow(this.db, AppointmentsTable, { id }, { ...change, ...since, ...sealed, updatedAt: now });
    const isMoved = change.status !== undefined || change.paymentStatus !== undefined;
    if (isMoved) this.db.changedAppointments?.add(`${id}/${row.patientId}/${row.doctorId}`);
    return row;
  }

  async view(id: string, deletedToo = false): Promise<AppointmentView | null> {
    const { rows } = await this.db.query<Sealed<AppointmentView>>(
      `${VIEW_SQL} where a.id = $1 and ($2 or a.deleted_at is null)`,
      [id, deletedToo],
    );
    return rows[0] ? this.open(rows[0]) : null;
  }

  /** Those of these that are not deleted. */
  async views(ids: readonly string[]): Promise<readonly AppointmentView[]> {
    const { rows } = await this.db.query<Sealed<AppointmentView>>(
      `${VIEW_SQL} where a.id = any ($1) and a.deleted_at is null`,
      [ids],
    );
    return rows.map((row) => this.open(row));
  }

  async list(filter: AppointmentFilter): Promise<readonly AppointmentView[]> {
    const { patientId, doctorId, clinicIds, statuses, from, to, cursor, byClinic = [] } = filter;
    const where = new Conditions()
      .and('a.deleted_at is null')
      .and('a.patient_id = ?', patientId)
      .and('a.doctor_id = ?', doctorId)
      .and('a.clinic_id = any(?)', clinicIds)
      .and('a.status = any(?)', statuses)
      .and('a.starts_at >= ?', from)
      .and('a.starts_at < ?', to)
      .and('(a.starts_at, a.id) < (?, ?::uuid)', cursor?.start, cursor?.id);
    if (byClinic.length > 0) where.and(outsideNoSpan('starts_at'), ...clinicSpanValues(byClinic));
    const { rows } = await this.db.query<Sealed<AppointmentView>>(
      `${VIEW_SQL} where ${where} order by a.starts_at desc, a.id desc ${where.limit(filter.limit)}`,
      where.values,
    );
    return rows.map((row) => this.open(row));
  }

  /** Deleted ones, the latest deletion first. */
  async listDeleted(filter: {
    readonly clinicIds: readonly string[];
    readonly cursor?: { readonly at: string; readonly id: string } | undefined;
    readonly limit: number;
  }): Promise<readonly AppointmentView[]> {
    const { clinicIds, cursor } = filter;
    const where = new Conditions()
      .and('a.deleted_at is not null and a.clinic_id = any(?)', clinicIds)
      .and('(a.deleted_at, a.id) < (?, ?::uuid)', cursor?.at, cursor?.id);
    const { rows } = await this.db.query<Sealed<AppointmentView>>(
      `${VIEW_SQL} where ${where} order by a.deleted_at desc, a.id desc ${where.limit(filter.limit)}`,
      where.values,
    );
    return rows.map((row) => this.open(row));
  }

  /** Appointments that wait for something, be it a refund, an open payment page or a person: each must have a run. By id. */
  async listOpen(limit: number, after: string | null, changedSince: Date): Promise<readonly OpenAppointment[]> {
    const { rows } = await this.db.query<OpenAppointment>(
      `select a.id, a.status, a.payment_status, a.starts_at, a.updated_at, waiting.open,
              array(select code from attention where subject_id = a.id and resolved_at is null order by code) as attention
         from (select id, bool_or(open) as open from (
                 select id, true as open from appointments where status in ${ACTIVE}
                 union all select o.subject_id, true from refunds r join orders o on o.id = r.order_id
                  where r.status in ('requested', 'pending', 'failed')
                 union all select subject_id, true from orders where status in ('creating', 'pending')
                 union all select subject_id, true from attention where resolved_at is null
                 union all select id, false from appointments where updated_at > $3) every group by id) waiting
         join appointments a on a.id = waiting.id
        where $2::uuid is null or a.id > $2 order by a.id limit $1`,
      [limit, after, changedSince],
    );
    return rows;
  }

  /** The live appointment of another patient or run in this slot, if any. */
  async slotIsTaken(slotId: string, exceptId: string): Promise<boolean> {
    const { rowCount } = await this.db.query(
      `select 1 from appointments where availability_id = $1 and id <> $2 and status in ${LIVE} limit 1`,
      [slotId, exceptId],
    );
    return rowCount > 0;
  }

  /** Whether taking this row's time again would meet a live appointment of the same slot, doctor or patient. */
  async wouldCollide(row: AppointmentRow): Promise<boolean> {
    const { rowCount } = await this.db.query(
      `select 1 from appointments
        where id <> $1 and status in ${LIVE} and (doctor_id = $2 or patient_id = $3 or availability_id = $4)
          and tstzrange(starts_at, ends_at, '[)') && tstzrange($5, $6, '[)') limit 1`,
      [row.id, row.doctorId, row.patientId, row.availabilityId, row.startsAt, row.endsAt],
    );
    return rowCount > 0;
  }

  /** What these appointments are now, by id; deleted ones too. */
  async statuses(ids: readonly string[]): Promise<ReadonlyMap<string, AppointmentStatus>> {
    const { rows } = await this.db.query<{ id: string; status: AppointmentStatus }>(
      'select id, status from appointments where id = any($1)',
      [ids],
    );
    return new Map(rows.map((row) => [row.id, row.status]));
  }

  /** How often this person has already moved the appointment. */
  async reschedulesBy(id: string, userId: string): Promise<number> {
    const { rows } = await this.db.query<{ count: number }>(
      "select count(*)::int as count from status_history where appointment_id = $1 and move = 'reschedule' and actor_user_id = $2",
      [id, userId],
    );
    return rows[0]?.count ?? 0;
  }

  private open(row: Sealed<AppointmentView>): AppointmentView {
    const { symptomsSealed, ...rest } = row;
    const field = textOf('symptomsSealed', row.id);
    return { ...rest, symptoms: symptomsSealed ? this.keys.openText(symptomsSealed, field) : null };
  }
}

type Sealed<T extends { symptoms: string | null }> = Omit<T, 'symptoms'> & { readonly symptomsSealed: string | null };
