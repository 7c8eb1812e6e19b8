import type { ChatActor } from '../../domain/actor.js';
import type { Receipt } from '../../domain/chat/receipts.js';
import { isOpen, type RoomStatus, statusAt } from '../../domain/chat/rooms.js';
import type { StoredMessage } from '../../models/repositories/chat/chat-messages.js';
import type { RoomScope } from './chat-deps.js';
import { actsAsMember, type EnteredRoom, enterRoom } from './enter-room.js';
import { type AttendanceDeps, noteAttendance } from './note-attendance.js';
import { NotedReadings, noteReading, readingOf } from './note-reading.js';
import { namedMembers, type ShownMessage, shownMessages } from './shown-messages.js';

/** How many changes one reading takes. */
export const AT_ONCE = 200;

/** What has happened in a room, as one person is shown it. */
export interface RoomNews {
  /** In the order of their `rev`, none left out: each message as it was from then on, with those who have read it now. */
  readonly changes: readonly ShownMessage[];
  /** How far each member has read. */
  readonly receipts: readonly Receipt[];
  readonly state: RoomState;
}

export interface RoomState {
  readonly status: RoomStatus;
  readonly opensAt: Date;
  /** Whether this person can write now. */
  readonly canSend: boolean;
}

/**
 * What has happened in a room after a `rev`, at most 200 changes. Asked for whenever something may be new; that the person may
 * still read is judged each time. @throws DomainError not_found; forbidden for a former member
 */
export function readNews({ unitOfWork, now, refreshVisit }: AttendanceDeps) {
  const noted = new NotedReadings();
  return async (actor: ChatActor, roomId: string, since: number): Promise<RoomNews> => {
    const at = now();
    const isNoted = noted.has(actor, roomId, at);
    const { news, entered, attended } = await unitOfWork.withScope(
      actor,
      async (scope) => {
        const entered = await enterRoom(scope, actor, roomId, at);
        const { room } = entered;
        const changes = room.lastRev > since ? await scope.chatMessages.changesAfter(room, since, AT_ONCE) : [];
        if (changes.length > 0 && !isNoted) await noteReading(scope, actor, entered, at);
        // Whoever has waited in the room for its opening is seen from then on.
        const isFirst = await noteAttendance(scope, actor, entered, at);
        const news = await newsOf(scope, actor, entered, { changes, at });
        return { news, entered, attended: isFirst ? room.appointmentId : null };
      },
      isNoted ? { opens: { room: roomId } } : readingOf(actor, roomId),
    );
    if (news.changes.length > 0) noted.add(actor, entered, at);
    if (attended !== null) refreshVisit(attended);
    return news;
  };
}

/** The room's state now, with these changes. */
export async function newsOf(
  scope: RoomScope,
  actor: ChatActor,
  { room, grantId }: EnteredRoom,
  { changes, at }: { readonly changes: readonly StoredMessage[]; readonly at: Date },
): Promise<RoomNews> {
  const [members, receipts] = await Promise.all([
    changes.length > 0 ? namedMembers(scope, [room.id]) : [],
    scope.chatMembers.latestReceipts(room.id),
  ]);
  return {
    changes: await shownMessages(scope, actor.userId, changes, members),
    receipts,
    state: {
      status: statusAt(room, at),
      opensAt: room.opensAt,
      canSend: grantId === null && actsAsMember(actor, room) && isOpen(room, at),
    },
  };
}
