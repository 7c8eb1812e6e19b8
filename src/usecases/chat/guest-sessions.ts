import type { TokenSigner } from '../../adapters/tokens/port.js';
import { type GuestActor, holderOfLink } from '../../domain/actor.js';
import { guestUntil, isGuestRole, statusAt } from '../../domain/chat/rooms.js';
import { memberJoined } from '../../domain/chat/system-messages.js';
import type { FoundRoom } from '../../models/repositories/chat/chat-rooms.js';
import { tokenInvalid } from '../identity/public.js';
import type { ChatDeps, RoomScope } from './chat-deps.js';
import { namedMembers } from './shown-messages.js';

export interface GuestSessionDeps extends ChatDeps {
  readonly tokens: Pick<TokenSigner, 'guest' | 'readGuest'>;
}

/** What a guest acts with; `expiresIn` in seconds. */
export interface GuestSession {
  readonly access: string;
  readonly expiresIn: number;
  readonly roomId: string;
  /** The guest, as members and messages name them. */
  readonly userId: string;
}

/**
 * A guest comes by the link that was mailed to them, which works once: from now on they are a member of the room, and see what is
 * said in it. @throws DomainError token_invalid for a link that is spent, expired, taken back or unknown, and for a closed room
 */
export function openGuestSession({ unitOfWork, now, tokens }: GuestSessionDeps) {
  return async (token: string): Promise<GuestSession> => {
    const at = now();
    const meaning = await unitOfWork.withScope(holderOfLink(token), (scope) =>
      scope.oneTimeTokens.find('guest', token, at),
    );
    if (!meaning?.userId) throw tokenInvalid();
    const actor = guestOf({
      userId: meaning.userId,
      ...(meaning.details as Pick<GuestActor, 'roomId' | 'appointmentId'>),
    });
    const room = await unitOfWork.withScope(actor, (scope) => comeIn(scope, actor, token, at), {
      opens: { room: actor.roomId, link: token },
    });
    const { userId, roomId, appointmentId } = actor;
    const issued = await tokens.guest({ userId, roomId, appointmentId }, at, guestUntil(room, at));
    return { access: issued.token, expiresIn: issued.expiresIn, roomId, userId };
  };
}

async function comeIn(scope: RoomScope, actor: GuestActor, token: string, now: Date): Promise<FoundRoom> {
  const { roomId, userId } = actor;
  if (!(await scope.oneTimeTokens.spend('guest', token, now))) throw tokenInvalid();
  const room = await scope.chatRooms.find(roomId, userId);
  if (!room || statusAt(room, now) !== 'active' || !(await scope.chatMembers.admit(roomId, userId, now))) {
    throw tokenInvalid();
  }
  const locked = await scope.chatRooms.lock(roomId);
  if (!locked) throw tokenInvalid();
  await scope.chatMembers.showFrom(roomId, userId, locked.lastSeq);
  const guest = (await namedMembers(scope, [roomId])).find((one) => one.userId === userId);
  if (!guest) throw tokenInvalid();
  await scope.chatMessages.tell(locked, memberJoined(userId, guest), now);
  const { clinicId, patientId } = room;
  const details = { user: userId, role: guest.role };
  await scope.audit.record(
    { action: 'chat.guest_joined', entity: 'chat_room', entityId: roomId, clinicId, patientId, details },
    now,
  );
  return room;
}

/** Who a guest's token stands for, while they are in the room and it is open; null for everything else. */
export function authenticateGuest({ unitOfWork, now, tokens }: GuestSessionDeps) {
  return async (token: string): Promise<{ readonly actor: GuestActor; readonly expiresAt: Date } | null> => {
    const at = now();
    const claims = await tokens.readGuest(token, at);
    if (!claims) return null;
    const actor = guestOf(claims);
    const room = await unitOfWork.withScope(actor, (scope) => scope.chatRooms.find(actor.roomId, actor.userId), {
      opens: { room: actor.roomId },
    });
    const isThere = room?.role && isGuestRole(room.role) && room.leftAt === null && statusAt(room, at) === 'active';
    return isThere ? { actor, expiresAt: new Date(claims.exp * 1000) } : null;
  };
}

/** A guest of a room, who is judged when the room is entered. */
export function guestOf({
  userId,
  roomId,
  appointmentId,
}: Pick<GuestActor, 'userId' | 'roomId' | 'appointmentId'>): GuestActor {
  const nothing = { role: 'guest', permissions: ['chat:use'], clinicIds: [], sessionId: '' } as const;
  return { kind: 'guest', userId, roomId, appointmentId, ...nothing };
}
