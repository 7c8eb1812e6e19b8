import type { ChatActor } from '../../domain/actor.js';
import { assertOpen } from '../../domain/chat/rooms.js';
import type { ChatDeps } from './chat-deps.js';
import { actsAsMember, refusalToWrite } from './enter-room.js';

/** Whether somebody can write in a room now. @throws DomainError not_found; forbidden for whoever is no member; room_closed */
export function checkWriting({ unitOfWork, now }: ChatDeps) {
  return (actor: ChatActor, roomId: string): Promise<void> =>
    unitOfWork.withScope(
      actor,
      async (scope) => {
        const at = now();
        const room = await scope.chatRooms.find(roomId, actor.userId);
        if (!room || room.leftAt !== null || !actsAsMember(actor, room)) {
          throw await refusalToWrite(scope, actor, roomId, at);
        }
        assertOpen(room, at);
      },
      { opens: { room: roomId } },
    );
}
