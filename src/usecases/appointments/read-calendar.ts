import { mailboxAddress } from '../../adapters/email/port.js';
import { refuseMove } from '../../domain/appointment/transitions.js';
import { canSee } from '../../domain/appointment/visibility.js';
import { notFound } from '../../domain/errors.js';
import type { UserActor } from '../../domain/identity/actor.js';
import { buildCalendar } from '../../domain/messages/calendar.js';
import type { UnitOfWork } from '../../models/unit-of-work.js';

export interface CalendarDeps {
  readonly unitOfWork: UnitOfWork;
  /** The same as in mails: uid and organizer must agree with the invitation that a patient already has. */
  readonly organizer: { readonly name: string; readonly email: string };
  readonly appUrl: string;
  readonly now: () => Date;
}

const SHOWN: readonly string[] = ['booked', 'in_progress', 'completed'];

/**
 * The appointment as an iCalendar file (METHOD:PUBLISH), once it is booked.
 * @throws DomainError not_found, invalid_transition
 */
export function readCalendar(deps: CalendarDeps) {
  return (actor: UserActor, id: string): Promise<string> =>
    deps.unitOfWork.withScope(actor, async (scope) => {
      const row = await scope.appointments.view(id);
      if (!row || !canSee(actor, row)) throw notFound('Appointment');
      if (!SHOWN.includes(row.status)) {
        throw refuseMove(row.status, 'Only an appointment that is booked has a calendar entry.');
      }
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
    });
}
