import type { ChatActor } from '../../domain/actor.js';
import { isFirstSeen } from '../../domain/chat/attendance.js';
import type { ChatDeps, RoomScope } from './chat-deps.js';
import type { EnteredRoom } from './enter-room.js';

/** What a use case needs by which somebody may be seen in a room. */
export interface AttendanceDeps extends ChatDeps {
  /** Lets the visit's workflow read the record again, because it shows who was seen. It may be lost: what is decided by it is read when it is decided. */
  readonly refreshVisit: (appointmentId: string) => void;
}

/** Records that a member is there for the visit, at the first time; returns whether it was the first. */
export async function noteAttendance(
  scope: RoomScope,
  actor: ChatActor,
  { room, grantId }: EnteredRoom,
  now: Date,
): Promise<boolean> {
  if (grantId !== null || !isFirstSeen(room, now)) return false;
  const { userId } = actor;
  if (!(await scope.chatMembers.see({ roomId: room.id, userId }, room.seenAt, now))) return false;
  const { id: entityId, clinicId, patientId, role } = room;
  await scope.audit.record(
    { action: 'chat.seen', entity: 'chat_room', entityId, clinicId, patientId, details: { role } },
    now,
  );
  return true;
}
