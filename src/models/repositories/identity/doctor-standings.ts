import { findRow, type Row } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { DoctorStandingsTable } from '../../tables/identity/doctor-standings.js';

type Standing = Row<DoctorStandingsTable>;

/** A verification that ends soon. */
export type EndingVerification = Pick<Standing, 'clinicId' | 'userId' | 'verificationId' | 'remindedDays'> & {
  readonly verifiedUntil: Date;
};

/**
 * Whether a doctor may work at a clinic at a moment, as `practiceProblem` of `src/domain/identity/verification.ts` has it:
 * a condition on the row `v` of `doctor_standings`. `now` and `required` are the places of the two values.
 */
export function practises(now: string, required: string): string {
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
}
