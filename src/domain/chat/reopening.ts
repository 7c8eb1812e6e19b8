import { DomainError, invalid } from '../errors.js';
import { type RoomWindow, roomClosed } from './rooms.js';

/** What decides whether a doctor may open a room again. */
export interface Reopenable {
  readonly room: RoomWindow;
  /** Of the visit; null while it is not. */
  readonly completedAt: Date | null;
  /** How long after completion; 0: never. */
  readonly reopenMs: number;
}

/** @throws DomainError room_closed for an archived room, invalid_transition */
export function assertReopenable({ room, completedAt, reopenMs }: Reopenable, now: Date): void {
  if (room.status === 'archived') throw roomClosed(room, now);
  if (room.status === 'active' || completedAt === null) {
    throw refused('Only the chat room of a completed visit can be opened again.');
  }
  if (reopenMs === 0 || now.getTime() > completedAt.getTime() + reopenMs) {
    throw refused('This visit was completed too long ago for its chat room to be opened again.');
  }
}

/** @throws DomainError validation_failed on `until` */
export function assertUntil(until: Date, reopenMs: number, now: Date): void {
  if (until <= now) throw invalid('until', 'Choose a time that is still to come.');
  if (until.getTime() > now.getTime() + reopenMs) throw invalid('until', 'This is too far ahead.');
}

function refused(sentence: string): DomainError {
  return new DomainError('invalid_transition', sentence, { allowed: [] });
}
