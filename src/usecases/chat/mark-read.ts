import type { ChatActor } from '../../domain/actor.js';
import type { ChatDeps } from './chat-deps.js';
import { actsAsMember, refusalToWrite } from './enter-room.js';

export interface MarkRead {
  readonly roomId: string;
  /** The `seq` up to which everything was read; null: all there is. */
  readonly upTo: number | null;
}

export interface MarkedRead {
  readonly marked: number;
  readonly unread: number;
}

/**
 * A member has read up to a message. It never goes back, and works in a closed room, too.
 * @throws DomainError not_found; forbidden for a former member, and for who reads by break-glass
 */
export function markRead({ unitOfWork, now }: ChatDeps) {
  return (actor: ChatActor, { roomId, upTo }: MarkRead): Promise<MarkedRead> =>
    unitOfWork.withScope(
      actor,
      async (scope) => {
        const { userId } = actor;
        const room = await scope.chatRooms.lockForMember(roomId, userId);
        const at = now();
        if (!room || !actsAsMember(actor, room)) throw await refusalToWrite(scope, actor, roomId, at);
        const unread = async () => (await scope.chatMessages.unread([roomId], userId))[0]?.count ?? 0;
        const before = await unread();
        const reached = Math.min(upTo ?? room.lastSeq, room.lastSeq);
        if (reached <= (room.readUpTo ?? 0)) return { marked: 0, unread: before };
        await scope.chatMembers.markRead(roomId, { userId, upTo: reached, readAt: at });
        const after = await unread();
        if (after === 0) await scope.notices.readOfRoom(roomId, userId, at);
        return { marked: before - after, unread: after };
      },
      { opens: { room: roomId } },
    );
}
