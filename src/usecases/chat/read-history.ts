import type { ChatActor } from '../../domain/actor.js';
import { notFound } from '../../domain/errors.js';
import type { MessageVersion } from '../../models/repositories/chat/chat-messages.js';
import type { ChatDeps } from './chat-deps.js';
import { enterRoom } from './enter-room.js';
import { noteReading, readingOf } from './note-reading.js';

export type { MessageVersion };

/** What a message has said, the first version first. @throws DomainError not_found; forbidden for a former member */
export function readHistory({ unitOfWork, now }: ChatDeps) {
  return (actor: ChatActor, roomId: string, messageId: string): Promise<readonly MessageVersion[]> =>
    unitOfWork.withScope(
      actor,
      async (scope) => {
        const at = now();
        const entered = await enterRoom(scope, actor, roomId, at);
        // What was said before the reader came is not there for them.
        if (!(await scope.chatMessages.find(entered.room, messageId))) throw notFound('Message');
        const versions = await scope.chatMessages.versions(entered.room, messageId);
        await noteReading(scope, actor, entered, at);
        return versions;
      },
      readingOf(actor, roomId),
    );
}
