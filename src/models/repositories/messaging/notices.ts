import { Conditions } from '../../conditions.js';
import type { Tx } from '../../lent-client.js';
import { columnsOf, type Row } from '../../rows.js';
import { NoticesTable } from '../../tables/messaging/notices.js';

/** A notice, with the patient of the visit that it is about. */
export interface Notice extends Row<NoticesTable> {
  readonly patientId: string;
}

/** Whose notices, in the membership that the person acts in: a patient's of all clinics, else of these. */
export interface NoticeHolder {
  readonly userId: string;
  readonly clinicIds: readonly string[] | 'all';
}

export interface NoticesQuery extends NoticeHolder {
  readonly unreadOnly: boolean;
  readonly limit: number;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

/** Only of rooms in which the person still is. */
const FROM = `notices n join chat_members m on m.room_id = n.room_id and m.user_id = n.user_id and m.left_at is null
  join appointments a on a.id = n.appointment_id`;
const COLUMNS = `${columnsOf(NoticesTable, { of: 'n' })}, a.patient_id`;

export class NoticeRepository {
  constructor(private readonly db: Tx) {}

  /** The latest first. */
  async list({ unreadOnly, limit, after, ...holder }: NoticesQuery): Promise<readonly Notice[]> {
    const where = heldBy(holder).and('(n.created_at, n.id) < (?::timestamptz, ?::uuid)', after?.at, after?.id);
    if (unreadOnly) where.and('n.read_at is null');
    const { rows } = await this.db.query<Notice>(
      `select ${COLUMNS} from ${FROM} where ${where} order by n.created_at desc, n.id desc ${where.limit(limit)}`,
      where.values,
    );
    return rows;
  }

  /** Those that came or were read since, the oldest first. */
  async since(holder: NoticeHolder, since: Date): Promise<readonly Notice[]> {
    const where = heldBy(holder).and('(n.created_at >= ? or n.read_at >= ?)', since, since);
    const { rows } = await this.db.query<Notice>(
      `select ${COLUMNS} from ${FROM} where ${where} order by n.created_at, n.id`,
      where.values,
    );
    return rows;
  }

  async countUnread(holder: NoticeHolder): Promise<number> {
    const where = heldBy(holder).and('n.read_at is null');
    const { rows } = await this.db.query<{ unread: number }>(
      `select count(*)::int as unread from ${FROM} where ${where}`,
      where.values,
    );
    return rows[0]?.unread ?? 0;
  }

  /** Whether the person has such a notice; it is read from now on. */
  async read(id: string, { userId }: NoticeHolder, now: Date): Promise<boolean> {
    this.db.noticed.add(userId);
    const { rowCount } = await this.db.query(
      'update notices set read_at = coalesce(read_at, greatest(created_at, $3)) where id = $1 and user_id = $2',
      [id, userId, now],
    );
    return rowCount > 0;
  }

  /** All that are shown to the person in this membership are read from now on. */
  async readAll(holder: NoticeHolder, now: Date): Promise<void> {
    this.db.noticed.add(holder.userId);
    const where = heldBy(holder).and('n.read_at is null').and('n.id = w.id');
    await this.db.query(
      `update notices w set read_at = greatest(w.created_at, $${where.values.length + 1}) from ${FROM} where ${where}`,
      [...where.values, now],
    );
  }

  /** A person has read a room: nothing is left to be shown of it. */
  async readOfRoom(roomId: string, userId: string, now: Date): Promise<void> {
    const { rowCount } = await this.db.query(
      'update notices set read_at = greatest(created_at, $3) where room_id = $1 and user_id = $2 and read_at is null',
      [roomId, userId, now],
    );
    if (rowCount > 0) this.db.noticed.add(userId);
  }
}

function heldBy({ userId, clinicIds }: NoticeHolder): Conditions {
  const where = new Conditions().and('n.user_id = ?', userId);
  if (clinicIds === 'all') return where.and("m.role = 'patient'");
  return where.and("m.role <> 'patient' and n.clinic_id = any(?)", clinicIds);
}
