import { randomUUID } from 'node:crypto';
import { DataKey } from '../../../config/data-key.js';
import type { KeyRing } from '../../../config/key-ring.js';
import type { AttendedRoom } from '../../../domain/chat/attendance.js';
import type { ChatRole, RoomStatus } from '../../../domain/chat/rooms.js';
import type { ClinicRegion } from '../../../domain/clinics/public.js';
import { Conditions } from '../../conditions.js';
import type { Tx } from '../../lent-client.js';
import { columnsOf, type Row } from '../../rows.js';
import { fieldOf } from '../../sealed-fields.js';
import { ChatRoomsTable } from '../../tables/chat/chat-rooms.js';

export type ChatRoomRow = Row<ChatRoomsTable>;

/** A room with whose it is, and what one person is in it: null for whoever never was a member. */
export interface FoundRoom extends ChatRoomRow, AttendedRoom {
  readonly patientId: string;
  readonly region: ClinicRegion;
  /** What the clinic says in its rooms; null: nothing of its own. */
  readonly chatNotice: string | null;
  /** Of the clinic. */
  readonly zone: string;
  /** How long a message may be changed, as was agreed when the visit was booked; null where nothing was. */
  readonly editWindowMs: number | null;
  /** How long after completion the doctor may open the room again, likewise. */
  readonly reopenMs: number | null;
  /** Of the visit. */
  readonly doctorId: string;
  readonly completedAt: Date | null;
  readonly role: ChatRole | null;
  readonly leftAt: Date | null;
  readonly readUpTo: number | null;
  /** Messages up to this `seq` are not shown to this person. */
  readonly seesAfter: number | null;
}

/** The visit that a room is for, as it is or will be. */
export interface RoomOf {
  readonly appointmentId: string;
  readonly clinicId: string;
  readonly doctorId: string;
  readonly patientId: string;
  readonly opensAt: Date;
}

/** Rooms of one member, in the membership that the person acts in: a patient's of all clinics, else of these. */
export interface RoomsQuery {
  readonly userId: string;
  readonly clinicIds: readonly string[] | 'all';
  readonly status?: RoomStatus | undefined;
  readonly patientId?: string | undefined;
  readonly now: Date;
  readonly limit: number;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

const FOUND = `${columnsOf(ChatRoomsTable, { of: 'r' })}, a.patient_id, c.region, c.chat_notice, c.timezone as zone,
  (a.policy->>'chatEditWindowMs')::float8 as edit_window_ms,
  (a.policy->>'chatReopenMs')::float8 as reopen_ms, a.doctor_id, a.completed_at, a.starts_at, a.ends_at,
  coalesce((a.policy->>'checkInOpensMs')::float8, 0) as check_in_opens_ms, m.role, m.left_at, m.read_up_to, m.seen_at, m.sees_after`;
const FOUND_FROM = `chat_rooms r join appointments a on a.id = r.appointment_id and a.deleted_at is null and r.destroyed_at is null
  join clinics c on c.id = r.clinic_id`;

const fieldOfKey = (roomId: string) => fieldOf(ChatRoomsTable, 'keySealed', roomId);

/** The key of a room that has messages or files, or is locked to get one. */
export function keyOf(keys: KeyRing, { id, keySealed }: Pick<ChatRoomRow, 'id' | 'keySealed'>): DataKey {
  if (keySealed === null) throw new Error('the room has no key');
  return DataKey.open(keys, keySealed, fieldOfKey(id));
}

export class ChatRoomRepository {
  constructor(
    private readonly db: Tx,
    private readonly keys: KeyRing,
  ) {}

  /**
   * Opens the appointment's room with its key, its doctor and its patient, or moves the opening of the one it has; an inactive
   * room of a re-booked visit is active again. Whoever had left is a member again. Returns the room's id.
   */
  async ensure({ appointmentId, clinicId, doctorId, patientId, opensAt }: RoomOf, now: Date): Promise<string> {
    const id = randomUUID();
    const { rows } = await this.db.query<{ roomId: string }>(
      `with room as (
         insert into chat_rooms (id, clinic_id, appointment_id, status, opens_at, key_sealed, created_at, active_at)
         values ($1, $2, $3, 'active', $4, $5, $8, $8)
         on conflict (appointment_id) do update set opens_at = excluded.opens_at, status = 'active', closed_at = null, open_until = null
         returning id, clinic_id),
       people as (
         insert into chat_members (room_id, user_id, clinic_id, role, joined_at)
         select room.id, who.id, room.clinic_id, who.role, $8 from room, unnest($6::uuid[], $7::text[]) who (id, role)
         on conflict (room_id, user_id) do update set left_at = null, joined_at = excluded.joined_at
           where chat_members.left_at is not null)
       select id as room_id from room`,
      [
        id,
        clinicId,
        appointmentId,
        opensAt,
        DataKey.random().sealBy(this.keys, fieldOfKey(id)),
        [doctorId, patientId],
        ['doctor', 'patient'],
        now,
      ],
    );
    const { roomId } = rows[0] ?? { roomId: id };
    this.db.changedRooms.set(roomId, null);
    return roomId;
  }

