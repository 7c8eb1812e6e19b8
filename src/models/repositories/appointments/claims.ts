import type { Booking } from '../../../domain/appointments/booking.js';
import type { DocumentToAccept } from '../../../domain/document-kinds.js';
import type { VerificationStatus } from '../../../domain/identity/public.js';
import type { Sql } from '../../sql.js';
import { APPOINTMENT_COLUMNS, type AppointmentRow } from './appointments.js';
import { LIVE } from './status-lists.js';

export interface ClaimFacts {
  readonly holderId: string | null;
  readonly holderPatientId: string | null;
  readonly recentHolds: number;
  readonly oldestHold: Date | null;
  readonly returningPatient: boolean;
  readonly lackingDocuments: readonly DocumentToAccept[];
}

export interface BookingFacts {
  readonly bodyHash: string | null;
  readonly answer: Booking | null;
  readonly clinicId: string | null;
  readonly doctorId: string | null;
  readonly startTime: Date | null;
  readonly deletedAt: Date | null;
  /** Of the slot's clinic; null while it is open. */
  readonly suspendedAt: Date | null;
  /** Also by an appointment that whoever asks may not see. */
  readonly isTaken: boolean | null;
  readonly holderId: string | null;
  readonly holderPatientId: string | null;
  /** Of the doctor's latest check at the clinic; null when there is none. */
  readonly verification: VerificationStatus | null;
  readonly verifiedUntil: Date | null;
  /** Of the slot's clinic. */
  readonly lackingDocuments: readonly DocumentToAccept[];
}

/** Who books for themselves, and so has to have accepted what the clinic publishes; nobody: staff books. */
export interface ConsentQuestion {
  readonly accepting: string | null;
  readonly now: Date;
}

/** The function that refuses a claim and its caller alike (`20261129-06-consents`); nothing where nobody has to accept. */
function lackingDocuments(clinic: string, accepting: string, now: string): string {
  return `case when ${accepting}::uuid is null then '[]' else lacking_documents(${clinic}, ${accepting}::uuid, ${now}::timestamptz) end`;
}

/** What a booking reads before there is an appointment, each in one round trip. */
export class ClaimRepository {
  constructor(private readonly db: Sql) {}

  /** What stands in the way of a claim: a row of this id, or the word that this run's claim was given up. */
  async beforeClaim(
    id: string,
    runId: string,
  ): Promise<{ readonly row: AppointmentRow | null; readonly released: boolean }> {
    const { rows } = await this.db.query<AppointmentRow & { id: string | null; released: boolean }>(
      `select q.released, ${APPOINTMENT_COLUMNS.replaceAll(/(\w+)/g, 'a.$1')}
         from (select exists (select 1 from released_claims where appointment_id = $1 and run_id = $2) as released) q
         left join appointments a on a.id = $1`,
      [id, runId],
    );
    const [found] = rows;
    return { row: found?.id ? found : null, released: found?.released ?? false };
  }

  async release(id: string, runId: string): Promise<void> {
    await this.db.query('insert into released_claims (appointment_id, run_id) values ($1, $2) on conflict do nothing', [
      id,
      runId,
    ]);
  }

  /** What decides a claim and its price, in one round trip; `since` bounds the holds that count against the limit. */
  async claimFacts(
    claim: ConsentQuestion & {
      readonly id: string;
      readonly slotId: string;
      readonly patientId: string;
      readonly clinicId: string;
      readonly since: Date;
    },
  ): Promise<ClaimFacts> {
    const { rows } = await this.db.query<ClaimFacts>(
      `select h.id as holder_id, h.patient_id as holder_patient_id, r.recent_holds, r.oldest_hold,
              exists (select 1 from appointments where patient_id = $3 and clinic_id = $4
                        and status in ('completed', 'no_show')) as returning_patient,
              ${lackingDocuments('$4', '$6', '$7')} as lacking_documents
         from (select count(*)::int as recent_holds, min(booked_at) as oldest_hold
                 from appointments where patient_id = $3 and booked_at > $5) r
         left join appointments h on h.availability_id = $2 and h.id <> $1 and h.status in ${LIVE}`,
      [claim.id, claim.slotId, claim.patientId, claim.clinicId, claim.since, claim.accepting, claim.now],
    );
    const [facts] = rows;
    if (!facts) throw new Error('a claim without its facts');
    return facts;
  }

  /** What a booking request meets, in one statement: its own earlier answer, the slot, whoever holds it. */
  async beforeBooking(id: string, slotId: string, { accepting, now }: ConsentQuestion): Promise<BookingFacts> {
    const { rows } = await this.db.query<BookingFacts>(
      `select a.body_hash, a.answer, s.clinic_id, s.doctor_id, s.start_time, s.deleted_at, s.is_taken, c.suspended_at,
              h.id as holder_id, h.patient_id as holder_patient_id, v.status as verification, v.verified_until,
              ${lackingDocuments('s.clinic_id', '$3', '$4')} as lacking_documents
         from (select $1::uuid as id, $2::uuid as slot_id) q
         left join appointments a on a.id = q.id
         left join availabilities s on s.id = q.slot_id
         left join clinics c on c.id = s.clinic_id
         left join doctor_standings v on v.clinic_id = s.clinic_id and v.user_id = s.doctor_id
         left join appointments h on h.availability_id = q.slot_id and h.id <> q.id and h.status in ${LIVE}`,
      [id, slotId, accepting, now],
    );
    const [facts] = rows;
    if (!facts) throw new Error('a booking without its facts');
    return facts;
  }
}
