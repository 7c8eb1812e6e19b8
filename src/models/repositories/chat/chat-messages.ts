import { randomUUID } from 'node:crypto';
import type { DataKey } from '../../../config/data-key.js';
import type { KeyRing } from '../../../config/key-ring.js';
import { contentOf } from '../../../domain/chat/messages.js';
import type { ChatRole } from '../../../domain/chat/rooms.js';
import type { SystemMessage } from '../../../domain/chat/system-messages.js';
import { Conditions } from '../../conditions.js';
import type { Tx } from '../../lent-client.js';
import { columnsOf, type Row } from '../../rows.js';
import { fieldOf } from '../../sealed-fields.js';
import { ChatChangesTable } from '../../tables/chat/chat-changes.js';
import { ChatMessagesTable } from '../../tables/chat/chat-messages.js';
import { type Attachment, FILES, openedFiles, type SealedFiles } from './chat-attachments.js';
import { type ChatRoomRow, type FoundRoom, keyOf } from './chat-rooms.js';

type MessageRow = Row<ChatMessagesTable>;
type ChangeRow = Row<ChatChangesTable>;
/** What a message can be opened with. */
type Room = Pick<ChatRoomRow, 'id' | 'keySealed'>;
/** The same for one reader, who may see it from a message on alone. */
type ReadRoom = Room & Pick<FoundRoom, 'seesAfter'>;

/** A message as it is now. */
export interface StoredMessage
  extends Omit<MessageRow, 'contentMac' | 'cause' | 'fileCount'>,
    Pick<ChangeRow, 'version' | 'editedAt' | 'deletedAt'> {
  /** Nothing once it is deleted. */
  readonly message: string;
  /** None once it is deleted. */
  readonly attachments: readonly Attachment[];
}

/** What a message said from a moment on. */
export interface MessageVersion {
  readonly message: string;
  readonly changedAt: Date;
}

/** What a member sends. */
export interface NewMessage {
  readonly id: string;
  readonly senderId: string;
  readonly senderRole: ChatRole;
  readonly clientMessageId: string | null;
  readonly message: string;
  readonly replyTo: string | null;
  /** Ids of files. */
  readonly attachments: readonly string[];
  readonly sentAt: Date;
}

/** Which messages of a room: at most one of these, the last ones without any. */
export interface MessagesQuery {
  /** A `seq`: those just before it. */
  readonly before?: number | undefined;
  /** A `seq`: those just after it. */
  readonly after?: number | undefined;
  /** A `rev`: what was sent or changed after it, in the order of the changes. */
  readonly since?: number | undefined;
  /** Sent at this moment or later. */
  readonly from?: Date | undefined;
  /** Sent before this moment. */
  readonly to?: Date | undefined;
  readonly limit: number;
}

/** How many messages a sender may send since when. */
export interface SendingLimit {
  readonly most: number;
  readonly since: Date;
}

/** What a member has not read of a room. */
export interface Unread {
  readonly roomId: string;
  readonly count: number;
  /** The `seq` of the latest of them. */
  readonly lastSeq: number;
}

/** What tells of a message that was stored. */
interface Stored extends Pick<StoredMessage, 'seq' | 'rev'> {
  /** Who has a notice by it. */
  readonly noticed: readonly string[];
  readonly present: readonly string[];
}

type SealedMessage = Omit<StoredMessage, 'message' | 'attachments'> & Pick<ChangeRow, 'bodySealed'> & SealedFiles;

const OF_CHANGE = `c.version, c.body_sealed, c.edited_at, c.deleted_at, ${FILES}`;
const COLUMNS = `${columnsOf(ChatMessagesTable, { of: 'm', but: ['contentMac', 'cause', 'fileCount'] })}, ${OF_CHANGE}`;
const COLUMNS_AT = `${columnsOf(ChatMessagesTable, { of: 'm', but: ['contentMac', 'cause', 'fileCount', 'rev'] })}, c.rev, ${OF_CHANGE}`;
/**
 * Each message's change by its key. Fenced by `offset 0`: where one room has a thousand times as many messages as most, a plan
 * that joins two lists of the room would compare each with each.
 */
export const ITS_CHANGE = `join lateral (
  select c.version, c.body_sealed, c.edited_at, c.deleted_at from chat_changes c where c.room_id = m.room_id and c.rev = m.rev offset 0) c on true`;
const CURRENT = `chat_messages m ${ITS_CHANGE}`;

