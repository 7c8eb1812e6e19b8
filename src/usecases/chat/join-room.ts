import type { ChatActor } from '../../domain/actor.js';
import { enterRoom, roomNotFound } from './enter-room.js';
import { type AttendanceDeps, noteAttendance } from './note-attendance.js';
import { noteReading, readingOf } from './note-reading.js';
import { type ChatRoom, shownRooms } from './read-rooms.js';
import { type RoomNews, stateFor } from './room-news.js';
import { namedMembers, type ShownMessage, shownMessages } from './shown-messages.js';

const LAST = 50;
const CAUGHT_UP = 200;

export interface JoinRoom {
  readonly roomId: string;
  /** The `rev` that the client has; null: it has nothing. */
  readonly since: number | null;
}

export interface JoinedRoom {
  readonly room: ChatRoom;
  /** The last ones; with `since` those that were sent or changed after it, by their `rev`. None is newer than the room's `rev`. */
  readonly messages: readonly ShownMessage[];
  /** Whether there are others after them. */
  readonly more: boolean;
  /** Where whoever follows the room goes on. */
  readonly news: RoomNews;
}

/**
 * A room and what a client of it lacks. Whoever follows it from the `rev` of this answer on misses nothing and gets nothing
 * twice. @throws DomainError not_found; forbidden for a former member
 */
export function joinRoom({ unitOfWork, now, refreshVisit }: AttendanceDeps) {
  return async (actor: ChatActor, { roomId, since }: JoinRoom): Promise<JoinedRoom> => {
    const { isFirst, ...joined } = await unitOfWork.withScope(
      actor,
      async (scope) => {
        const at = now();
        const entered = await enterRoom(scope, actor, roomId, at);
        await noteReading(scope, actor, entered, at);
        const isFirst = await noteAttendance(scope, actor, entered, at);
        const [room] = await shownRooms(scope, actor, [entered], at);
        if (!room) throw roomNotFound();
        const query = since === null ? { limit: LAST } : { since, limit: CAUGHT_UP + 1 };
        const found = await scope.chatMessages.list(entered.room, query);
        // What has come since the room was read is news.
        const known = found.filter(({ rev }) => rev <= entered.room.lastRev);
        const members = await namedMembers(scope, [roomId]);
        const shown = await shownMessages(scope, actor.userId, known.slice(0, CAUGHT_UP), members);
        const receipts = await scope.chatMembers.latestReceipts(roomId);
        const news = { changes: [], receipts, state: stateFor(actor, entered, at) };
        return { room, messages: shown, more: known.length > CAUGHT_UP, news, isFirst };
      },
      readingOf(actor, roomId),
    );
    if (isFirst) refreshVisit(joined.room.appointmentId);
    return joined;
  };
}
