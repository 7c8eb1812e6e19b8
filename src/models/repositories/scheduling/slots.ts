import type { Currency } from '../../../domain/money.js';
import type { ClinicSpan } from '../../../domain/periods.js';
import { Conditions } from '../../conditions.js';
import { changeRow, columnsOf, findRow, listRows, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { AvailabilitiesTable } from '../../tables/scheduling/availabilities.js';
import { LIVE } from '../appointments/public.js';
import { clinicSpanValues, outsideNoSpan } from '../clinics/public.js';
import { actsAt, ofPractisingDoctor } from '../identity/public.js';

const TRACE = ['createdBy', 'createdAt', 'updatedAt', 'isTaken'] as const;

export type SlotRow = Omit<Row<AvailabilitiesTable>, (typeof TRACE)[number]>;

export interface ClaimableSlot extends SlotRow {
  readonly currency: Currency;
  readonly policy: Readonly<Record<string, unknown>>;
  /** Of the clinic; null while it is open. */
  readonly suspendedAt: Date | null;
}

export interface FreeSlotRow extends Omit<SlotRow, 'deletedAt'> {
  readonly clinicName: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly specialty: string | null;
}

/** A slot as those who offer it see it. */
export interface OwnSlotRow extends FreeSlotRow {
  /** The live appointment that has it. */
  readonly appointmentId: string | null;
  /** Whose that is; for the audit. */
  readonly patientId: string | null;
  readonly updatedAt: Date;
}

export interface OwnSlotFilter {
  readonly clinicIds: readonly string[];
  readonly doctorId?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly byClinic: readonly ClinicSpan[];
  readonly booked?: boolean | undefined;
  readonly cursor?: { readonly start: string; readonly id: string } | undefined;
  readonly limit: number;
}

export interface FreeSlotFilter {
  readonly after: Date;
  readonly until?: Date | undefined;
  /** Narrower bounds of single clinics. */
  readonly byClinic?: readonly ClinicSpan[] | undefined;
  readonly doctorId?: string | undefined;
  readonly clinicIds?: readonly string[] | undefined;
  readonly slotType?: 'short' | 'long' | undefined;
  readonly cursor?: { readonly start: string; readonly id: string } | undefined;
  /** Only of doctors who may work at this moment. */
  readonly practising?: { readonly at: Date; readonly required: boolean } | undefined;
  readonly limit: number;
}

const COLUMNS = columnsOf(AvailabilitiesTable, { but: TRACE });

/** Free future slots with doctor and clinic, by start: also what the benchmark's bare route asks. */
export function freeSlotsStatement(filter: FreeSlotFilter): {
  readonly text: string;
  readonly values: readonly unknown[];
} {
  const { after, until, doctorId, slotType, clinicIds, practising, cursor, byClinic = [] } = filter;
  const where = new Conditions()
    .and('a.deleted_at is null and not a.is_taken and c.suspended_at is null and a.start_time > ?', after)
    .and('a.start_time < ?', until)
    .and('a.doctor_id = ?', doctorId)
    .and('a.slot_type = ?', slotType)
    .and('a.clinic_id = any(?)', clinicIds)
    .and('(a.start_time, a.id) > (?, ?::uuid)', cursor?.start, cursor?.id)
    .and(ofPractisingDoctor('a', practising?.required === true), practising?.at);
  if (byClinic.length > 0) where.and(outsideNoSpan('start_time'), ...clinicSpanValues(byClinic));
  const text = `
  select a.id, a.clinic_id, a.doctor_id, a.start_time, a.end_time, a.slot_type, a.timezone,
         c.name as clinic_name, d.first_name, d.last_name, d.specialty
    from availabilities a
    join clinics c on c.id = a.clinic_id
    join doctor_profiles d on d.user_id = a.doctor_id
   where ${where}
   order by a.start_time, a.id
   ${where.limit(filter.limit)}`;
  return { text, values: where.values };
}

export class SlotRepository {
  constructor(private readonly db: Sql) {}

  find(id: string): Promise<SlotRow | null> {
    return findRow(this.db, AvailabilitiesTable, { id }, { attributes: { exclude: [...TRACE] } });
  }

  /** A slot with its doctor and clinic, free or not; deleted ones are not shown. */
  async view(id: string): Promise<FreeSlotRow | null> {
    const { rows } = await this.db.query<FreeSlotRow>(
      `select a.id, a.clinic_id, a.doctor_id, a.start_time, a.end_time, a.slot_type, a.timezone,
              c.name as clinic_name, d.first_name, d.last_name, d.specialty
         from availabilities a join clinics c on c.id = a.clinic_id join doctor_profiles d on d.user_id = a.doctor_id
        where a.id = $1 and a.deleted_at is null`,
      [id],
    );
    return rows[0] ?? null;
  }

  /** Locks slots against deletion while an appointment takes or changes them; by id, so that two never wait for each other. */
  async lock(ids: readonly string[]): Promise<readonly SlotRow[]> {
    const { rows } = await this.db.query<SlotRow>(
      `select ${COLUMNS} from availabilities where id = any($1) order by id for no key update`,
      [ids],
    );
    return rows;
  }

  /** Doctors who still offer times at a clinic where they do not work any more. */
  async listLeavers(
    now: Date,
    limit: number,
  ): Promise<readonly { readonly clinicId: string; readonly doctorId: string }[]> {
    const { rows } = await this.db.query<{ clinicId: string; doctorId: string }>(
      `select distinct s.clinic_id, s.doctor_id from availabilities s
        where s.deleted_at is null and not s.is_taken and s.start_time > $1
          and not ${actsAt('s.clinic_id', 's.doctor_id', 'doctor')}
        order by s.clinic_id, s.doctor_id limit $2`,
      [now, limit],
    );
    return rows;
  }

  /** Takes back what a doctor still offers at a clinic and nobody has booked; returns how many times that were. */
  async withdrawFree(clinicId: string, doctorId: string, now: Date): Promise<number> {
    const { rowCount } = await this.db.query(
      `update availabilities set deleted_at = $3, updated_at = $3
        where clinic_id = $1 and doctor_id = $2 and deleted_at is null and not is_taken and start_time > $3`,
      [clinicId, doctorId, now],
    );
    return rowCount;
  }

  /** Whether a clinic takes bookings: not while it is suspended. */
  async isBookableAt(clinicId: string): Promise<boolean> {
    const { rowCount } = await this.db.query('select 1 from clinics where id = $1 and suspended_at is null', [
      clinicId,
    ]);
    return rowCount > 0;
  }

  /** One slot locked as by `lock`, with what its clinic says of prices and rules. */
  async lockForClaim(id: string): Promise<ClaimableSlot | null> {
    const { rows } = await this.db.query<ClaimableSlot>(
      `select a.id, a.clinic_id, a.doctor_id, a.start_time, a.end_time, a.slot_type, a.timezone, a.deleted_at,
              c.currency, c.policy, c.suspended_at
         from availabilities a join clinics c on c.id = a.clinic_id where a.id = $1 for no key update of a`,
      [id],
    );
    return rows[0] ?? null;
  }

  async listFree(filter: FreeSlotFilter): Promise<readonly FreeSlotRow[]> {
    const { text, values } = freeSlotsStatement(filter);
    return (await this.db.query<FreeSlotRow>(text, values)).rows;
  }

  /** Slots of clinics, past and booked ones too, by start. */
  async listOwn(filter: OwnSlotFilter): Promise<readonly OwnSlotRow[]> {
    const { clinicIds, doctorId, from, to, booked, cursor, byClinic } = filter;
    const where = new Conditions()
      .and('a.deleted_at is null and a.clinic_id = any(?)', clinicIds)
      .and('a.doctor_id = ?', doctorId)
      .and('a.start_time >= ?', from)
      .and('a.start_time < ?', to)
      .and('(p.id is not null) = ?', booked)
      .and('(a.start_time, a.id) > (?, ?::uuid)', cursor?.start, cursor?.id);
    if (byClinic.length > 0) where.and(outsideNoSpan('start_time'), ...clinicSpanValues(byClinic));
    const { rows } = await this.db.query<OwnSlotRow>(
      `select a.id, a.clinic_id, a.doctor_id, a.start_time, a.end_time, a.slot_type, a.timezone, a.updated_at,
              c.name as clinic_name, d.first_name, d.last_name, d.specialty, p.id as appointment_id, p.patient_id
         from availabilities a
         join clinics c on c.id = a.clinic_id
         join doctor_profiles d on d.user_id = a.doctor_id
         left join appointments p on p.availability_id = a.id and p.status in ${LIVE}
        where ${where}
        order by a.start_time, a.id ${where.limit(filter.limit)}`,
      where.values,
    );
    return rows;
  }

  /** The live appointment of a slot other than `except`, with its patient; null when the slot is free. */
  async holder(slotId: string, except: string): Promise<{ readonly id: string; readonly patientId: string } | null> {
    const { rows } = await this.db.query<{ id: string; patientId: string }>(
      `select id, patient_id from appointments where availability_id = $1 and id <> $2 and status in ${LIVE} limit 1`,
      [slotId, except],
    );
    return rows[0] ?? null;
  }

  /** Inserts one slot; false when the very same row is already there (a repeated request). Overlaps raise `overlap`. */
  async insert(slot: Omit<SlotRow, 'deletedAt'> & { readonly createdBy: string | null }): Promise<boolean> {
    const { rowCount } = await this.db.query(
      `insert into availabilities (id, clinic_id, doctor_id, start_time, end_time, slot_type, timezone, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing`,
      [
        slot.id,
        slot.clinicId,
        slot.doctorId,
        slot.startTime,
        slot.endTime,
        slot.slotType,
        slot.timezone,
        slot.createdBy,
      ],
    );
    return rowCount === 1;
  }

  /** Inserts what does not overlap, in one statement each way; returns the ids that went in. */
  async insertFitting(
    slots: readonly (Omit<SlotRow, 'deletedAt'> & { readonly createdBy: string | null })[],
  ): Promise<readonly string[]> {
    const { rows } = await this.db.query<{ id: string }>(
      `insert into availabilities (id, clinic_id, doctor_id, start_time, end_time, slot_type, timezone, created_by)
       select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::timestamptz[], $6::text[], $7::text[], $8::uuid[])
       on conflict do nothing returning id`,
      [
        slots.map((s) => s.id),
        slots.map((s) => s.clinicId),
        slots.map((s) => s.doctorId),
        slots.map((s) => s.startTime),
        slots.map((s) => s.endTime),
        slots.map((s) => s.slotType),
        slots.map((s) => s.timezone),
        slots.map((s) => s.createdBy),
      ],
    );
    return rows.map((row) => row.id);
  }

  /** Which of these slot ids exist: what an earlier run of the same request already made. */
  async existing(ids: readonly string[]): Promise<readonly string[]> {
    const rows = await listRows(this.db, AvailabilitiesTable, { id: [...ids] }, { attributes: ['id'] });
    return rows.map((row) => row.id);
  }

  async markDeleted(id: string, at: Date): Promise<void> {
    await changeRow(this.db, AvailabilitiesTable, { id }, { deletedAt: at });
  }
}