/** A body opens in its room, for its message, as this version alone. */
export function bodyOf(roomId: string, messageId: string, version: number): string {
  return fieldOf(ChatChangesTable, 'bodySealed', roomId, messageId, String(version));
}

/** Raises both counters of the room, and writes the message as the change that sent it. `from` says which room, and when not at all. */
function appendTo(from: string, ending = '\n    select seq, rev from sent'): string {
  return `with room as (select r.id, r.last_seq + 1 as seq, r.last_rev + 1 as rev from chat_rooms r ${from}),
    sent as (
      insert into chat_messages (id, room_id, seq, rev, kind, sender_id, sender_role, client_message_id, content_mac, cause, reply_to, sent_at, file_count)
      select $2, room.id, room.seq, room.rev, $3, $4::uuid, $5, $6, $7, $8, $9::uuid, $10, $12 from room
      on conflict do nothing returning id, room_id, seq, rev, sent_at),
    change as (
      insert into chat_changes (room_id, rev, message_id, version, kind, body_sealed, changed_at)
      select room_id, rev, id, 1, 'sent', $11, sent_at from sent),
    counted as (
      update chat_rooms r set last_seq = sent.seq, last_rev = sent.rev, active_at = sent.sent_at from sent where r.id = sent.room_id)${ending}`;
}

/** Also leaves a notice to each other member with an account who has no unread one of the room: it is shown in the app. */
const NOTICING = `,
    noticed as (
      insert into notices (id, user_id, clinic_id, kind, room_id, appointment_id, created_at)
      select gen_random_uuid(), m.user_id, r.clinic_id, 'unread_messages', r.id, r.appointment_id, sent.sent_at
        from sent join chat_rooms r on r.id = sent.room_id
          join chat_members m on m.room_id = r.id and m.left_at is null and m.user_id <> $4 and m.role in ('doctor', 'patient', 'nurse')
      on conflict (user_id, room_id) where read_at is null do nothing returning user_id)
    select seq, rev, array(select user_id from noticed) as noticed,
      array(select m.user_id from chat_members m where m.room_id = $1 and m.left_at is null) as present from sent`;

/** Sends for who is a member at this moment, under the limit, in answer to a message of the same room. */
const SEND = appendTo(
  `join chat_members m on m.room_id = r.id and m.user_id = $4 and m.left_at is null
   where r.id = $1 and ($13::int is null or scope_sent($13, $14) is null)
     and ($9::uuid is null or exists (select 1 from chat_messages q where q.id = $9 and q.room_id = r.id))`,
  NOTICING,
);
const TELL = appendTo('where r.id = $1');

/** Raises the room's `rev`, and makes the next version of a message its current one; for who is a member at this moment. */
const CHANGE = `with room as (select r.id, r.last_rev + 1 as rev from chat_rooms r
      join chat_members m on m.room_id = r.id and m.user_id = $2 and m.left_at is null where r.id = $1),
  change as (
    insert into chat_changes (room_id, rev, message_id, version, kind, body_sealed, edited_at, deleted_at, changed_at)
    select room.id, room.rev, $3, $4, $5, $6, $7, $8, $9 from room returning room_id, rev),
  moved as (update chat_messages m set rev = change.rev from change where m.id = $3),
  counted as (update chat_rooms r set last_rev = change.rev from change where r.id = change.room_id)
  select rev from change`;

/** Messages of rooms. Whoever writes holds the lock of the room's row. */
export class ChatMessageRepository {
  constructor(
    private readonly db: Tx,
    private readonly keys: KeyRing,
  ) {}

  /**
   * Stores a message. Null when nothing was stored: it is a repeat, its sender is no member any more or has reached the limit, or
   * the message that it answers is not there.
   */
  async send(
    room: Room,
    sent: NewMessage,
    limit: SendingLimit | null,
  ): Promise<Pick<StoredMessage, 'seq' | 'rev'> | null> {
    const key = keyOf(this.keys, room);
    const { rows } = await this.db.query<Stored>(SEND, [
      room.id,
      sent.id,
      'text',
      sent.senderId,
      sent.senderRole,
      sent.clientMessageId,
      key.mac(contentOf(sent)),
      null,
      sent.replyTo,
      sent.sentAt,
      key.sealText(sent.message, bodyOf(room.id, sent.id, 1)),
      sent.attachments.length,
      limit?.most ?? null,
      limit?.since ?? null,
    ]);
    if (!rows[0]) return null;
    const { noticed, present, ...stored } = rows[0];
    const { attachments, ...rest } = sent;
    // Whatever else is new in the room by this transaction has to be read with it.
    const isAll = attachments.length === 0 && !this.db.changedRooms.has(room.id);
    this.db.changedRooms.set(room.id, isAll ? { ...rest, ...stored, roomId: room.id, kind: 'text', present } : null);
    for (const userId of noticed) this.db.noticed.add(userId);
    return stored;
  }

