import type { KeyRing } from '../../../config/key-ring.js';
import type { Receipt } from '../../../domain/chat/receipts.js';
import type { ChatRole } from '../../../domain/chat/rooms.js';
import type { Tx } from '../../lent-client.js';
import { columnsOf, type Row } from '../../rows.js';
import { fieldOf } from '../../sealed-fields.js';
import { ChatMembersTable } from '../../tables/chat/chat-members.js';
import { openedName, type SealedName } from '../identity/public.js';

/** Somebody who is or was a member, with a name of one of two kinds. */
export interface ChatMember extends Omit<Row<ChatMembersTable>, 'nameSealed'> {
  /** Of nurses and guests, as the room knows them. */
  readonly name: string | null;
  /** Of a doctor as patients see it, of others the account's; null: it is closed. */
  readonly firstName: string | null;
  readonly lastName: string | null;
}

type FoundMember = Row<ChatMembersTable> &
  Pick<ChatMember, 'firstName' | 'lastName'> & { readonly [Name in keyof SealedName]: SealedName[Name] | null };

/** From and to which `seq` messages are shown. */
export interface SeqSpan {
  readonly from: number;
  readonly to: number;
}

/** Whom the doctor brings in, with the name that the others see. */
export interface NewMember {
  readonly roomId: string;
  readonly userId: string;
  readonly clinicId: string;
  readonly role: ChatRole;
  readonly name: string;
}

const nameOf = (roomId: string, userId: string) => fieldOf(ChatMembersTable, 'nameSealed', roomId, userId);

export class ChatMemberRepository {
  constructor(
    private readonly db: Tx,
    private readonly keys: KeyRing,
  ) {}

  /** Of these rooms, those who have left, too; in the order in which they joined. `andClosed`: with names of accounts that were closed. */
  async list(
    roomIds: readonly string[],
    { andClosed = false }: { readonly andClosed?: boolean } = {},
  ): Promise<readonly ChatMember[]> {
    const { rows } = await this.db.query<FoundMember>(
      `select ${columnsOf(ChatMembersTable, { of: 'm' })}, d.first_name, d.last_name, u.first_name_sealed, u.last_name_sealed
         from chat_members m left join doctor_profiles d on d.user_id = m.user_id and m.role = 'doctor'
           left join users u on u.id = m.user_id and (u.deleted_at is null or $2)
        where m.room_id = any ($1) order by m.joined_at, m.role, m.user_id`,
      [roomIds, andClosed],
    );
    return rows.map((row) => this.named(row));
  }

  private named({ nameSealed, firstNameSealed, lastNameSealed, ...member }: FoundMember): ChatMember {
    const { roomId, userId } = member;
    if (nameSealed !== null) return { ...member, name: this.keys.openText(nameSealed, nameOf(roomId, userId)) };
    if (member.firstName !== null || firstNameSealed === null || lastNameSealed === null) {
      return { ...member, name: null };
    }
    return { ...member, name: null, ...openedName(this.keys, userId, { firstNameSealed, lastNameSealed }) };
  }

  /** A nurse is there from now on; false when they were already. */
  async add({ name, seesAfter, ...member }: NewMember & { readonly seesAfter: number }, now: Date): Promise<boolean> {
    this.db.changedRooms.set(member.roomId, null);
    const { rowCount } = await this.db.query(
      `insert into chat_members (room_id, user_id, clinic_id, role, name_sealed, joined_at, sees_after, read_up_to)
       values ($1, $2, $3, $4, $5, $6, $7, $7)
       on conflict (room_id, user_id) do update set left_at = null, joined_at = excluded.joined_at, sees_after = excluded.sees_after,
         read_up_to = excluded.read_up_to, name_sealed = excluded.name_sealed where chat_members.left_at is not null`,
      [...this.columns({ name, ...member }), now, seesAfter],
    );
    return rowCount > 0;
  }

  /** A guest may come; they are no member until then. */
  async invite(member: NewMember, now: Date): Promise<void> {
    await this.db.query(
      `insert into chat_members (room_id, user_id, clinic_id, role, name_sealed, joined_at, left_at, is_invited)
       values ($1, $2, $3, $4, $5, $6, $6, true)`,
      [...this.columns(member), now],
    );
  }

  /** An invited guest has come; false when they are not invited, or not any more. */
  async admit(roomId: string, userId: string, now: Date): Promise<boolean> {
    this.db.changedRooms.set(roomId, null);
    const { rowCount } = await this.db.query(
      `update chat_members set is_invited = false, left_at = null, joined_at = $3
        where room_id = $1 and user_id = $2 and is_invited`,
      [roomId, userId, now],
    );
    return rowCount > 0;
  }

  /** From which message on a member sees the room; those before count as read. */
  async showFrom(roomId: string, userId: string, seesAfter: number): Promise<void> {
    await this.db.query(
      'update chat_members set sees_after = $3, read_up_to = $3 where room_id = $1 and user_id = $2',
      [roomId, userId, seesAfter],
    );
  }

