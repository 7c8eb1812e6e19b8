import type { ChatActor, UserActor } from '../../domain/actor.js';
import { isGuestRole, noMember, statusAt } from '../../domain/chat/rooms.js';
import { openedByBreakGlass } from '../../domain/chat/system-messages.js';
import { DomainError, notFound } from '../../domain/errors.js';
import { BREAK_GLASS_ROLES } from '../../domain/patients/public.js';
import { canSee, nobodysRecord } from '../../domain/visibility.js';
import type { FoundRoom } from '../../models/repositories/chat/chat-rooms.js';
import type { ChatScope } from '../../models/repositories/chat/slice.js';
import type { PatientsScope } from '../../models/repositories/patients/public.js';

type Scope = ChatScope & PatientsScope;

/** A room that somebody may read. */
export interface EnteredRoom {
  readonly room: FoundRoom;
  /** The break-glass grant by which it is read; null for a member. */
  readonly grantId: string | null;
}

/**
 * The room for whoever may read it. Members do; whoever has broken the glass does, after both sides were told of it in the room.
 * @throws DomainError not_found; forbidden for a former member
 */
export async function enterRoom(scope: Scope, actor: ChatActor, roomId: string, now: Date): Promise<EnteredRoom> {
  const room = await scope.chatRooms.find(roomId, actor.userId);
  const isMember = room !== null && actsAsMember(actor, room);
  // A guest is there until the room closes, and does not read on.
  const isOver = actor.kind === 'guest' && room !== null && statusAt(room, now) !== 'active';
  if (isMember && room.leftAt === null && !isOver) return { room, grantId: null };
  const grantId = await brokenGlass(scope, actor, room ?? nobodysRecord(actor, roomId), now);
  if (room !== null && grantId !== null) return tellOfBreakGlass(scope, actor, { room, grantId }, now);
  throw isMember ? noMember() : roomNotFound();
}

/** Why somebody may not write in a room of which they are no member. */
export async function refusalToWrite(scope: Scope, actor: ChatActor, roomId: string, now: Date): Promise<Error> {
  const room = await scope.chatRooms.find(roomId, actor.userId);
  if (room && actsAsMember(actor, room)) return noMember();
  const grantId = await brokenGlass(scope, actor, room ?? nobodysRecord(actor, roomId), now);
  return room !== null && grantId !== null ? noMember() : roomNotFound();
}

/** A room as it was found, for the doctor of its visit alone. @throws DomainError not_found; forbidden for every other member */
export async function ledRoom(
  scope: Scope,
  actor: UserActor,
  found: FoundRoom | null,
  { roomId, at }: { readonly roomId: string; readonly at: Date },
): Promise<FoundRoom> {
  const isThere = found !== null && found.leftAt === null && actsAsMember(actor, found);
  if (!isThere) throw await refusalToWrite(scope, actor, roomId, at);
  if (found.role !== 'doctor') throw new DomainError('forbidden', 'Only the doctor of the visit can do this.');
  return found;
}

/** Whether a membership of the room is that of the person as they act now: a doctor who is a patient somewhere is two people to the product. */
export function actsAsMember(
  actor: ChatActor,
  { id, role, clinicId }: Pick<FoundRoom, 'id' | 'role' | 'clinicId'>,
): boolean {
  if (role === null) return false;
  if (actor.kind === 'guest') return isGuestRole(role) && actor.roomId === id;
  if (isGuestRole(role)) return false;
  return role === 'patient' ? actor.role === 'patient' : actor.role !== 'patient' && actor.clinicIds.includes(clinicId);
}

export function roomNotFound() {
  return notFound('Chat room');
}

async function brokenGlass(
  scope: PatientsScope,
  actor: ChatActor,
  { patientId, clinicId }: Pick<FoundRoom, 'patientId' | 'clinicId'>,
  now: Date,
): Promise<string | null> {
  if (actor.kind === 'guest' || !canSee(actor, { patientId, clinicId }, 'patients:break-glass')) return null;
  return (await scope.breakGlass.findLive(actor.userId, patientId, clinicId, now))?.id ?? null;
}

/** Tells both sides in the room of a grant by which somebody reads it: once for each grant and room. */
export async function tellOfBreakGlass(
  scope: ChatScope,
  actor: ChatActor,
  { room, grantId }: { readonly room: FoundRoom; readonly grantId: string },
  now: Date,
): Promise<EnteredRoom> {
  const role = BREAK_GLASS_ROLES.find((one) => one === actor.role);
  const unchanged = { room, grantId };
  if (!role) return unchanged;
  const message = openedByBreakGlass(grantId, role);
  if (await scope.chatMessages.isTold(room.id, message.cause)) return unchanged;
  const locked = await scope.chatRooms.lock(room.id);
  if (!locked) return unchanged;
  await scope.chatMessages.tell(locked, message, now);
  return { room: (await scope.chatRooms.find(room.id, actor.userId)) ?? room, grantId };
}
