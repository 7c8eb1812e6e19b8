import { DomainError } from '../errors.js';

/**
 * `active` from the booking on; `inactive` once the visit is completed, missed or cancelled; `archived` when its transcript
 * was made.
 */
export const ROOM_STATUSES = ['active', 'inactive', 'archived'] as const;
export type RoomStatus = (typeof ROOM_STATUSES)[number];

/** What somebody is in a room. */
export const CHAT_ROLES = ['doctor', 'patient', 'nurse', 'interpreter', 'support_person'] as const;
export type ChatRole = (typeof CHAT_ROLES)[number];

/** What decides whether a room takes messages. */
export interface RoomWindow {
  readonly status: RoomStatus;
  readonly opensAt: Date;
}

/** Whether members can write now: from the opening before the visit until its end. */
export function isOpen({ status, opensAt }: RoomWindow, now: Date): boolean {
  return status === 'active' && opensAt <= now;
}

/** @throws DomainError room_closed */
export function assertOpen(room: RoomWindow, now: Date): void {
  if (isOpen(room, now)) return;
  const sentence =
    room.status === 'active' ? 'This chat room is not open yet.' : 'This chat room takes no more messages.';
  throw new DomainError('room_closed', sentence, {
    roomStatus: room.status,
    opensAt: room.opensAt.toISOString(),
  });
}

/** Who was a member and is no more, or reads by break-glass and would write. */
export function noMember(): DomainError {
  return new DomainError('forbidden', 'You do not have permission to access this chat room');
}
