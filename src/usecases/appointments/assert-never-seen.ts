import { transitionError } from '../../domain/appointments/transitions.js';
import { countsForVisit } from '../../domain/chat/public.js';
import type { AppointmentRow } from '../../models/repositories/appointments/appointments.js';
import type { ChatScope } from '../../models/repositories/chat/public.js';

/**
 * A patient who was there for the visit is no no-show, whoever would say so: their money would be kept for it.
 * @throws DomainError invalid_transition when they were checked in, or were in the open chat room around the visit
 */
export async function assertNeverSeen({ chatMembers }: ChatScope, row: AppointmentRow): Promise<void> {
  const { id, status, checkedInAt, startsAt, endsAt, policy } = row;
  if (checkedInAt) throw transitionError(status, 'The patient was checked in, so this was no no-show.');
  const seenAt = await chatMembers.patientSeenAt(id);
  if (seenAt !== null && countsForVisit({ startsAt, endsAt, checkInOpensMs: policy.checkInOpensMs }, seenAt)) {
    throw transitionError(status, 'The patient was in the chat, so this was no no-show.');
  }
}
