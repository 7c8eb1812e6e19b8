import type { Day } from '../../../domain/days.js';
import type { Tx } from '../../lent-client.js';

/** A room with what decides how long it is kept. */
export interface KeptRoom {
  readonly id: string;
  readonly clinicId: string;
  readonly patientId: string;
  /** Of the clinic. */
  readonly zone: string;
  /** The latest entry in the patient's record at the clinic: a visit, a change of one, a message, an allergy or medicine, a statement about them. */
  readonly lastEntry: Date;
  readonly createdAt: Date;
  readonly closedAt: Date | null;
  readonly destroyedAt: Date | null;
  readonly messages: number;
  readonly files: number;
}

/** How long rooms are kept, and the end of them. */
export class ChatRetentionRepository {
  constructor(private readonly db: Tx) {}

  /** Archived rooms whose time may be over, and those that are destroyed and not yet gone; `after` goes on behind one of them. */
  async listOver(now: Date, limit: number, after: string | null): Promise<readonly string[]> {
    const { rows } = await this.db.query<{ id: string }>(
      `select r.id from chat_rooms r join clinics c on c.id = r.clinic_id
        where r.status = 'archived' and (r.destroyed_at is not null or r.keep_until < ($1::timestamptz at time zone c.timezone)::date)
          and ($2::uuid is null or r.id > $2)
        order by r.id limit $3`,
      [now, after, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** The room, locked until the transaction ends; null where it is gone. */
  async lock(id: string): Promise<KeptRoom | null> {
    const { rows } = await this.db.query<KeptRoom>(
      `select r.id, r.clinic_id, a.patient_id, c.timezone as zone, r.created_at, r.closed_at, r.destroyed_at, r.last_seq as messages,
         (select count(*)::int from chat_attachments f where f.room_id = r.id) as files,
         greatest(
           (select max(greatest(v.ends_at, v.status_since, v.deleted_at, q.active_at))
              from appointments v left join chat_rooms q on q.appointment_id = v.id
             where v.patient_id = a.patient_id and v.clinic_id = a.clinic_id),
           (select max(e.recorded_at) from record_entries e where e.patient_id = a.patient_id and e.clinic_id = a.clinic_id),
           (select max(s.made_at) from record_statements s where s.patient_id = a.patient_id and s.clinic_id = a.clinic_id)) as last_entry
         from chat_rooms r join appointments a on a.id = r.appointment_id join clinics c on c.id = r.clinic_id
        where r.id = $1 for no key update of r`,
      [id],
    );
    return rows[0] ?? null;
  }

  /** An archived room is kept at least until the end of this day. */
  async keep(id: string, until: Day): Promise<void> {
    await this.db.query('update chat_rooms set keep_until = $2 where id = $1', [id, until]);
  }

  /** Destroys the room's key, and with it all that it has sealed: nobody reads the room from now on. Its lock is held. */
  async destroy(id: string, now: Date): Promise<void> {
    this.db.changedRooms.set(id, null);
    await this.db.query('update chat_rooms set destroyed_at = $2, key_sealed = null where id = $1', [id, now]);
  }

  /** What the store keeps of the room. */
  async documents(id: string): Promise<readonly string[]> {
    const { rows } = await this.db.query<{ document: string }>(
      `select document from chat_attachments where room_id = $1 and document is not null
        union all select unnest(array[json_document, pdf_document]) from chat_transcripts where room_id = $1`,
      [id],
    );
    return rows.map(({ document }) => document);
  }

  /** Removes every row of a destroyed room. @throws when it is not destroyed */
  async forget(id: string): Promise<void> {
    this.db.changedRooms.set(id, null);
    await this.db.query('select forget_room($1)', [id]);
  }
}
