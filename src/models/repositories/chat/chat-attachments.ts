import type { DataKey } from '../../../config/data-key.js';
import type { KeyRing } from '../../../config/key-ring.js';
import type { Tx } from '../../lent-client.js';
import type { Row } from '../../rows.js';
import { fieldOf } from '../../sealed-fields.js';
import { ChatAttachmentsTable } from '../../tables/chat/chat-attachments.js';
import { type ChatRoomRow, type FoundRoom, keyOf } from './chat-rooms.js';

type AttachmentRow = Row<ChatAttachmentsTable>;
/** What a file can be opened with. */
type Room = Pick<ChatRoomRow, 'id' | 'keySealed'>;

/** A file as the members of its room see it. */
export interface Attachment extends Pick<AttachmentRow, 'id' | 'contentType' | 'size'> {
  /** As its uploader calls it. */
  readonly name: string;
}

/** A file that was uploaded, and kept in the store of documents. */
export interface NewAttachment extends Attachment {
  readonly uploaderId: string;
  readonly document: string;
  readonly createdAt: Date;
}

/** A file that somebody may open, and where it is kept. */
export interface KeptAttachment extends Attachment {
  readonly uploaderId: string;
  readonly document: string;
  /** Of what the store gives. @throws when it was changed, or belongs to another file or room. */
  readonly open: (sealed: Uint8Array) => Uint8Array;
}

/** The files of a message as a statement reads them beside it; null: none. */
export interface SealedFiles {
  readonly files: readonly Pick<AttachmentRow, 'id' | 'nameSealed' | 'contentType' | 'size'>[] | null;
}

/** Of a message `m` in its change `c`: only a message that has files is asked for them, and a deleted one has none. */
export const FILES = `case when m.file_count > 0 and c.deleted_at is null then (
  select json_agg(json_build_object('id', f.id, 'nameSealed', f.name_sealed, 'contentType', f.content_type, 'size', f.size) order by f.place)
    from chat_attachments f where f.message_id = m.id) end as files`;

export function openedFiles(key: DataKey, roomId: string, files: SealedFiles['files']): readonly Attachment[] {
  return (files ?? []).map(({ id, nameSealed, contentType, size }) => ({
    id,
    name: key.openText(nameSealed, nameOf(roomId, id)),
    contentType,
    size,
  }));
}

const nameOf = (roomId: string, id: string) => fieldOf(ChatAttachmentsTable, 'nameSealed', roomId, id);
/** A file opens in its room, under its id; it has one version, because nothing ever changes it. */
const fileOf = (roomId: string, id: string) => `chat_attachments\nfile\n${roomId}\n${id}\n1`;

/** Uploads from before `$1` that no message uses, and files of deleted messages that nobody has opened. */
const SPENT = `((message_id is null and created_at < $1)
  or (message_id is not null and removed_at is not null and opened_at is null and document is not null))`;

/** Files of rooms. */
export class ChatAttachmentRepository {
  constructor(
    private readonly db: Tx,
    private readonly keys: KeyRing,
  ) {}

  /** Seals a file for the room and this id. */
  sealer(room: Room, id: string): (bytes: Uint8Array) => Uint8Array {
    const key = keyOf(this.keys, room);
    return (bytes) => key.seal(bytes, fileOf(room.id, id));
  }

  /** Files that somebody has uploaded in a room and no message uses: how many, and since when the first one waits. */
  async waiting(roomId: string, uploaderId: string): Promise<{ readonly count: number; readonly since: Date | null }> {
    const { rows } = await this.db.query<{ count: number; since: Date | null }>(
      `select count(*)::int as count, min(created_at) as since from chat_attachments
        where room_id = $1 and uploader_id = $2 and message_id is null and removed_at is null`,
      [roomId, uploaderId],
    );
    return rows[0] ?? { count: 0, since: null };
  }

  /** Keeps that a file was uploaded. False when one of this id was kept before. */
  async add(room: Room, file: NewAttachment): Promise<boolean> {
    const { id, name, contentType, size, uploaderId, document, createdAt } = file;
    const nameSealed = keyOf(this.keys, room).sealText(name, nameOf(room.id, id));
    const { rowCount } = await this.db.query(
      `insert into chat_attachments (id, room_id, uploader_id, document, name_sealed, content_type, size, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing`,
      [id, room.id, uploaderId, document, nameSealed, contentType, size, createdAt],
    );
    return rowCount > 0;
  }

