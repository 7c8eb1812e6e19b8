import { buildCalendar, type CalendarMethod } from '../../domain/messages/calendar.js';
import type { MessageKind } from '../../domain/messages/kinds.js';
import type { Correspondence } from './correspondence.js';

const METHODS: Partial<Record<MessageKind, 'REQUEST' | 'CANCEL'>> = {
  booking_confirmed: 'REQUEST',
  rescheduled: 'REQUEST',
  cancelled: 'CANCEL',
};

/** The invitation, its update or its withdrawal; undefined for kinds that carry none. The summary stays neutral. */
export function calendarOf(
  kind: MessageKind,
  letter: Correspondence,
  organizer: { readonly name: string; readonly email: string },
  now: Date,
): { method: CalendarMethod; content: string } | undefined {
  const method = METHODS[kind];
  if (!method) return undefined;
  const { data } = letter;
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
      organizer,
      attendee: { name: letter.name, email: letter.email },
    }),
  };
}