  /**
   * The next version of a message: another text, or none, which deletes it. Null when its sender is no member any more.
   */
  async change(room: Room, before: StoredMessage, message: string | null, now: Date): Promise<StoredMessage | null> {
    const { id, senderId } = before;
    const version = before.version + 1;
    const after =
      message === null
        ? { ...before, version, message: '', attachments: [], deletedAt: now }
        : { ...before, version, message, editedAt: now };
    const { rows } = await this.db.query<Pick<StoredMessage, 'rev'>>(CHANGE, [
      room.id,
      senderId,
      id,
      version,
      message === null ? 'deleted' : 'edited',
      message === null ? null : keyOf(this.keys, room).sealText(message, bodyOf(room.id, id, version)),
      after.editedAt,
      after.deletedAt,
      now,
    ]);
    if (rows[0]) this.db.changedRooms.set(room.id, null);
    return rows[0] ? { ...after, ...rows[0] } : null;
  }

  /** A message of the room. */
  async find(room: ReadRoom, id: string): Promise<StoredMessage | null> {
    const { rows } = await this.db.query<SealedMessage>(
      `select ${COLUMNS} from ${CURRENT} where m.room_id = $1 and m.id = $2 and m.seq > $3`,
      [room.id, id, room.seesAfter ?? 0],
    );
    return rows[0] ? openedBy(keyOf(this.keys, room), rows[0]) : null;
  }

  /** What a message has said, version by version; nothing where it was deleted. */
  async versions(room: Room, id: string): Promise<readonly MessageVersion[]> {
    const { rows } = await this.db.query<Pick<ChangeRow, 'version' | 'bodySealed' | 'changedAt'>>(
      'select version, body_sealed, changed_at from chat_changes where room_id = $1 and message_id = $2 order by version',
      [room.id, id],
    );
    if (rows.length === 0) return [];
    const key = keyOf(this.keys, room);
    return rows.map(({ version, bodySealed, changedAt }) => ({
      message: bodySealed === null ? '' : key.openText(bodySealed, bodyOf(room.id, id, version)),
      changedAt,
    }));
  }

  /** The product itself says something in a room, once for each cause. */
  async tell(room: Room, { cause, text }: SystemMessage, now: Date): Promise<void> {
    const id = randomUUID();
    const body = keyOf(this.keys, room).sealText(text, bodyOf(room.id, id, 1));
    this.db.changedRooms.set(room.id, null);
    await this.db.query(TELL, [room.id, id, 'system', null, null, null, null, cause, null, now, body, 0]);
  }

  /** Whether the product has said this in the room. */
  async isTold(roomId: string, cause: string): Promise<boolean> {
    const { rowCount } = await this.db.query('select 1 from chat_messages where room_id = $1 and cause = $2', [
      roomId,
      cause,
    ]);
    return rowCount > 0;
  }

  /** What the same sender has sent by this id, and whether it said the same first; null: nothing. */
  async findSent(
    room: Room,
    sent: Pick<NewMessage, 'id' | 'senderId' | 'clientMessageId' | 'message' | 'replyTo' | 'attachments'>,
  ): Promise<{ readonly message: StoredMessage; readonly isSame: boolean } | null> {
    const { rows } = await this.db.query<SealedMessage & { contentMac: string }>(
      `select ${COLUMNS}, m.content_mac from ${CURRENT}
        where m.room_id = $1 and m.sender_id = $2 and (m.client_message_id = $3 or m.id = $4)`,
      [room.id, sent.senderId, sent.clientMessageId, sent.id],
    );
    if (!rows[0]) return null;
    const { contentMac, ...row } = rows[0];
    const key = keyOf(this.keys, room);
    return { message: openedBy(key, row), isSame: key.isMacOf(contentOf(sent), contentMac) };
  }

  async exists(roomId: string, id: string): Promise<boolean> {
    const { rowCount } = await this.db.query('select 1 from chat_messages where room_id = $1 and id = $2', [
      roomId,
      id,
    ]);
    return rowCount > 0;
  }

