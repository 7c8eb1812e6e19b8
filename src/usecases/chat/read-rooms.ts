import type { ChatActor, GuestActor, UserActor } from '../../domain/actor.js';
import type { RoomStatus } from '../../domain/chat/rooms.js';
import { isOpen, statusAt } from '../../domain/chat/rooms.js';
import { shownOf } from '../../domain/pages.js';
import { canSee, mayRead } from '../../domain/visibility.js';
import type { StoredMessage } from '../../models/repositories/chat/chat-messages.js';
import type { FoundRoom, RoomsQuery } from '../../models/repositories/chat/chat-rooms.js';
import type { BreakGlassGrant } from '../../models/repositories/patients/public.js';
import type { ChatDeps, RoomScope } from './chat-deps.js';
import { actsAsMember, type EnteredRoom, enterRoom, roomNotFound, tellOfBreakGlass } from './enter-room.js';
import { noteReading, readingOf } from './note-reading.js';
import { type NamedMember, namedMembers } from './shown-messages.js';

/** The visit that a room is for. */
export interface RoomVisit {
  readonly doctor: { readonly id: string; readonly firstName: string; readonly lastName: string };
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly consultationType: string | null;
  /** Only where this reader may see them. */
  readonly symptoms: string | null;
}

/** A message as a list of rooms shows it. */
export interface LastMessage extends StoredMessage {
  readonly senderName: string | null;
}

/** A room as one person is shown it. */
export interface ChatRoom extends FoundRoom {
  readonly visit: RoomVisit;
  readonly members: readonly NamedMember[];
  /** Whether this person can write now. */
  readonly canSend: boolean;
  readonly unread: number;
  readonly lastMessage: LastMessage | null;
  readonly lastUnread: LastMessage | null;
}

