import { LRUCache } from 'lru-cache';
import type { ChatActor } from '../../domain/actor.js';
import { isFirstSeen } from '../../domain/chat/attendance.js';
import { isOpen, statusAt } from '../../domain/chat/rooms.js';
import type { StoredMessage } from '../../models/repositories/chat/chat-messages.js';
import type { FoundRoom } from '../../models/repositories/chat/chat-rooms.js';
import type { ChatDeps } from './chat-deps.js';
import { actsAsMember } from './enter-room.js';
import { AT_ONCE, askNews, type JustSent, type RoomNews } from './room-news.js';
import { type NamedMember, shownTo } from './shown-messages.js';

/** What somebody wants to know of a room. */
export interface NewsQuery {
  readonly roomId: string;
  /** The last `rev` that they were told. */
  readonly since: number;
  /** This message alone is new, as far as the transaction knows that has just sent it; null: anything may be. */
  readonly sent: JustSent | null;
}

interface Asker {
  readonly actor: ChatActor;
  readonly since: number;
  readonly sent: JustSent | null;
}

/** What was found in a room: its changes after a `rev`, and its people. */
interface Finding {
  readonly room: FoundRoom;
  readonly since: number;
  readonly changes: readonly StoredMessage[];
  readonly members: readonly NamedMember[];
  /** Of the changes. */
  readonly receipts: RoomNews['receipts'];
  readonly latest: RoomNews['receipts'];
}

/** Rooms whose people are remembered. */
const ROOMS = 1_000;

/**
 * One reading for all who ask about a room in the same turn of the event loop, as the connections of a process do when they are
 * poked. It is made in the scope of the first of them, and shown to those whom it finds to be the visit's doctor or patient
 * still: these see all of a room. A message that this process has just sent, and that comes next after what was found last, is
 * not read at all: its transaction has found who is there. Null: that must be judged on its own, or something about this person
 * has to be recorded.
 */
export function readTogether(deps: ChatDeps) {
  const asking = new Map<string, { readonly askers: Asker[]; readonly finding: Promise<Finding | null> }>();
  const found = new LRUCache<string, Finding>({ max: ROOMS });
  const find = async (roomId: string, askers: readonly Asker[]): Promise<Finding | null> => {
    const finding = followedBy(found.get(roomId), askers) ?? (await readOnce(deps, roomId, askers));
    // Its people and how far it was read, and no word of a message.
    if (finding) found.set(roomId, { ...finding, since: lastRev(finding), changes: [], receipts: [] });
    return finding;
  };
  const ask = (roomId: string) => {
    const askers: Asker[] = [];
    const finding = Promise.resolve().then(() => {
      asking.delete(roomId);
      return find(roomId, askers);
    });
    const asked = { askers, finding };
    asking.set(roomId, asked);
    return asked;
  };
  return async (actor: ChatActor, { roomId, since, sent }: NewsQuery): Promise<RoomNews | null> => {
    const { askers, finding } = asking.get(roomId) ?? ask(roomId);
    askers.push({ actor, since, sent });
    const news = await finding;
    return news && newsFor(actor, since, news, deps.now());
  };
}

/** What was found before and the message that was sent since, where that is all that any of them lacks. */
function followedBy(before: Finding | undefined, askers: readonly Asker[]): Finding | null {
  const sent = askers[0]?.sent;
  if (!before || !sent || before.since !== sent.rev - 1) return null;
  if (askers.some((asker) => asker.sent !== sent || asker.since !== before.since)) return null;
  const { present, ...message } = sent;
  return {
    ...before,
    changes: [{ ...message, version: 1, editedAt: null, deletedAt: null, attachments: [] }],
    members: before.members.filter(({ userId }) => present.includes(userId)),
  };
}

function lastRev({ changes, since }: Finding): number {
  return changes.at(-1)?.rev ?? since;
}

async function readOnce({ unitOfWork }: ChatDeps, roomId: string, askers: readonly Asker[]): Promise<Finding | null> {
  const [first] = askers;
  if (!first) throw new Error('nobody asks for what is new');
  const since = Math.min(...askers.map((asker) => asker.since));
  const [room, { changesFor, ...around }] = await unitOfWork.withScope(
    first.actor,
    (scope) => Promise.all([scope.chatRooms.find(roomId, first.actor.userId), askNews(scope, roomId, since)]),
    { opens: { room: roomId } },
  );
  return room && { room, since, changes: changesFor({ ...room, seesAfter: 0 }), ...around };
}

function newsFor(actor: ChatActor, own: number, finding: Finding, at: Date): RoomNews | null {
  const { room, since, changes, members, receipts, latest } = finding;
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
}
