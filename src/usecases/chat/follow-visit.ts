import { doctorChanged } from '../../domain/chat/system-messages.js';
import type { AppointmentRow } from '../../models/repositories/appointments/public.js';
import type { RoomOf } from '../../models/repositories/chat/chat-rooms.js';
import type { ChatScope } from '../../models/repositories/chat/slice.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';

/** The visit whose room it is: it opens before the start by as much as was agreed when it was booked. */
export function roomOf(visit: AppointmentRow): RoomOf {
  const { id: appointmentId, clinicId, doctorId, patientId, startsAt, policy } = visit;
  return { appointmentId, clinicId, doctorId, patientId, opensAt: new Date(startsAt.getTime() - policy.chatOpensMs) };
}

/** Where and with whom a visit will be. */
export interface MovedVisit {
  readonly doctorId: string;
  readonly startsAt: Date;
  /** Of the appointment that was moved. */
  readonly version: number;
}

/** The room follows a visit that moves: it opens for the new time, and another doctor takes the place of the one before. */
export async function moveRoom(
  scope: ChatScope & IdentityScope,
  visit: AppointmentRow,
  { version, ...to }: MovedVisit,
  now: Date,
): Promise<void> {
  const roomId = await scope.chatRooms.ensure(roomOf({ ...visit, ...to }), now);
  await scope.chatMembers.forgetSeen(roomId);
  if (to.doctorId === visit.doctorId) return;
  await scope.chatMembers.leave(roomId, visit.doctorId, now);
  const room = await scope.chatRooms.lock(roomId);
  if (!room) return;
  const [before, after] = [await nameOf(scope, visit.doctorId), await nameOf(scope, to.doctorId)];
  for (const message of doctorChanged(before, after, version)) await scope.chatMessages.tell(room, message, now);
}

async function nameOf(scope: IdentityScope, doctorId: string): Promise<string> {
  const doctor = await scope.users.doctorName(doctorId);
  return doctor ? `${doctor.firstName} ${doctor.lastName}` : 'The doctor';
}
