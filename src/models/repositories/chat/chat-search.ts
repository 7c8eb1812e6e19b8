import type { KeyRing } from '../../../config/key-ring.js';
import { Conditions } from '../../conditions.js';
import type { Tx } from '../../lent-client.js';
import type { Row } from '../../rows.js';
import type { ChatChangesTable } from '../../tables/chat/chat-changes.js';
import { bodyOf, ITS_CHANGE } from './chat-messages.js';
import { type FoundRoom, keyOf } from './chat-rooms.js';

/** A message that may be looked through, still sealed. */
export interface SealedText {
  readonly id: string;
  readonly seq: number;
  /** Nothing where it was deleted. */
  readonly open: () => string;
}

/** Which messages of a room: the latest of these. */
export interface TextsQuery {
  /** A `seq`: those before it. */
  readonly before?: number | undefined;
  readonly from?: Date | undefined;
  /** Not included. */
  readonly to?: Date | undefined;
  readonly limit: number;
}

/** Above each `seq`: with a place to go back from, the index of places is what the server goes by. */
const NEWEST = 2 ** 31 - 1;

/** What is said in rooms, to be looked through. */
export class ChatSearchRepository {
  constructor(
    private readonly db: Tx,
    private readonly keys: KeyRing,
  ) {}

  /** The latest first, from when the reader came. Nothing is opened before it is asked for. */
  async texts(
    room: Pick<FoundRoom, 'id' | 'keySealed' | 'seesAfter'>,
    { before = NEWEST, from, to, limit }: TextsQuery,
  ): Promise<readonly SealedText[]> {
    const where = new Conditions()
      .and('m.room_id = ?', room.id)
      .and('m.seq < ?', before)
      .and('m.seq > ?', room.seesAfter || undefined)
      .and('m.sent_at >= ?', from)
      .and('m.sent_at < ?', to);
    type Found = { id: string; seq: number } & Pick<Row<ChatChangesTable>, 'version' | 'bodySealed'>;
    const { rows } = await this.db.query<Found>(
      `select m.id, m.seq, c.version, c.body_sealed
         from (select m.id, m.room_id, m.seq, m.rev from chat_messages m where ${where} order by m.seq desc ${where.limit(limit)}) m
         ${ITS_CHANGE} order by m.seq desc`,
      where.values,
    );
    if (rows.length === 0) return [];
    const key = keyOf(this.keys, room);
    return rows.map(({ id, seq, version, bodySealed }) => ({
      id,
      seq,
      open: () => (bodySealed === null ? '' : key.openText(bodySealed, bodyOf(room.id, id, version))),
    }));
  }
}