  /**
   * A message uses these files, in this order: all of them, or null where one was uploaded by somebody else or for another room,
   * is used already, or was removed.
   */
  async use(
    room: Room,
    {
      id,
      senderId,
      attachments,
    }: { readonly id: string; readonly senderId: string; readonly attachments: readonly string[] },
  ): Promise<readonly Attachment[] | null> {
    const { rows } = await this.db.query<NonNullable<SealedFiles['files']>[number] & { place: number }>(
      `update chat_attachments f set message_id = $2, place = wanted.place
         from unnest($4::uuid[]) with ordinality wanted (id, place)
        where f.id = wanted.id and f.room_id = $1 and f.uploader_id = $3 and f.message_id is null and f.removed_at is null
        returning f.id, f.name_sealed, f.content_type, f.size, f.place`,
      [room.id, id, senderId, attachments],
    );
    if (rows.length !== attachments.length) return null;
    return openedFiles(
      keyOf(this.keys, room),
      room.id,
      rows.toSorted((one, other) => one.place - other.place),
    );
  }

  /** In which room a file is, whoever asks; null: there is no such file. */
  async roomOf(id: string): Promise<string | null> {
    const { rows } = await this.db.query<{ roomId: string | null }>('select room_of_attachment($1) as room_id', [id]);
    return rows[0]?.roomId ?? null;
  }

  /** A file of the room that can be opened: one of a message that this reader sees, or one that they have uploaded. */
  async find(room: Room & Pick<FoundRoom, 'seesAfter'>, id: string, reader: string): Promise<KeptAttachment | null> {
    const { rows } = await this.db.query<AttachmentRow & { document: string }>(
      `select f.id, f.uploader_id, f.document, f.name_sealed, f.content_type, f.size
         from chat_attachments f left join chat_messages m on m.id = f.message_id
        where f.id = $1 and f.room_id = $2 and f.removed_at is null
          and case when m.id is null then f.uploader_id = $3 else m.seq > $4 end`,
      [id, room.id, reader, room.seesAfter ?? 0],
    );
    const [row] = rows;
    if (!row) return null;
    const key = keyOf(this.keys, room);
    const [file] = openedFiles(key, room.id, [row]);
    if (!file) return null;
    const open = (sealed: Uint8Array) => key.open(sealed, fileOf(room.id, id));
    return { ...file, uploaderId: row.uploaderId, document: row.document, open };
  }

  /** Somebody else than its uploader has opened a file: from the first time on it is part of what was said. */
  async noteOpened(id: string, now: Date): Promise<void> {
    await this.db.query('update chat_attachments set opened_at = $2 where id = $1 and opened_at is null', [id, now]);
  }

  /** Nobody reaches the files of this message any more. */
  async removeOf(messageId: string, now: Date): Promise<void> {
    await this.db.query('update chat_attachments set removed_at = $2 where message_id = $1', [messageId, now]);
  }

  /**
   * Takes what nobody needs any more: uploads from before `uploadedBefore` that no message uses, and files of deleted messages
   * that nobody has opened. From now on no message can use them; the store is to forget their documents.
   */
  async takeSpent(
    { uploadedBefore, now }: { readonly uploadedBefore: Date; readonly now: Date },
    limit: number,
  ): Promise<readonly { readonly id: string; readonly document: string }[]> {
    const { rows } = await this.db.query<{ id: string; document: string }>(
      `update chat_attachments set removed_at = coalesce(removed_at, $2)
        where id in (select id from chat_attachments where ${SPENT} limit $3) and ${SPENT} returning id, document`,
      [uploadedBefore, now, limit],
    );
    return rows;
  }

  /** The store has forgotten this file: what no message names goes, what a deleted one named stays without its content. */
  async forget(id: string): Promise<void> {
    await this.db.query('delete from chat_attachments where id = $1 and message_id is null', [id]);
    await this.db.query('update chat_attachments set document = null where id = $1 and removed_at is not null', [id]);
  }
}