  /** When the sender's message that is as many back as the limit allows was sent; null: the limit is not reached. */
  async limitReachedBy({ most, since }: SendingLimit): Promise<Date | null> {
    const { rows } = await this.db.query<{ sentAt: Date | null }>('select scope_sent($1, $2) as sent_at', [
      most,
      since,
    ]);
    return rows[0]?.sentAt ?? null;
  }

  /** Ascending by `seq`; with `since` by `rev`. */
  async list(
    room: ReadRoom,
    { before, after, since, from, to, limit }: MessagesQuery,
  ): Promise<readonly StoredMessage[]> {
    const where = new Conditions()
      .and('m.room_id = ?', room.id)
      .and('m.seq < ?', before)
      .and('m.seq > ?', after)
      .and('m.rev > ?', since)
      .and('m.sent_at >= ?', from)
      .and('m.sent_at < ?', to)
      .and('m.seq > ?', room.seesAfter || undefined);
    const isForward = after !== undefined || since !== undefined;
    const order = since !== undefined ? 'm.rev' : isForward ? 'm.seq' : 'm.seq desc';
    const { rows } = await this.db.query<SealedMessage>(
      `select ${COLUMNS} from ${CURRENT} where ${where} order by ${order} ${where.limit(limit)}`,
      where.values,
    );
    if (rows.length === 0) return [];
    const key = keyOf(this.keys, room);
    const opened = rows.map((row) => openedBy(key, row));
    return isForward ? opened : opened.reverse();
  }

  /**
   * What happened in a room after this `rev`, in its order: each message as it was from then on. What was said before the reader
   * came says nothing, so that no `rev` is left out. It can be asked beside the room, which opens it.
   */
  async changesAfter(
    roomId: string,
    rev: number,
    limit: number,
  ): Promise<(room: ReadRoom) => readonly StoredMessage[]> {
    const { rows } = await this.db.query<SealedMessage>(
      `select ${COLUMNS_AT} from chat_changes c join chat_messages m on m.id = c.message_id
        where c.room_id = $1 and c.rev > $2 order by c.rev limit $3`,
      [roomId, rev, limit],
    );
    return (room) => {
      if (rows.length === 0) return [];
      const key = keyOf(this.keys, room);
      const isHidden = (row: SealedMessage) => row.seq <= (room.seesAfter ?? 0);
      return rows.map((row) => openedBy(key, isHidden(row) ? { ...row, bodySealed: null, files: null } : row));
    };
  }

  /** Messages of several rooms, by their places. */
  async listAt(
    rooms: readonly ReadRoom[],
    places: readonly { readonly roomId: string; readonly seq: number }[],
  ): Promise<readonly StoredMessage[]> {
    const { rows } = await this.db.query<SealedMessage>(
      `select ${COLUMNS} from ${CURRENT} join unnest($1::uuid[], $2::int[]) place (room_id, seq)
           on place.room_id = m.room_id and place.seq = m.seq`,
      [places.map(({ roomId }) => roomId), places.map(({ seq }) => seq)],
    );
    return rooms.flatMap((room) => {
      const own = rows.filter(({ roomId, seq }) => roomId === room.id && seq > (room.seesAfter ?? 0));
      if (own.length === 0) return [];
      const key = keyOf(this.keys, room);
      return own.map((row) => openedBy(key, row));
    });
  }

  /** What others have said, is not deleted, and comes after what this member has read. */
  async unread(roomIds: readonly string[], userId: string): Promise<readonly Unread[]> {
    const { rows } = await this.db.query<Unread>(
      `select m.room_id, count(*)::int as count, max(m.seq) as last_seq from chat_members me
         join chat_messages m on m.room_id = me.room_id and m.seq > me.read_up_to and m.kind = 'text' and m.sender_id <> me.user_id
         join chat_changes c on c.room_id = m.room_id and c.rev = m.rev and c.deleted_at is null
        where me.room_id = any ($1) and me.user_id = $2 group by m.room_id`,
      [roomIds, userId],
    );
    return rows;
  }
}

function openedBy(key: DataKey, { bodySealed, files, ...row }: SealedMessage): StoredMessage {
  const field = bodyOf(row.roomId, row.id, row.version);
  return {
    ...row,
    message: bodySealed === null ? '' : key.openText(bodySealed, field),
    attachments: openedFiles(key, row.roomId, files),
  };
}
