import type { ChatActor } from '../../domain/actor.js';
import { type Period, type Span, spanOf } from '../../domain/periods.js';
import type { FoundRoom } from '../../models/repositories/chat/chat-rooms.js';
import type { ChatDeps, RoomScope } from './chat-deps.js';
import { enterRoom } from './enter-room.js';
import { noteReading, readingOf } from './note-reading.js';
import { type Hit, type RoomHits, type RoomSearch, type SearchDeps, searchRoom } from './search-room.js';
import { namedMembers, type ShownMessage, shownMessages } from './shown-messages.js';

export interface SearchMessagesDeps extends ChatDeps, SearchDeps {}

export interface MessageSearch extends Omit<RoomSearch, keyof Span> {
  /** Its days are the clinic's. */
  readonly period: Period;
}

/** A message that was looked for, and where the words stand in it. */
export interface FoundMessage extends ShownMessage, Omit<Hit, 'seq'> {}

export interface FoundMessages {
  /** In the order in which they were sent. */
  readonly messages: readonly FoundMessage[];
  readonly rev: number;
  /** Where older ones may be, `before` this `seq`; null: there are none. */
  readonly next: number | null;
}

/**
 * The latest messages of a room in which every word occurs. Deleted ones, earlier versions and names of files are not looked
 * through. @throws DomainError not_found; forbidden for a former member
 */
export function searchMessages(deps: SearchMessagesDeps) {
  return (actor: ChatActor, roomId: string, { period, ...search }: MessageSearch): Promise<FoundMessages> =>
    deps.unitOfWork.withScope(
      actor,
      async (scope) => {
        const at = deps.now();
        const entered = await enterRoom(scope, actor, roomId, at);
        const { room } = entered;
        const found = await searchRoom(deps, scope, room, { ...search, ...spanOf(period, room.zone) });
        await noteReading(scope, actor, entered, at);
        return { messages: await foundIn(scope, actor, room, found), rev: room.lastRev, next: found.next };
      },
      readingOf(actor, roomId),
    );
}

/** What was found in a room, as this person is shown it. */
export async function foundIn(
  scope: RoomScope,
  actor: ChatActor,
  room: FoundRoom,
  { hits }: RoomHits,
): Promise<readonly FoundMessage[]> {
  if (hits.length === 0) return [];
  const places = hits.map(({ seq }) => ({ roomId: room.id, seq }));
  const stored = await scope.chatMessages.listAt([room], places);
  const members = await namedMembers(scope, [room.id]);
  const shown = await shownMessages(scope, actor.userId, stored, members);
  return hits.toReversed().flatMap(({ seq, ...hit }) => {
    const message = shown.find((one) => one.seq === seq);
    return message ? [{ ...message, ...hit }] : [];
  });
}