  /** The visit is over: its room takes no more messages, and guests leave it. */
  async close(appointmentId: string, now: Date): Promise<void> {
    const { rows } = await this.db.query<{ id: string }>(
      `with closed as (
         update chat_rooms set status = 'inactive', closed_at = $2 where appointment_id = $1 and status = 'active' returning id),
       gone as (
         update chat_members m set left_at = $2 from closed
          where m.room_id = closed.id and m.role in ('interpreter', 'support_person') and m.left_at is null)
       select id from closed`,
      [appointmentId, now],
    );
    for (const { id } of rows) this.db.changedRooms.set(id, null);
  }

  /** The room is open again until this moment; its lock is held. */
  async openUntil(id: string, until: Date): Promise<void> {
    this.db.changedRooms.set(id, null);
    await this.db.query('update chat_rooms set open_until = $2 where id = $1', [id, until]);
  }

  /** Null where there is no such room, it is destroyed, or its visit was deleted. */
  async find(id: string, userId: string): Promise<FoundRoom | null> {
    const { rows } = await this.db.query<FoundRoom>(
      `select ${FOUND} from ${FOUND_FROM} left join chat_members m on m.room_id = r.id and m.user_id = $2 where r.id = $1`,
      [id, userId],
    );
    return rows[0] ?? null;
  }

  /** The room, locked until the transaction ends, for one of its members; null for everybody else. */
  async lockForMember(id: string, userId: string): Promise<FoundRoom | null> {
    const { rows } = await this.db.query<FoundRoom>(
      `select ${FOUND} from ${FOUND_FROM}
         join chat_members m on m.room_id = r.id and m.user_id = $2 and m.left_at is null
        where r.id = $1 for no key update of r`,
      [id, userId],
    );
    return rows[0] ? this.withKey(rows[0]) : null;
  }

  /** The room, locked until the transaction ends, for what the product itself says in it. */
  async lock(id: string): Promise<ChatRoomRow | null> {
    const { rows } = await this.db.query<ChatRoomRow>(
      `select ${columnsOf(ChatRoomsTable)} from chat_rooms where id = $1 and destroyed_at is null for no key update`,
      [id],
    );
    return rows[0] ? this.withKey(rows[0]) : null;
  }

  /** The member's rooms, those first in which something was said last. */
  async list(query: RoomsQuery): Promise<readonly FoundRoom[]> {
    const { userId, clinicIds } = query;
    const where = new Conditions().and('m.user_id = ? and m.left_at is null', userId);
    if (clinicIds === 'all') where.and("m.role = 'patient'");
    else where.and("m.role <> 'patient' and m.clinic_id = any(?)", clinicIds);
    return this.listWhere(where, 'join chat_members m on m.room_id = r.id', query);
  }

  /** All rooms of one patient at a clinic, whether this person is a member of them or not. */
  async listOfPatient(clinicId: string, query: RoomsQuery): Promise<readonly FoundRoom[]> {
    const where = new Conditions().and('r.clinic_id = ?', clinicId);
    const member = `left join chat_members m on m.room_id = r.id and m.user_id = ${where.place(query.userId)}`;
    return this.listWhere(where, member, query);
  }

  private async listWhere(
    where: Conditions,
    member: string,
    { status, patientId, now, limit, after }: RoomsQuery,
  ): Promise<readonly FoundRoom[]> {
    where
      .and(
        `case when r.status = 'inactive' and r.open_until > ?::timestamptz then 'active' else r.status end = ?`,
        status && now,
        status,
      )
      .and('a.patient_id = ?', patientId)
      .and('(r.active_at, r.id) < (?::timestamptz, ?::uuid)', after?.at, after?.id);
    const { rows } = await this.db.query<FoundRoom>(
      `select ${FOUND} from ${FOUND_FROM} ${member}
        where ${where} order by r.active_at desc, r.id desc ${where.limit(limit)}`,
      where.values,
    );
    return rows;
  }

  /** A room of before gets its key when something is first written in it; its lock is held. */
  private async withKey<Room extends ChatRoomRow>(room: Room): Promise<Room> {
    if (room.keySealed !== null) return room;
    const keySealed = DataKey.random().sealBy(this.keys, fieldOfKey(room.id));
    await this.db.query('update chat_rooms set key_sealed = $2 where id = $1', [room.id, keySealed]);
    return { ...room, keySealed };
  }
}
