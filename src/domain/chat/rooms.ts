import { DomainError } from '../errors.js';
import { HOUR_MS } from '../instants.js';

/**
 * `active` from the booking on; `inactive` once the visit is completed, missed or cancelled; `archived` when its transcript
 * was made.
 */
export const ROOM_STATUSES = ['active', 'inactive', 'archived'] as const;
export type RoomStatus = (typeof ROOM_STATUSES)[number];

/** What somebody is in a room. */
export const CHAT_ROLES = ['doctor', 'patient', 'nurse', 'interpreter', 'support_person'] as const;
export type ChatRole = (typeof CHAT_ROLES)[number];

/** Who comes by a mailed link, and has no account. */
export const GUEST_ROLES = ['interpreter', 'support_person'] as const satisfies readonly ChatRole[];
export type GuestRole = (typeof GUEST_ROLES)[number];

export function isGuestRole(role: ChatRole): role is GuestRole {
  return (GUEST_ROLES as readonly ChatRole[]).includes(role);
}

/** What decides whether a room takes messages. */
export interface RoomWindow {
  readonly status: RoomStatus;
  readonly opensAt: Date;
  /** Of a closed room that its doctor has opened again. */
  readonly openUntil: Date | null;
}

/** The status as it is shown: a closed room is `active` while it is open again. */
export function statusAt(room: RoomWindow, now: Date): RoomStatus {
  return isOpenAgain(room, now) ? 'active' : room.status;
}

/** Whether members can write now: from the opening before the visit until its end, and while it is open again. */
export function isOpen(room: RoomWindow, now: Date): boolean {
  return isOpenAgain(room, now) || (room.status === 'active' && room.opensAt <= now);
}

function isOpenAgain({ status, openUntil }: RoomWindow, now: Date): boolean {
  return status === 'inactive' && openUntil !== null && openUntil > now;
}

/** @throws DomainError room_closed */
export function assertOpen(room: RoomWindow, now: Date): void {
  if (!isOpen(room, now)) throw roomClosed(room, now);
}

/** Why nobody can write in a room that is not open. */
export function roomClosed(room: RoomWindow, now: Date): DomainError {
  const sentence =
    room.status === 'active' ? 'This chat room is not open yet.' : 'This chat room takes no more messages.';
  return new DomainError('room_closed', sentence, {
    roomStatus: statusAt(room, now),
    opensAt: room.opensAt.toISOString(),
  });
}

/** @throws DomainError room_closed unless the room is open, or is going to be */
export function assertActive(room: RoomWindow, now: Date): void {
  if (statusAt(room, now) !== 'active') throw roomClosed(room, now);
}

/** The latest end of a visit that is left running. */
const LEFT_RUNNING_MS = 24 * HOUR_MS;

/** Until when a guest's token can count; it ends with the room, which may close before. */
export function guestUntil(
  { openUntil, endsAt }: Pick<RoomWindow, 'openUntil'> & { readonly endsAt: Date },
  now: Date,
): Date {
  if (openUntil !== null) return openUntil;
  return new Date(Math.max(endsAt.getTime(), now.getTime()) + LEFT_RUNNING_MS);
}

/** Who was a member and is no more, or reads by break-glass and would write. */
export function noMember(): DomainError {
  return new DomainError('forbidden', 'You do not have permission to access this chat room');
}
