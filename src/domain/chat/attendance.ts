import { isOpen, type RoomWindow } from './rooms.js';

/** The time of a visit. */
export interface VisitTime {
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Before the start: as early the patient may check in. */
  readonly checkInOpensMs: number;
}

/** A room with its visit, and when this member was seen in it; null: not yet. */
export interface AttendedRoom extends RoomWindow, VisitTime {
  readonly seenAt: Date | null;
}

/** Whether somebody who was seen in the room at this moment was there for the visit: from the check-in's opening until the end. */
export function countsForVisit({ startsAt, endsAt, checkInOpensMs }: VisitTime, seenAt: Date): boolean {
  return seenAt.getTime() >= startsAt.getTime() - checkInOpensMs && seenAt <= endsAt;
}

/** Whether who is in the room now is seen there for the first time. A moment that belonged to an earlier time of the visit does not count. */
export function isFirstSeen(room: AttendedRoom, now: Date): boolean {
  if (!isOpen(room, now) || !countsForVisit(room, now)) return false;
  return room.seenAt === null || !countsForVisit(room, room.seenAt);
}
