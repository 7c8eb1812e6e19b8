import { mailboxAddress } from '../../adapters/email/port.js';
import { buildCalendar, type CalendarMethod } from '../../domain/messaging/calendar.js';
import type { MessageKind } from '../../domain/messaging/kinds.js';
import type { CarriedCalendar } from '../../models/repositories/messaging/notifications.js';
import type { MessagingScope } from '../../models/repositories/messaging/slice.js';
import type { MessageContent } from './message-content.js';

type Scope = MessagingScope;

const METHODS: Partial<Record<MessageKind, CarriedCalendar>> = {
  booking_confirmed: 'REQUEST',
  rescheduled: 'REQUEST',
  cancelled: 'CANCEL',
};

/**
 * What a message carries for the patient's calendar. An invitation is withdrawn only if one may have been received:
 * a calendar shows the withdrawal of an event that it never had as a meeting of its own.
 * @throws Error while an invitation is being sent: a withdrawal must not overtake it, so it is tried again
 */
export async function carriedCalendar(
  scope: Scope,
  appointmentId: string,
  kind: MessageKind,
  now: Date,
): Promise<CarriedCalendar | null> {
  const method = METHODS[kind] ?? null;
  if (method !== 'CANCEL') return method;
  const invited = await scope.notifications.invited(appointmentId, now);
  if (invited === 'sending') throw new Error('the invitation that is to be withdrawn is being sent');
  return invited === 'yes' ? method : null;
}

/** The invitation, its update or its withdrawal. The summary stays neutral. */
export function buildInvitation(
  method: CarriedCalendar,
  content: MessageContent,
  organizer: { readonly name: string; readonly email: string },
  now: Date,
): { method: CalendarMethod; content: string } {
  const { data } = content;
  return {
    method,
    content: buildCalendar({
      method,
      uid: `${data.appointmentId}@${organizer.email.split('@')[1] ?? 'keepwell.invalid'}`,
      sequence: data.sequence,
      stamp: now,
      start: data.startsAt,
      end: data.endsAt,
      summary: `Appointment with ${data.doctorName}`,
      url: data.appUrl,
      organizer: { ...organizer, email: mailboxAddress(organizer.email) },
      attendee: { name: content.name, email: mailboxAddress(content.email) },
    }),
  };
}
