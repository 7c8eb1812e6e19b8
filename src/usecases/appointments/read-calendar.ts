import { mailboxAddress } from '../../adapters/email/port.js';
import type { Caller } from '../../domain/actor.js';
import { transitionError } from '../../domain/appointments/transitions.js';
import { notFound } from '../../domain/errors.js';
import { buildCalendar } from '../../domain/messaging/public.js';
import { canSee } from '../../domain/visibility.js';
import type { AppointmentView } from '../../models/repositories/appointments/appointments.js';
import type { AppointmentsScope } from '../../models/repositories/appointments/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { noteVisitReading } from './read-appointment.js';

type Scope = AppointmentsScope;

export interface CalendarEntryDeps {
  /** The same as in mails: uid and organizer must agree with the invitation that a patient already has. */
  readonly organizer: { readonly name: string; readonly email: string };
  readonly appUrl: string;
  readonly now: () => Date;
}

export interface CalendarDeps extends CalendarEntryDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
}

const SHOWN: readonly string[] = ['booked', 'in_progress', 'completed'];

/**
 * The appointment as an iCalendar file (METHOD:PUBLISH), once it is booked.
 * @throws DomainError not_found, invalid_transition
 */
export function readCalendar(deps: CalendarDeps) {
  return (actor: Caller, id: string): Promise<string> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const row = await scope.appointments.view(id);
      if (!row || !canSee(actor, row, 'appointments:read')) throw notFound('Appointment');
      if (!hasCalendarEntry(row)) {
        throw transitionError(row.status, 'Only an appointment that is booked has a calendar entry.');
      }
      await noteVisitReading(scope, 'appointment.calendar_read', row, deps.now());
      return calendarEntry(deps, row);
    });
}

/** Whether an appointment in this status is one that a calendar should show. */
export function hasCalendarEntry({ status }: Pick<AppointmentView, 'status'>): boolean {
  return SHOWN.includes(status);
}

/** The iCalendar file of an appointment that {@link hasCalendarEntry}. */
export function calendarEntry(deps: CalendarEntryDeps, row: AppointmentView): string {
  return buildCalendar({
    method: 'PUBLISH',
    uid: `${row.id}@${deps.organizer.email.split('@')[1] ?? 'keepwell.invalid'}`,
    sequence: row.calendarSequence,
    stamp: deps.now(),
    start: row.startsAt,
    end: row.endsAt,
    summary: `Appointment with ${row.doctorFirstName} ${row.doctorLastName}`,
    url: deps.appUrl,
    organizer: { ...deps.organizer, email: mailboxAddress(deps.organizer.email) },
  });
}
