import { SYSTEM } from '../../../domain/actor.js';
import type { VisitObstacle } from '../../../domain/identity/visit-obstacles.js';
import type { Sql } from '../../sql.js';
import { actsAt } from './acting-members.js';
import { practises } from './doctor-standings.js';

/** A booked visit that cannot take place as it was booked. `about` tells one occasion of an obstacle from the next. */
export interface ObstructedVisit {
  readonly appointmentId: string;
  readonly clinicId: string;
  readonly patientId: string;
  readonly about: string;
}

/** An open entry whose occasion has passed. */
export interface SettledEntry {
  readonly subjectId: string;
  readonly about: string;
}

/** What stands in the way of an appointment `a`: one row with `about`, or none. `$1` is the moment, `$2` whether verification is required. */
const OBSTACLES: Readonly<Record<VisitObstacle, string>> = {
  verification_expired: `select 'verification/' || v.verification_id as about from doctor_standings v
    where v.clinic_id = a.clinic_id and v.user_id = a.doctor_id and not ${practises('$1', '$2')}`,
  doctor_left: `select 'doctor/' || a.doctor_id as about where not ${actsAt('a.clinic_id', 'a.doctor_id', 'doctor')}`,
  patient_left: `select 'patient/' || a.patient_id as about where not ${actsAt('a.clinic_id', 'a.patient_id', 'patient')}`,
};

/** What has come to stand in the way of booked visits, and what no longer does. */
export class VisitObstacleRepository {
  constructor(private readonly db: Sql) {}

  /**
   * Booked visits to come that this stands in the way of, and no attention entry says so: none that is open, and none of
   * the same occasion that a person has resolved. One that has settled by itself is opened again when it recurs.
   */
  async listNew(code: VisitObstacle, now: Date, required: boolean, limit: number): Promise<readonly ObstructedVisit[]> {
    const { rows } = await this.db.query<ObstructedVisit>(
      `select a.id as appointment_id, a.clinic_id, a.patient_id, o.about
         from appointments a cross join lateral (${OBSTACLES[code]}) o
        where a.status = 'booked' and a.starts_at > $1 and $2::boolean is not null
          and not exists (select 1 from attention e where e.subject_id = a.id and e.code = $3 and e.about = o.about
                             and (e.resolved_at is null or e.resolved_by <> $4))
        order by a.starts_at, a.id limit $5`,
      [now, required, code, SYSTEM.label, limit],
    );
    return rows;
  }

  /** Open entries whose occasion has passed, or whose visit is over. */
  async listSettled(code: VisitObstacle, now: Date, required: boolean): Promise<readonly SettledEntry[]> {
    const { rows } = await this.db.query<SettledEntry>(
      `select e.subject_id, e.about from attention e join appointments a on a.id = e.subject_id
        where e.code = $3 and e.resolved_at is null and $1::timestamptz is not null and $2::boolean is not null
          and (a.status not in ('pending', 'booked', 'in_progress')
            or not exists (select 1 from (${OBSTACLES[code]}) o where o.about = e.about))
        order by e.id`,
      [now, required, code],
    );
    return rows;
  }
}
