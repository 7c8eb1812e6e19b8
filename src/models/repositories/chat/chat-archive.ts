import type { KeyRing } from '../../../config/key-ring.js';
import type { TranscriptFormat } from '../../../domain/chat/transcript.js';
import type { Day } from '../../../domain/days.js';
import type { Tx } from '../../lent-client.js';
import { columnsOf, type Row } from '../../rows.js';
import { ChatTranscriptsTable } from '../../tables/chat/chat-transcripts.js';
import { type ChatRoomRow, keyOf } from './chat-rooms.js';

type Room = Pick<ChatRoomRow, 'id' | 'keySealed'>;
/** A value for each format. */
type OfFormats<T> = Readonly<Record<TranscriptFormat, T>>;

/** A room whose time has come, and where a look goes on behind it. */
export interface DueRoom {
  readonly id: string;
  readonly closedAt: Date;
}

/** Whose room it is, and when its visit was. */
export interface ArchivedVisit {
  readonly clinicName: string;
  readonly zone: string;
  readonly patientId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Since when the room takes no messages. */
  readonly closedAt: Date;
}

/** What a room is archived with. */
export interface FinishedTranscript {
  readonly documents: OfFormats<string>;
  readonly sha256: OfFormats<string>;
  /** What the law has kept at least until then. */
  readonly keepUntil: Day;
}

/** When rooms are archived. */
export interface ArchiveTime {
  readonly now: Date;
  /** The installation's, for visits that were booked before there was such a rule. */
  readonly archiveMs: number;
}

/** A room is due once it has been closed for as long as was agreed when the visit was booked; open again, it waits for that end. */
const CLOSED_AT = 'greatest(r.closed_at, r.open_until)';
const DUE = `r.status = 'inactive'
  and ${CLOSED_AT} + make_interval(secs => coalesce((a.policy->>'chatArchiveMs')::float8, $2) / 1000) <= $1`;

const fileOf = (roomId: string, format: TranscriptFormat, document: string) =>
  `chat_transcripts\n${format}\n${roomId}\n${document}`;

/** Transcripts of rooms, and which rooms are to get one. */
export class ChatArchiveRepository {
  constructor(
    private readonly db: Tx,
    private readonly keys: KeyRing,
  ) {}

  /** Rooms that are due, those first that were closed first; `after` goes on behind one of them. */
  async listDue({ now, archiveMs }: ArchiveTime, limit: number, after: DueRoom | null): Promise<readonly DueRoom[]> {
    const { rows } = await this.db.query<DueRoom>(
      `select r.id, r.closed_at from chat_rooms r join appointments a on a.id = r.appointment_id
        where ${DUE} and ($3::timestamptz is null or (r.closed_at, r.id) > ($3, $4::uuid))
        order by r.closed_at, r.id limit $5`,
      [now, archiveMs, after?.closedAt ?? null, after?.id ?? null, limit],
    );
    return rows;
  }

  /** The visit of a room that is due; null where it is not, or not any more. */
  async findDue(roomId: string, { now, archiveMs }: ArchiveTime): Promise<ArchivedVisit | null> {
    const { rows } = await this.db.query<ArchivedVisit>(
      `select c.name as clinic_name, c.timezone as zone, a.patient_id, a.starts_at, a.ends_at, ${CLOSED_AT} as closed_at
         from chat_rooms r join appointments a on a.id = r.appointment_id join clinics c on c.id = r.clinic_id
        where r.id = $3 and ${DUE}`,
      [now, archiveMs, roomId],
    );
    return rows[0] ?? null;
  }

  /** Keeps where an attempt is going to put its documents. Returns those of an attempt before it, which came to no end. */
  async begin(
    { id, clinicId }: Pick<ChatRoomRow, 'id' | 'clinicId'>,
    { json, pdf }: OfFormats<string>,
    now: Date,
  ): Promise<readonly string[]> {
    const { rows } = await this.db.query<{ jsonDocument: string; pdfDocument: string }>(
      `with before as (select json_document, pdf_document from chat_transcripts where room_id = $1),
         kept as (
           insert into chat_transcripts (room_id, clinic_id, json_document, pdf_document, begun_at) values ($1, $2, $3, $4, $5)
           on conflict (room_id) do update set json_document = excluded.json_document, pdf_document = excluded.pdf_document,
             begun_at = excluded.begun_at)
       select json_document, pdf_document from before`,
      [id, clinicId, json, pdf, now],
    );
    return rows.flatMap(({ jsonDocument, pdfDocument }) => [jsonDocument, pdfDocument]);
  }

  /** Seals a document for the room, its format and its place in the store. */
  sealer(room: Room): (format: TranscriptFormat, document: string, bytes: Uint8Array) => Uint8Array {
    const key = keyOf(this.keys, room);
    return (format, document, bytes) => key.seal(bytes, fileOf(room.id, format, document));
  }

  /**
   * The room is archived with the documents of this attempt, whose digests these are; its lock is held. False where another attempt
   * has begun since.
   */
  async finish(roomId: string, { documents, sha256, keepUntil }: FinishedTranscript, now: Date): Promise<boolean> {
    const { rowCount } = await this.db.query(
      `update chat_transcripts set json_sha256 = $3, pdf_sha256 = $4 where room_id = $1 and json_document = $2`,
      [roomId, documents.json, sha256.json, sha256.pdf],
    );
    if (rowCount === 0) return false;
    this.db.changedRooms.set(roomId, null);
    await this.db.query(`update chat_rooms set status = 'archived', archived_at = $2, keep_until = $3 where id = $1`, [
      roomId,
      now,
      keepUntil,
    ]);
    return true;
  }

  /** The transcript of an archived room in this format; null where there is none yet. */
  async find(
    room: Room,
    format: TranscriptFormat,
  ): Promise<{
    readonly document: string;
    /** Of what the store gives. @throws when it was changed, or belongs to another room. */
    readonly open: (sealed: Uint8Array) => Uint8Array;
  } | null> {
    const { rows } = await this.db.query<Row<ChatTranscriptsTable>>(
      `select ${columnsOf(ChatTranscriptsTable)} from chat_transcripts where room_id = $1 and json_sha256 is not null`,
      [room.id],
    );
    const [row] = rows;
    if (!row) return null;
    const document = { json: row.jsonDocument, pdf: row.pdfDocument }[format];
    const key = keyOf(this.keys, room);
    return { document, open: (sealed) => key.open(sealed, fileOf(room.id, format, document)) };
  }
}
