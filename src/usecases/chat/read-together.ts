import type { ChatActor } from '../../domain/actor.js';
import { isFirstSeen } from '../../domain/chat/attendance.js';
import { isOpen, statusAt } from '../../domain/chat/rooms.js';
import type { ChatDeps } from './chat-deps.js';
import { actsAsMember } from './enter-room.js';
import { AT_ONCE, askNews, type RoomNews } from './room-news.js';
import { shownTo } from './shown-messages.js';

/** Who wants to know what has happened in a room after which `rev`. */
interface Asker {
  readonly actor: ChatActor;
  readonly since: number;
}

/** What a room has to tell an asker; null: they have to read it on their own. */
type NewsFor = (asker: Asker) => RoomNews | null;

/**
 * One reading for all who ask about a room in the same turn of the event loop, as the connections of a process do when they are
 * poked. It is made in the scope of the first of them, and shown to those whom it finds to be the visit's doctor or patient
 * still: these see all of a room. Null: that must be judged on its own, or something about this person has to be recorded.
 */
export function readTogether(deps: ChatDeps) {
  const asking = new Map<string, { readonly askers: Asker[]; readonly reading: Promise<NewsFor> }>();
  const ask = (roomId: string) => {
    const askers: Asker[] = [];
    const reading = Promise.resolve().then(() => {
      asking.delete(roomId);
      return readOnce(deps, roomId, askers);
    });
    const asked = { askers, reading };
    asking.set(roomId, asked);
    return asked;
  };
  return async (actor: ChatActor, roomId: string, since: number): Promise<RoomNews | null> => {
    const { askers, reading } = asking.get(roomId) ?? ask(roomId);
    const asker = { actor, since };
    askers.push(asker);
    return (await reading)(asker);
  };
}

async function readOnce({ unitOfWork, now }: ChatDeps, roomId: string, askers: readonly Asker[]): Promise<NewsFor> {
  const [first] = askers;
  if (!first) throw new Error('nobody asks for what is new');
  const since = Math.min(...askers.map((asker) => asker.since));
  const find = async () =>
    unitOfWork.withScope(
      first.actor,
      (scope) => Promise.all([scope.chatRooms.find(roomId, first.actor.userId), askNews(scope, roomId, since)]),
      { opens: { room: roomId } },
    );
  const at = now();
  const [room, { changesFor, members, latest, receipts }] = await find();
  if (!room) return () => null;
  const changes = changesFor({ ...room, seesAfter: 0 });
  return ({ actor, since: own }) => {
    const member = members.find(({ userId, leftAt }) => userId === actor.userId && leftAt === null);
    if (!member || member.seesAfter > 0 || !actsAsMember(actor, { ...room, role: member.role })) return null;
    if (isFirstSeen({ ...room, seenAt: member.seenAt }, at)) return null;
    // There may be others after them.
    if (own > since && changes.length >= AT_ONCE) return null;
    return {
      changes: changes.filter(({ rev }) => rev > own).map((one) => shownTo(actor.userId, one, { members, receipts })),
      receipts: latest,
      state: { status: statusAt(room, at), opensAt: room.opensAt, canSend: isOpen(room, at) },
    };
  };
}