export interface RoomsWish {
  readonly status?: RoomStatus | undefined;
  readonly patientId?: string | undefined;
  readonly limit: number;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

/** One room. @throws DomainError not_found; forbidden for a former member */
export function readRoom({ unitOfWork, now }: ChatDeps) {
  return (actor: ChatActor, roomId: string): Promise<ChatRoom> =>
    unitOfWork.withScope(
      actor,
      async (scope) => {
        const at = now();
        const entered = await enterRoom(scope, actor, roomId, at);
        await noteReading(scope, actor, entered, at);
        const [room] = await shownRooms(scope, actor, [entered], at);
        if (!room) throw roomNotFound();
        return room;
      },
      readingOf(actor, roomId),
    );
}

/**
 * The rooms in which the caller is a member, those first in which something was said last; whoever has broken the glass for the
 * patient who is asked for sees all rooms of that patient at the clinic, of which both sides are told. Staff leave one audit row
 * that names whose they are.
 */
export function listRooms(deps: ChatDeps) {
  return (actor: ChatActor, wish: RoomsWish): Promise<readonly ChatRoom[]> =>
    inRooms(deps, actor, wish, (scope, rooms, at) => shownRooms(scope, actor, rooms, at));
}

/** Opens the rooms that the caller asks for, in one transaction, for what is done in it; staff leave one audit row that names whose they are. */
export async function inRooms<T>(
  { unitOfWork, now }: ChatDeps,
  actor: ChatActor,
  wish: RoomsWish,
  work: (scope: RoomScope, rooms: readonly EnteredRoom[], at: Date) => Promise<T>,
): Promise<T> {
  const at = now();
  const query = {
    ...wish,
    now: at,
    userId: actor.userId,
    clinicIds: actor.role === 'patient' ? ('all' as const) : actor.clinicIds,
  };
  const { grant, found } =
    actor.kind === 'guest'
      ? { grant: null, found: await guestRoom(unitOfWork, actor, query) }
      : await unitOfWork.withScope(actor, (scope) => findRooms(scope, actor, query));
  const ids = found.map(({ id }) => id);
  return unitOfWork.withScope(
    actor,
    async (scope) => {
      if (actor.role !== 'patient') {
        const patientIds = shownOf(found, wish.limit).map(({ patientId }) => patientId);
        const [clinicId = null] = actor.clinicIds;
        const named = [...patientIds, ...(grant ? [grant.patientId] : [])];
        const about = { entity: 'chat_room', entityId: actor.userId, clinicId, patientIds: named } as const;
        const details = { rows: patientIds.length, ...(grant ? { breakGlass: grant.id } : {}) };
        await scope.audit.record({ action: 'chat.listed', ...about, details }, at);
      }
      return work(scope, await enterRooms(scope, actor, { found, grant, limit: wish.limit }, at), at);
    },
    { opens: { room: ids } },
  );
}

interface FoundRooms {
  /** By which rooms are shown in which the caller is no member. */
  readonly grant: BreakGlassGrant | null;
  readonly found: readonly FoundRoom[];
}

async function findRooms(scope: RoomScope, actor: UserActor, query: RoomsQuery): Promise<FoundRooms> {
  const { patientId, now } = query;
  const [clinicId] = actor.clinicIds;
  const mayAsk =
    patientId !== undefined && clinicId !== undefined && canSee(actor, { patientId, clinicId }, 'patients:break-glass');
  const grant = mayAsk ? await scope.breakGlass.findLive(actor.userId, patientId, clinicId, now) : null;
  if (!grant) return { grant, found: await scope.chatRooms.list(query) };
  return { grant, found: await scope.chatRooms.listOfPatient(grant.clinicId, query) };
}

/** The member's rooms as they are; in the others both sides are told of the grant, unless the room waits for the next page. */
async function enterRooms(
  scope: RoomScope,
  actor: ChatActor,
  { found, grant, limit }: FoundRooms & { readonly limit: number },
  now: Date,
): Promise<readonly EnteredRoom[]> {
  const entered: EnteredRoom[] = [];
  const shown = shownOf(found, limit);
  for (const room of found) {
    const isMember = actsAsMember(actor, room) && room.leftAt === null;
    const grantId = isMember ? null : (grant?.id ?? null);
    if (grantId === null || !shown.includes(room)) {
      entered.push({ room, grantId });
      continue;
    }
    const told = await tellOfBreakGlass(scope, actor, { room, grantId }, now);
    // The message is an activity of the room. In this list it keeps its place, from which the next page goes on.
    entered.push({ ...told, room: { ...told.room, activeAt: room.activeAt } });
  }
  return entered;
}

/** These rooms as one person is shown them. */
export async function shownRooms(
  scope: RoomScope,
  actor: ChatActor,
  entered: readonly EnteredRoom[],
  now: Date,
): Promise<readonly ChatRoom[]> {
  if (entered.length === 0) return [];
  const rooms = entered.map(({ room }) => room);
  const ids = rooms.map(({ id }) => id);
  const members = await namedMembers(scope, ids);
  const unread = await scope.chatMessages.unread(ids, actor.userId);
  const places = [
    ...rooms.map(({ id, lastSeq }) => ({ roomId: id, seq: lastSeq })),
    ...unread.map(({ roomId, lastSeq }) => ({ roomId, seq: lastSeq })),
  ];
  const messages = await scope.chatMessages.listAt(rooms, places);
  const visits = await scope.appointments.views(rooms.map(({ appointmentId }) => appointmentId));
  const lastAt = (roomId: string, seq: number | undefined): LastMessage | null => {
    const found = messages.find((one) => one.roomId === roomId && one.seq === seq);
    if (!found) return null;
    const sender = members.find((one) => one.roomId === roomId && one.userId === found.senderId);
    return { ...found, senderName: sender?.name ?? null };
  };
  return entered.flatMap(({ room, grantId }) => {
    const visit = visits.find(({ id }) => id === room.appointmentId);
    if (!visit) return [];
    const { doctorId, doctorFirstName, doctorLastName, startsAt, endsAt, consultationType } = visit;
    const symptoms = grantId !== null || mayRead(actor, 'symptoms', visit) ? visit.symptoms : null;
    const notRead = unread.find(({ roomId }) => roomId === room.id);
    return {
      ...room,
      status: statusAt(room, now),
      closedAt: closedAt(room, now),
      visit: {
        doctor: { id: doctorId, firstName: doctorFirstName, lastName: doctorLastName },
        startsAt,
        endsAt,
        consultationType,
        symptoms,
      },
      members: members.filter(({ roomId }) => roomId === room.id),
      canSend: grantId === null && actsAsMember(actor, room) && isOpen(room, now),
      unread: notRead?.count ?? 0,
      lastMessage: lastAt(room.id, room.lastSeq),
      lastUnread: lastAt(room.id, notRead?.lastSeq),
    };
  });
}

/** The one room of a guest, where it is among those that are asked for. */
async function guestRoom(
  unitOfWork: ChatDeps['unitOfWork'],
  actor: GuestActor,
  { status, patientId, now, after }: Parameters<RoomScope['chatRooms']['list']>[0],
): Promise<readonly FoundRoom[]> {
  const { roomId, userId } = actor;
  const room = await unitOfWork.withScope(actor, (scope) => scope.chatRooms.find(roomId, userId), {
    opens: { room: roomId },
  });
  if (!room || after) return [];
  const isAsked =
    (status ?? statusAt(room, now)) === statusAt(room, now) && (patientId ?? room.patientId) === room.patientId;
  return isAsked ? [room] : [];
}

/** Since when a room takes no messages any more; null while it does, or will. */
function closedAt(room: FoundRoom, now: Date): Date | null {
  if (statusAt(room, now) === 'active') return null;
  return room.openUntil !== null && room.openUntil <= now ? room.openUntil : room.closedAt;
}
