import { findRow, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { DoctorStandingsTable } from '../../tables/identity/doctor-standings.js';

type Standing = Row<DoctorStandingsTable>;

/** A visit of a doctor who may not work at its clinic any more. */
export interface UnverifiedVisit {
  readonly appointmentId: string;
  readonly clinicId: string;
  readonly patientId: string;
  readonly verificationId: string;
}

/** A verification that ends soon. */
export type EndingVerification = Pick<Standing, 'clinicId' | 'userId' | 'verificationId' | 'remindedDays'> & {
  readonly verifiedUntil: Date;
};

/**
 * Whether a doctor may work at a clinic at a moment, as `practiceProblem` of `src/domain/identity/verification.ts` has it:
 * a condition on the row `v` of `doctor_standings`. `now` and `required` are the places of the two values.
 */
function practises(now: string, required: string): string {
  return `(v.status = 'verified' and v.verified_until > ${now} or v.status = 'pending' and not ${required})`;
}

/** The same for rows that name `doctor_id` and `clinic_id`, those whom nobody has checked included. One `?`: the moment. */
export function ofPractisingDoctor(row: string, required: boolean): string {
  const standing = `select 1 from doctor_standings v where v.clinic_id = ${row}.clinic_id and v.user_id = ${row}.doctor_id`;
  const may = practises('?', String(required));
  return required ? `exists (${standing} and ${may})` : `not exists (${standing} and not ${may})`;
}

/** The latest check of each doctor at each clinic. */
export class DoctorStandingRepository {
  constructor(private readonly db: Sql) {}

  find(clinicId: string, userId: string): Promise<Standing | null> {
    return findRow(this.db, DoctorStandingsTable, { clinicId, userId });
  }

  /** Puts a check in the place of the one before; its reminders begin anew. */
  async replace(standing: Omit<Standing, 'remindedDays'>): Promise<void> {
    const { clinicId, userId, verificationId, status, verifiedUntil } = standing;
    await this.db.query(
      `insert into doctor_standings (clinic_id, user_id, verification_id, status, verified_until)
       values ($1, $2, $3, $4, $5)
       on conflict (clinic_id, user_id) do update
         set verification_id = excluded.verification_id, status = excluded.status,
             verified_until = excluded.verified_until, reminded_days = null`,
      [clinicId, userId, verificationId, status, verifiedUntil],
    );
  }

  /** Verifications that end until `until`, and whether somebody was reminded. */
  async listEnding(now: Date, until: Date): Promise<readonly EndingVerification[]> {
    const { rows } = await this.db.query<EndingVerification>(
      `select clinic_id, user_id, verification_id, verified_until, reminded_days from doctor_standings
        where status = 'verified' and verified_until > $1 and verified_until <= $2 order by verified_until`,
      [now, until],
    );
    return rows;
  }

  /** False when somebody else has claimed this reminder, or there is a later check. */
  async claimReminder(verification: EndingVerification, days: number): Promise<boolean> {
    const { clinicId, userId, verificationId } = verification;
    const { rowCount } = await this.db.query(
      `update doctor_standings set reminded_days = $4
        where clinic_id = $1 and user_id = $2 and verification_id = $3 and (reminded_days is null or reminded_days > $4)`,
      [clinicId, userId, verificationId, days],
    );
    return rowCount === 1;
  }

  /** Booked visits to come that no attention entry has named for this check, resolved or not. */
  async listUnverifiedVisits(now: Date, required: boolean, limit: number): Promise<readonly UnverifiedVisit[]> {
    const { rows } = await this.db.query<UnverifiedVisit>(
      `select a.id as appointment_id, a.clinic_id, a.patient_id, v.verification_id
         from doctor_standings v
         join appointments a on a.clinic_id = v.clinic_id and a.doctor_id = v.user_id
        where a.status = 'booked' and a.starts_at > $1 and not ${practises('$1', '$2')}
          and not exists (select 1 from attention e where e.subject_id = a.id and e.code = 'verification_expired'
                             and e.about = 'verification/' || v.verification_id)
        order by a.starts_at, a.id limit $3`,
      [now, required, limit],
    );
    return rows;
  }

  /** Visits with an open entry whose doctor may work again, or that will not take place with this doctor. */
  async listSettledVisits(now: Date, required: boolean): Promise<readonly string[]> {
    const { rows } = await this.db.query<{ id: string }>(
      `select e.subject_id as id
         from attention e
         join appointments a on a.id = e.subject_id
         left join doctor_standings v on v.clinic_id = a.clinic_id and v.user_id = a.doctor_id
        where e.code = 'verification_expired' and e.resolved_at is null
          and (a.status in ('cancelled_by_patient', 'cancelled_by_doctor', 'cancelled_by_clinic')
            or v.user_id is null or ${practises('$1', '$2')})
        order by e.subject_id`,
      [now, required],
    );
    return rows.map(({ id }) => id);
  }
}