  /** From now on a nurse or a guest is no member, and cannot come. */
  async remove(roomId: string, userId: string, now: Date): Promise<void> {
    this.db.changedRooms.set(roomId, null);
    await this.db.query(
      'update chat_members set left_at = $3, is_invited = false where room_id = $1 and user_id = $2',
      [roomId, userId, now],
    );
  }

  private columns({ roomId, userId, clinicId, role, name }: NewMember): readonly string[] {
    return [roomId, userId, clinicId, role, this.keys.sealText(name, nameOf(roomId, userId))];
  }

  /** From now on the person is no member. */
  async leave(roomId: string, userId: string, now: Date): Promise<void> {
    this.db.changedRooms.set(roomId, null);
    await this.db.query(
      'update chat_members set left_at = $3 where room_id = $1 and user_id = $2 and left_at is null',
      [roomId, userId, now],
    );
  }

  /** Keeps since when a member is there for the visit. `known` is what was read before; false when somebody else has kept it since. */
  async see(
    { roomId, userId }: { readonly roomId: string; readonly userId: string },
    known: Date | null,
    now: Date,
  ): Promise<boolean> {
    const { rowCount } = await this.db.query(
      `update chat_members set seen_at = $4
        where room_id = $1 and user_id = $2 and left_at is null and seen_at is not distinct from $3`,
      [roomId, userId, known, now],
    );
    return rowCount > 0;
  }

  /** When the patient of this visit was seen in its room, around the visit's present time or another; null: never. */
  async patientSeenAt(appointmentId: string): Promise<Date | null> {
    const { rows } = await this.db.query<{ seenAt: Date | null }>(
      `select m.seen_at from chat_rooms r join chat_members m on m.room_id = r.id and m.role = 'patient'
        where r.appointment_id = $1`,
      [appointmentId],
    );
    return rows[0]?.seenAt ?? null;
  }

  /** The visit has another time: nobody was seen for it yet. */
  async forgetSeen(roomId: string): Promise<void> {
    await this.db.query('update chat_members set seen_at = null where room_id = $1 and seen_at is not null', [roomId]);
  }

  /** Keeps that a member has read up to this message, and when. What was read stays read: it never goes back. */
  async markRead(roomId: string, { userId, upTo, readAt }: Receipt): Promise<void> {
    this.db.changedRooms.set(roomId, null);
    await this.db.query(
      `with moved as (
         update chat_members set read_up_to = $3 where room_id = $1 and user_id = $2 and read_up_to < $3
         returning room_id, user_id, read_up_to)
       insert into chat_receipts (room_id, user_id, up_to, read_at) select room_id, user_id, read_up_to, $4 from moved`,
      [roomId, userId, upTo, readAt],
    );
  }

  /** How far each member has read, and since when. */
  async latestReceipts(roomId: string): Promise<readonly Receipt[]> {
    const { rows } = await this.db.query<Receipt>(
      `select r.user_id, r.up_to, r.read_at from chat_members m
         cross join lateral (select n.user_id, n.up_to, n.read_at from chat_receipts n
           where n.room_id = m.room_id and n.user_id = m.user_id order by n.up_to desc limit 1) r
        where m.room_id = $1 order by r.read_at, r.user_id`,
      [roomId],
    );
    return rows;
  }

  /** Who had read up to these messages when: of each member all up to the first that reaches the last of them. */
  async receipts(roomId: string, { from, to }: SeqSpan): Promise<readonly Receipt[]> {
    const { rows } = await this.db.query<Receipt>(
      `select r.user_id, r.up_to, r.read_at from chat_receipts r where r.room_id = $1 and r.up_to >= $2
          and not exists (select 1 from chat_receipts n
            where n.room_id = r.room_id and n.user_id = r.user_id and n.up_to >= $3 and n.up_to < r.up_to)
        order by r.user_id, r.up_to`,
      [roomId, from, to],
    );
    return rows;
  }

  /** The same for the messages of the first changes after this `rev`. */
  async receiptsAfter(roomId: string, rev: number, changes: number): Promise<readonly Receipt[]> {
    const { rows } = await this.db.query<Receipt>(
      `select r.user_id, r.up_to, r.read_at from chat_receipts r cross join (
           select min(m.seq) as first, max(m.seq) as last
             from (select message_id from chat_changes where room_id = $1 and rev > $2 order by rev limit $3) c
               join chat_messages m on m.id = c.message_id) span
        where r.room_id = $1 and r.up_to >= span.first
          and not exists (select 1 from chat_receipts n
            where n.room_id = r.room_id and n.user_id = r.user_id and n.up_to >= span.last and n.up_to < r.up_to)
        order by r.user_id, r.up_to`,
      [roomId, rev, changes],
    );
    return rows;
  }
}
