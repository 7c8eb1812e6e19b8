import type { ChatActor } from '../../domain/actor.js';
import { type Period, spanOf } from '../../domain/periods.js';
import type { MessagesQuery as StoredQuery } from '../../models/repositories/chat/chat-messages.js';
import type { ChatDeps } from './chat-deps.js';
import { enterRoom } from './enter-room.js';
import { noteReading, readingOf } from './note-reading.js';
import { namedMembers, type ShownMessage, shownMessages } from './shown-messages.js';

export interface MessagesQuery extends Omit<StoredQuery, 'from' | 'to'> {
  /** When they were sent; its days are the clinic's. */
  readonly period: Period;
}

export interface RoomMessages {
  readonly messages: readonly ShownMessage[];
  /** The room's `rev` from before the messages were read: whoever asks for what came `since` misses nothing. */
  readonly rev: number;
}

/** Messages of a room. @throws DomainError not_found; forbidden for a former member */
export function readMessages({ unitOfWork, now }: ChatDeps) {
  return (actor: ChatActor, roomId: string, { period, ...query }: MessagesQuery): Promise<RoomMessages> =>
    unitOfWork.withScope(
      actor,
      async (scope) => {
        const at = now();
        const entered = await enterRoom(scope, actor, roomId, at);
        const { room } = entered;
        const messages = await scope.chatMessages.list(room, { ...query, ...spanOf(period, room.zone) });
        const members = await namedMembers(scope, [roomId]);
        await noteReading(scope, actor, entered, at);
        return { messages: await shownMessages(scope, actor.userId, messages, members), rev: room.lastRev };
      },
      readingOf(actor, roomId),
    );
}
